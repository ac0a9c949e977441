import { quietNetwork, type Run, Simulation } from "../src";

/** One run of push gossip, from one writer to full coverage. */
export interface Measurement {
  readonly nodes: number;
  readonly rounds: number;
  readonly seconds: number;
  /** How often a node's Δ passed, for each second that it took. */
  readonly nodeRoundsPerSecond: number;
  /** What the simulation holds once all is covered, after a collection. */
  readonly bytesPerNode: number;
  /** The most that the process ever held. */
  readonly peakBytes: number;
}

const INTERVAL_MS = 1_000;
const LATENCY_US = 1_000;

const nodes = Number(process.argv[2]);
const before = heldBytes();
const simulation = new Simulation(runOf(nodes), undefined);
const started = performance.now();
if (!simulation.runUntilCovered(100 * INTERVAL_MS * 1_000)) throw new Error("Expected everyone to be reached");
const seconds = (performance.now() - started) / 1_000;
const rounds = Math.floor((simulation.coverage.coveredUs ?? 0) / (INTERVAL_MS * 1_000));
const measurement: Measurement = {
  nodes,
  rounds,
  seconds,
  nodeRoundsPerSecond: (nodes * rounds) / seconds,
  bytesPerNode: (heldBytes() - before) / nodes,
  peakBytes: process.resourceUsage().maxRSS * 1_024,
};
process.stdout.write(JSON.stringify(measurement));

function runOf(count: number): Run {
  return {
    seed: 7,
    nodes: count,
    topology: { type: "complete" },
    spread: { strategy: "push", intervalMs: INTERVAL_MS },
    rumorCounter: 1,
    network: quietNetwork(LATENCY_US),
    timing: "lockstep",
    steps: [{ atUs: 0, type: "write", node: 0, text: "news" }],
  };
}

/** Heap and typed arrays, after a collection. */
function heldBytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
