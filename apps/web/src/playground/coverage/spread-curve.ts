import { quietNetwork, type Run, Simulation } from "@hearsay/simulator";

/** What decides how one write spreads, but for the seed. */
export interface SpreadSettings {
  /** 2 to `MAX_NODES`. */
  readonly nodes: number;
  /** How many of a hundred messages are lost, 0 to `MAX_LOSS_PERCENT`. */
  readonly lossPercent: number;
}

export const MAX_NODES = 10_000;
export const MAX_LOSS_PERCENT = 50;

/** How one write spread. */
export interface SpreadCurve {
  readonly seed: number;
  /** How many nodes held it after each round, from 1 after none to all after the last. */
  readonly covered: readonly number[];
}

/**
 * Lets one write spread by push among the nodes of the engine, all of which know each other and push at the same beat:
 * the synchronous rounds of the literature. The same on every engine.
 */
export function spreadCurve({ nodes, lossPercent }: SpreadSettings, seed: number): SpreadCurve {
  const run: Run = {
    seed,
    nodes,
    topology: { type: "complete" },
    spread: { strategy: "push", intervalMs: INTERVAL_MS },
    rumorCounter: 1,
    network: { ...quietNetwork(LATENCY_US), loss: lossPercent / 100 },
    timing: "lockstep",
    steps: [{ atUs: 0, type: "write", node: 0, text: "news" }],
  };
  const simulation = new Simulation(run, undefined);
  simulation.runUntil(0);
  const covered = [simulation.coverage.covered];
  while (covered.length <= MAX_ROUNDS && simulation.coverage.covered < nodes) {
    simulation.runUntil(covered.length * INTERVAL_MS * 1_000 + LATENCY_US);
    covered.push(simulation.coverage.covered);
  }
  return { seed, covered };
}

/** How many rounds it took until all held the write. */
export function roundsOf({ covered }: SpreadCurve): number {
  return covered.length - 1;
}

/** No run comes near it: with half of the messages lost, 10,000 nodes take about 43. */
export const MAX_ROUNDS = 200;

const INTERVAL_MS = 1_000;
/** Less than Δ, so that each message of a round has come before the next. */
const LATENCY_US = 10_000;
