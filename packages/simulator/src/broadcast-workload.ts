import { Random, type Spread } from "@hearsay/gossip";
import { quietNetwork, type Run } from "./run";
import { textIn } from "./simulated-replica";
import { Simulation } from "./simulation";
import type { TraceEvent } from "./trace";

/** What the broadcast workload of Gossip Glomers (Maelstrom) comes to. */
export interface WorkloadFigures {
  /** Messages between nodes, of every kind, for each operation of a client. */
  readonly messagesPerOperation: number;
  /**
   * As Maelstrom has it: how long after it was written a value was last missing from what a client read, in ms. The median
   * and the maximum over all values.
   */
  readonly medianMs: number;
  readonly maximumMs: number;
  /** The same until every node holds it, whether anyone reads or not. */
  readonly strictMedianMs: number;
  readonly strictMaximumMs: number;
  /** Values that a node never got. */
  readonly lost: number;
}

export interface Workload {
  readonly spread: Spread;
  readonly seed: number;
  readonly seconds: number;
}

const NODES = 25;
const OPERATIONS_PER_SECOND = 100;
const LATENCY_US = 100_000;

/** Clients of 25 nodes write and read, each as often, 100 operations a second; each link takes 100 ms. */
export function measureWorkload({ spread, seed, seconds }: Workload): WorkloadFigures {
  const held = Array.from({ length: NODES }, () => new Set<number>());
  const values: Value[] = [];
  const look = (node: number) => {
    for (const text of (textIn(simulation.node(node).replica)?.toString() ?? "").split(",")) {
      const number = Number(text);
      const value = text === "" || held[node]?.has(number) ? undefined : values[number];
      if (!value) continue;
      held[node]?.add(number);
      if (++value.holders === NODES) value.heldUs = simulation.now;
    }
  };
  const observe = (event: TraceEvent) => {
    if (event.type === "received" && event.verdict === "accepted") look(event.to);
  };
  const simulation = new Simulation(runOf(spread, seed), observe);
  const random = new Random([seed, 0, 0, 0x910e]);
  const operate = (operations: number, counts: boolean) => {
    for (let i = 0; i < operations; i++) {
      const node = random.below(NODES);
      if (i % 2 === 0) {
        values.push({ writtenUs: simulation.now, missingUs: simulation.now, holders: 0, heldUs: undefined, counts });
        simulation.perform({ type: "type", node, text: `${values.length - 1},` });
        look(node);
      } else {
        for (const [number, value] of values.entries()) if (!held[node]?.has(number)) value.missingUs = simulation.now;
      }
      simulation.runUntil(simulation.now + 1_000_000 / OPERATIONS_PER_SECOND);
    }
  };
  simulation.runUntil(SETTLING_US);
  operate(WARM_UP_SECONDS * OPERATIONS_PER_SECOND, false);
  const before = sentBy(simulation);
  operate(seconds * OPERATIONS_PER_SECOND, true);
  const messages = sentBy(simulation) - before;
  simulation.runUntil(simulation.now + SETTLING_US);
  const counted = values.filter((value) => value.counts);
  const [lags, strict] = [
    sorted(counted.map(({ missingUs, writtenUs }) => missingUs - writtenUs)),
    sorted(counted.map(({ heldUs, writtenUs }) => (heldUs ?? Number.POSITIVE_INFINITY) - writtenUs)),
  ];
  return {
    messagesPerOperation: messages / (seconds * OPERATIONS_PER_SECOND),
    medianMs: median(lags) / 1_000,
    maximumMs: (lags.at(-1) ?? 0) / 1_000,
    strictMedianMs: median(strict) / 1_000,
    strictMaximumMs: (strict.at(-1) ?? 0) / 1_000,
    lost: values.filter(({ heldUs }) => heldUs === undefined).length,
  };
}

interface Value {
  readonly writtenUs: number;
  /** When it was last missing from what was read. */
  missingUs: number;
  holders: number;
  heldUs: number | undefined;
  readonly counts: boolean;
}

function runOf(spread: Spread, seed: number): Run {
  return {
    seed,
    nodes: NODES,
    replica: "text",
    topology: { type: "overlay" },
    spread,
    rumorCounter: 3,
    network: quietNetwork(LATENCY_US),
    timing: "free",
    steps: [],
  };
}

/** Every message that left a node. */
function sentBy({ counts }: Simulation): number {
  return Object.values(counts.sent).reduce((sum, count) => sum + count, 0);
}

function sorted(values: readonly number[]): readonly number[] {
  return [...values].sort((left, right) => left - right);
}

function median(values: readonly number[]): number {
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}

const SETTLING_US = 30_000_000;
const WARM_UP_SECONDS = 5;
