import { describe, expect, it } from "vitest";
import { measure } from "./measure";
import type { Run } from "./run";
import { Simulation } from "./simulation";
import { seedsFrom } from "./statistics";
import { INTERVAL_US, LONG_US, NAIVE, PLAIN_RUN } from "./test-fixtures/plain-run";
import type { Topology } from "./topology";

const SEEDS = seedsFrom(1, 60);

/** So that seven copies take a while to leave: 1 kB/s. */
const SLOW_UPLINK: Run["network"] = { ...PLAIN_RUN.network, uplinkBytesPerSecond: 1_000 };

/** Eight nodes, of which the writer dies once `copies` of its messages are out. */
function crashAfter(copies: number, seed: number, change: Partial<Run>): Run {
  const crash: Run["steps"][number] = { atUs: 0, type: "crash", node: 0, afterMessages: copies };
  return { ...PLAIN_RUN, seed, nodes: 8, steps: [crash, ...PLAIN_RUN.steps], ...change };
}

describe("a writer that crashes amid sending", () => {
  it.each([["without limit", PLAIN_RUN.network] as const, ["slow", SLOW_UPLINK] as const])(
    "G15: leaves the copies different for ever, if it broadcasts the naive way (its uplink is %s)",
    (_, network) => {
      for (const seed of SEEDS) {
        for (const copies of [1, 3, 6]) {
          const simulation = new Simulation(crashAfter(copies, seed, { spread: NAIVE, network }), undefined);
          simulation.runUntil(1_000 * INTERVAL_US);
          expect(simulation.counts.sent.push, `seed ${seed}`).toBe(copies);
          expect(simulation.coverage.alive, `seed ${seed}`).toBe(7);
          expect(simulation.coverage.covered, `seed ${seed}`).toBe(copies);
          // Nothing is under way and no timer is set: they stay as they are.
          expect(simulation.nextUs, `seed ${seed}`).toBeUndefined();
        }
      }
    },
  );

  it.each([["without limit", PLAIN_RUN.network] as const, ["slow", SLOW_UPLINK] as const])(
    "G13: does no harm with push gossip, once a single copy got out (its uplink is %s)",
    (_, network) => {
      for (const seed of SEEDS) {
        const figures = measure(crashAfter(1, seed, { network }), LONG_US, undefined);
        expect(figures, `seed ${seed}`).toMatchObject({ alive: 7, covered: 7 });
      }
    },
  );

  it("takes the news with it, with push gossip too, if it crashes before a single copy got out", () => {
    for (const seed of SEEDS) {
      const simulation = new Simulation(crashAfter(0, seed, { steps: writeAndCrashAtOnce() }), undefined);
      simulation.runUntil(100 * INTERVAL_US);
      expect(simulation.coverage.covered, `seed ${seed}`).toBe(0);
    }
  });

  it("G14: naive broadcast reaches all with n - 1 messages, where nobody crashes", () => {
    for (const seed of SEEDS) {
      const figures = measure({ ...PLAIN_RUN, seed, nodes: 8, spread: NAIVE }, LONG_US, undefined);
      expect(figures, `seed ${seed}`).toMatchObject({ covered: 8, messages: 7 });
    }
  });
});

function writeAndCrashAtOnce(): Run["steps"] {
  return [...PLAIN_RUN.steps, { atUs: 0, type: "crash", node: 0, afterMessages: 0 }];
}

describe("gossip does not need every node connected to every node", () => {
  const topologies: readonly Topology[] = [
    { type: "complete" },
    { type: "ring" },
    { type: "line" },
    { type: "grid" },
    { type: "random", degree: 3 },
  ];

  it.each(topologies.map((topology) => [topology.type, topology] as const))(
    "G13: push reaches all nodes of a %s",
    (_, topology) => {
      for (const seed of SEEDS) {
        const figures = measure({ ...PLAIN_RUN, seed, nodes: 20, topology }, LONG_US, undefined);
        expect(figures.covered, `seed ${seed}`).toBe(20);
      }
    },
  );

  it("naive broadcast on a ring reaches the writer's two neighbors and nobody else", () => {
    const run: Run = { ...PLAIN_RUN, nodes: 20, topology: { type: "ring" }, spread: NAIVE };
    expect(measure(run, LONG_US, undefined)).toMatchObject({ covered: 3, messages: 2 });
  });
});

describe("a partition", () => {
  const HALVES = [
    [0, 1, 2, 3],
    [4, 5, 6, 7],
  ];
  const HEALED_US = 100 * INTERVAL_US;

  it.each(["complete", "ring", "line", "grid"] as const)(
    "keeps push gossip in the writer's half of a %s, and once it heals the news reaches the other half",
    (type) => {
      for (const seed of SEEDS) {
        const steps: Run["steps"] = [
          { atUs: 0, type: "partition", groups: HALVES },
          ...PLAIN_RUN.steps,
          { atUs: HEALED_US, type: "heal" },
        ];
        const simulation = new Simulation({ ...PLAIN_RUN, seed, nodes: 8, topology: { type }, steps }, undefined);
        simulation.runUntil(HEALED_US - 1);
        const holders = Array.from({ length: 8 }, (_, node) => simulation.coverage.has(node));
        expect(holders, `seed ${seed}`).toEqual([true, true, true, true, false, false, false, false]);
        expect(simulation.runUntilCovered(LONG_US), `seed ${seed}`).toBe(true);
      }
    },
  );

  it("leaves naive broadcast's copies different though it heals", () => {
    const steps: Run["steps"] = [
      { atUs: 0, type: "partition", groups: HALVES },
      ...PLAIN_RUN.steps,
      { atUs: HEALED_US, type: "heal" },
    ];
    expect(measure({ ...PLAIN_RUN, nodes: 8, spread: NAIVE, steps }, LONG_US, undefined).covered).toBe(4);
  });

  it("ends with the later of two writes everywhere, if both halves wrote", () => {
    for (const seed of SEEDS) {
      const steps: Run["steps"] = [
        { atUs: 0, type: "partition", groups: HALVES },
        { atUs: 0, type: "write", node: 0, text: "earlier" },
        { atUs: 5_000, type: "write", node: 4, text: "later" },
        { atUs: HEALED_US, type: "heal" },
      ];
      const simulation = new Simulation({ ...PLAIN_RUN, seed, nodes: 8, steps }, undefined);
      simulation.runUntil(2 * HEALED_US);
      const texts = Array.from({ length: 8 }, (_, node) => simulation.node(node).register.text);
      expect(new Set(texts), `seed ${seed}`).toEqual(new Set(["later"]));
    }
  });
});
