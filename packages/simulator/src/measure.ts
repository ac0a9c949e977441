import type { Counts } from "./recorder";
import type { Run } from "./run";
import { Simulation } from "./simulation";
import type { TraceEvent } from "./trace";

/** What one run came to. */
export interface Figures {
  /**
   * How many Δ it took until all living nodes held the newest data: in lockstep the number of synchronous rounds,
   * otherwise with a fraction. Undefined where they do not.
   */
  readonly rounds: number | undefined;
  /** Messages with data that left an uplink, until all held it or until the end. */
  readonly messages: number;
  /** How many living nodes hold the newest data at the end. */
  readonly covered: number;
  readonly alive: number;
  /** Since when all of them hold it, in µs from the start. Undefined where they do not. */
  readonly coveredUs: number | undefined;
  readonly counts: Counts;
  readonly traceHash: string;
}

/**
 * Plays a run until its last step is over and all living nodes hold the newest data, at most until `limitUs`. With the
 * strategy `rumor`, which promises no such end, until the rumor has died out.
 */
export function measure(run: Run, limitUs: number, observe: ((event: TraceEvent) => void) | undefined): Figures {
  const simulation = new Simulation(run, observe);
  const lastStepUs = run.steps.reduce((last, { atUs }) => Math.max(last, atUs), 0);
  simulation.runUntil(Math.min(lastStepUs, limitUs));
  if (run.spread.strategy === "rumor") runUntilQuiet(simulation, run, limitUs);
  else simulation.runUntilCovered(limitUs);
  return figuresOf(simulation, run);
}

function figuresOf(simulation: Simulation, run: Run): Figures {
  const { coverage, counts, traceHash } = simulation;
  const { coveredUs } = coverage;
  const intervals = coveredUs === undefined ? undefined : coveredUs / (run.spread.intervalMs * 1_000);
  return {
    rounds: intervals !== undefined && run.timing === "lockstep" ? Math.floor(intervals) : intervals,
    messages: dataMessages(counts),
    covered: coverage.covered,
    alive: coverage.alive,
    coveredUs,
    counts,
    traceHash,
  };
}

/**
 * A hot node sends in every Δ, so that nothing is to come once no data has been sent for longer than that, and none is
 * still in an uplink.
 */
function runUntilQuiet(simulation: Simulation, run: Run, limitUs: number): void {
  const strideUs = 3 * run.spread.intervalMs * 1_000 + 10 * usualLatencyUs(run);
  let isQuiet = false;
  while (!isQuiet && simulation.now < limitUs) {
    const before = dataMessages(simulation.counts);
    simulation.runUntil(Math.min(limitUs, simulation.now + strideUs));
    isQuiet = dataMessages(simulation.counts) === before && !isUplinkBusy(simulation);
  }
}

function isUplinkBusy(simulation: Simulation): boolean {
  for (let index = 0; index < simulation.size; index++) {
    const { alive, uplinkFreeAtUs } = simulation.node(index);
    if (alive && uplinkFreeAtUs > simulation.now) return true;
  }
  return false;
}

function usualLatencyUs({ network: { latency } }: Run): number {
  switch (latency.type) {
    case "fixed":
      return latency.us;
    case "uniform":
      return latency.maxUs;
    case "exponential":
      return latency.meanUs;
    default:
      return latency satisfies never;
  }
}

function dataMessages({ sent }: Counts): number {
  return sent.push + sent.rumor + sent.delta + sent.news;
}
