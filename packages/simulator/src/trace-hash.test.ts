import { PROTOCOL_VERSION } from "@hearsay/gossip";
import { describe, expect, it } from "vitest";
import type { Run } from "./run";
import { seedsFrom } from "./statistics";
import { observe } from "./test-fixtures/observed";

/** Something of everything, so that nothing can change without changing the hash. */
const EVENTFUL: Partial<Run> = {
  nodes: 12,
  topology: { type: "random", degree: 4 },
  spread: { strategy: "push", intervalMs: 200 },
  network: {
    latency: { type: "exponential", meanUs: 30_000 },
    uplinkBytesPerSecond: 5_000,
    loss: 0.1,
    duplication: 0.1,
    reorder: 0.1,
  },
  steps: [
    { atUs: 0, type: "write", node: 0, text: "first" },
    { atUs: 300_000, type: "crash", node: 1, afterMessages: 1 },
    {
      atUs: 400_000,
      type: "partition",
      groups: [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9, 10, 11],
      ],
    },
    { atUs: 500_000, type: "write", node: 7, text: "second" },
    { atUs: 600_000, type: "freeze", node: 3, forUs: 700_000 },
    { atUs: 700_000, type: "stepClock", node: 5, byMs: 90_000 },
    { atUs: 800_000, type: "write", node: 5, text: "from the future" },
    { atUs: 1_000_000, type: "heal" },
    { atUs: 1_100_000, type: "restart", node: 1, storage: true },
    { atUs: 1_200_000, type: "inject", from: 2, to: 6, bytes: [PROTOCOL_VERSION, 1, 2, 3] },
    { atUs: 1_300_000, type: "replay", from: 0, to: 8 },
    { atUs: 1_400_000, type: "chooseSpread", node: 4, spread: { strategy: "rumor", intervalMs: 100 } },
  ],
};

function traceOf(change: Partial<Run>) {
  const { simulation, events } = observe({ ...EVENTFUL, ...change });
  simulation.runUntil(5_000_000);
  return { events, hash: simulation.traceHash };
}

describe("the trace", () => {
  it("G2: is the same, event for event, when the same run is played again", () => {
    for (const seed of seedsFrom(1, 5)) {
      for (const timing of ["free", "lockstep"] as const) {
        expect(traceOf({ seed, timing })).toEqual(traceOf({ seed, timing }));
      }
    }
  });

  it("is another for another seed", () => {
    const hashes = seedsFrom(1, 100).map((seed) => traceOf({ seed }).hash);
    expect(new Set(hashes).size).toBe(100);
  });

  it("is another for negative and for large seeds too", () => {
    const seeds = [0, 1, -1, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
    expect(new Set(seeds.map((seed) => traceOf({ seed }).hash)).size).toBe(seeds.length);
  });

  it("does not depend on whether anybody looks, nor on the strides in which time passes", () => {
    const { simulation } = observe({ ...EVENTFUL });
    for (let us = 0; us <= 5_000_000; us += 137) simulation.runUntil(us);
    simulation.runUntil(5_000_000);
    expect(simulation.traceHash).toBe(traceOf({}).hash);
  });

  it("has the hash that it had before: a change of it is a change of the protocol or of the simulator", () => {
    expect(traceOf({ seed: 7 }).hash).toBe("ff1f8f2aaa4988db");
  });
});
