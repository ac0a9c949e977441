import { quietNetwork, type Run } from "../run";

/** Δ of a plain run, in ms and in µs. */
export const INTERVAL_MS = 1_000;
export const INTERVAL_US = INTERVAL_MS * 1_000;

/** How long a message takes in a plain run, in µs. */
export const LATENCY_US = 10_000;

/** Five nodes, complete, push, no limits and no faults; node 0 writes "news" at once. */
export const PLAIN_RUN: Run = {
  seed: 1,
  nodes: 5,
  topology: { type: "complete" },
  spread: { strategy: "push", intervalMs: INTERVAL_MS },
  rumorCounter: 3,
  network: quietNetwork(LATENCY_US),
  timing: "free",
  steps: [{ atUs: 0, type: "write", node: 0, text: "news" }],
};

/** The naive way, with the same Δ. */
export const NAIVE: Run["spread"] = { strategy: "broadcast", intervalMs: INTERVAL_MS };

/** Later than a plain run of any strategy that gets there takes to get there. */
export const LONG_US = 10_000 * INTERVAL_US;
