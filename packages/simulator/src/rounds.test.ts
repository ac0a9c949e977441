import { Random } from "@hearsay/gossip";
import { describe, expect, it } from "vitest";
import { type Figures, measure } from "./measure";
import type { Run } from "./run";
import { Simulation } from "./simulation";
import { type Estimate, estimate, seedsFrom } from "./statistics";
import { INTERVAL_US, LATENCY_US, LONG_US, PLAIN_RUN } from "./test-fixtures/plain-run";
import { pushMeans } from "./test-fixtures/push-chain";
import { synchronousPushRounds } from "./test-fixtures/synchronous-push";
import { linksOf } from "./topology";

/** Synchronous rounds, as the literature counts them. */
const LOCKSTEP: Run = { ...PLAIN_RUN, timing: "lockstep" };

function manyRuns(change: Partial<Run>, seeds: readonly number[]): readonly Figures[] {
  return seeds.map((seed) => measure({ ...LOCKSTEP, ...change, seed }, LONG_US, undefined));
}

function roundsOf(figures: readonly Figures[]): Estimate {
  return estimate(figures.map(({ rounds }) => rounds ?? Number.NaN));
}

/** Three standard errors: what a claim about a mean is allowed. */
function expectMean({ mean, standardError }: Estimate, expected: number): void {
  expect(Math.abs(mean - expected), `${mean} ± ${standardError}, expected ${expected}`).toBeLessThan(3 * standardError);
}

const SIZES = [
  { nodes: 10, runs: 600, rounds: 6.047, sendsPerNode: 2.943 },
  { nodes: 100, runs: 150, rounds: 12.305, sendsPerNode: 5.615 },
  { nodes: 1_000, runs: 20, rounds: 18.038, sendsPerNode: 7.976 },
];

describe("push in synchronous rounds on a complete graph", { timeout: 60_000 }, () => {
  it.each(SIZES)("the exact chain gives $rounds rounds for $nodes nodes", ({ nodes, rounds, sendsPerNode }) => {
    const means = pushMeans(nodes, 1);
    expect(means.rounds).toBeCloseTo(rounds, 3);
    expect(means.informedSends / nodes).toBeCloseTo(sendsPerNode, 3);
  });

  it.each(SIZES)(
    "takes as many rounds, and as many sends by nodes in the know, as the chain says ($nodes nodes)",
    ({ nodes, runs }) => {
      const exact = pushMeans(nodes, 1);
      const figures = manyRuns({ nodes }, seedsFrom(1, runs));
      const { mean } = roundsOf(figures);
      expectMean({ mean, standardError: exact.roundsDeviation / Math.sqrt(runs) }, exact.rounds);
      expectMean(estimate(figures.map(({ messages }) => messages)), exact.informedSends);
    },
  );

  it.each(SIZES)(
    "G10: sends n messages a round where everyone pushes something older already ($nodes nodes)",
    ({ nodes, runs }) => {
      const messages = seedsFrom(1, Math.ceil(runs / 4)).map((seed) => messagesOfSecondWrite(nodes, seed));
      expectMean(estimate(messages), nodes * pushMeans(nodes, 1).rounds);
    },
  );
});

/** How many pushes it takes until all hold a second text, when all hold a first one. Checks that it is n in each round. */
function messagesOfSecondWrite(nodes: number, seed: number): number {
  const simulation = new Simulation({ ...LOCKSTEP, nodes, seed }, undefined);
  simulation.runUntilCovered(LONG_US);
  const [before, startUs] = [simulation.counts.sent.push, simulation.now - LATENCY_US];
  simulation.perform({ type: "write", node: 0, text: "newer" });
  simulation.runUntilCovered(LONG_US);
  const messages = simulation.counts.sent.push - before;
  const rounds = (simulation.now - LATENCY_US - startUs) / INTERVAL_US;
  expect(messages).toBe(nodes * rounds);
  return messages;
}

describe("push over a network that loses messages", { timeout: 60_000 }, () => {
  const SUCCESSES = [0.9, 0.7, 0.5].map((success) => ({ success }));

  it.each(SUCCESSES)(
    "takes as many rounds as the chain says where a message arrives with a chance of $success",
    ({ success }) => {
      const network = { ...PLAIN_RUN.network, loss: 1 - success };
      for (const [nodes, runs] of [
        [100, 100],
        [1_000, 8],
      ] as const) {
        const exact = pushMeans(nodes, success);
        const { mean } = roundsOf(manyRuns({ nodes, network }, seedsFrom(1, runs)));
        expectMean({ mean, standardError: exact.roundsDeviation / Math.sqrt(runs) }, exact.rounds);
      }
    },
  );

  it.each(SUCCESSES)(
    "which is log_(1+q) n + (ln n)/q, and 1.2 to 2.3 rounds more (n = 1,000, q = $success)",
    ({ success }) => {
      const logarithm = Math.log(1_000);
      const more = pushMeans(1_000, success).rounds - (logarithm / Math.log(1 + success) + logarithm / success);
      expect(more).toBeGreaterThan(1.2);
      expect(more).toBeLessThan(2.3);
    },
  );
});

/** C_d: on a random graph with d links a node, push takes about C_d ln n rounds (Fountoulakis and Panagiotou). */
function roundsFactor(degree: number): number {
  return 1 / Math.log(2 - 2 / degree) - 1 / (degree * Math.log(1 - 1 / degree));
}

describe("push in synchronous rounds on a random graph", { timeout: 60_000 }, () => {
  it.each([
    { degree: 3, factor: 4.3, rounds: 30.4 },
    { degree: 5, factor: 3.02, rounds: 21.9 },
    { degree: 6, factor: 2.87, rounds: 20.9 },
    { degree: 8, factor: 2.72, rounds: 19.9 },
  ])("with $degree links a node: as in plain arrays, C_d ln n and a little more", ({ degree, factor, rounds }) => {
    const nodes = 1_000;
    const plain = estimate(seedsFrom(1, 80).map((seed) => plainRounds(degree, nodes, seed)));
    const simulated = roundsOf(manyRuns({ nodes, topology: { type: "random", degree } }, seedsFrom(1, 8)));
    const standardError = Math.hypot(plain.standardError, simulated.standardError);
    expectMean({ mean: simulated.mean, standardError }, plain.mean);
    expectMean(plain, rounds);
    expect(roundsFactor(degree)).toBeCloseTo(factor, 1);
    const more = plain.mean - roundsFactor(degree) * Math.log(nodes);
    expect(more).toBeGreaterThan(0.5);
    expect(more).toBeLessThan(1.5);
  });

  it("and on a ring, where only the two ends of what is known get any further: nearly n rounds", () => {
    expectMean(roundsOf(manyRuns({ nodes: 100, topology: { type: "ring" } }, seedsFrom(1, 40))), 99);
  });
});

function plainRounds(degree: number, nodes: number, seed: number): number {
  const random = new Random([seed, degree, nodes, 1]);
  return synchronousPushRounds(linksOf({ type: "random", degree }, nodes, random) ?? [], nodes, random);
}
