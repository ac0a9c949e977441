import { describe, expect, it } from "vitest";
import { decodeCoverageReport, decodeCoverageRequest, MAX_SEEDS } from "./coverage-protocol";
import { bandOf, coveredAfter } from "./spread-band";
import { roundsOf, spreadCurve } from "./spread-curve";
import { spreadTheory } from "./spread-theory";

function curvesOf(nodes: number, lossPercent: number, runs: number) {
  return Array.from({ length: runs }, (_, seed) => spreadCurve({ nodes, lossPercent }, seed + 1));
}

function estimate(sample: readonly number[]) {
  const mean = sample.reduce((sum, each) => sum + each, 0) / sample.length;
  const squares = sample.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (sample.length - 1) / sample.length) };
}

describe("how a write spreads", { timeout: 30_000 }, () => {
  // The exact means of the Markov chain of the number informed.
  it.each([
    [10, 0, 600, 6.047],
    [100, 0, 200, 12.305],
    [1_000, 0, 16, 18.038],
  ])("it takes %d nodes with %d %% lost as many rounds as the exact chain says", (nodes, loss, runs, rounds) => {
    const { mean, standardError } = estimate(curvesOf(nodes, loss, runs).map(roundsOf));
    expect(Math.abs(mean - rounds)).toBeLessThan(3 * standardError);
  });

  it("goes from one node to all, never back, and at most doubles in a round", () => {
    for (const { seed, covered } of curvesOf(100, 30, 50)) {
      expect([covered[0], covered.at(-1)], `seed ${seed}`).toEqual([1, 100]);
      for (const [round, count] of covered.entries()) {
        const before = covered[Math.max(0, round - 1)] ?? 1;
        expect(count, `seed ${seed}`).toBeGreaterThanOrEqual(before);
        expect(count, `seed ${seed}`).toBeLessThanOrEqual(2 * before);
      }
    }
  });

  it("is the same whenever it is asked for", () => {
    expect(spreadCurve({ nodes: 1_000, lossPercent: 10 }, 5)).toEqual(spreadCurve({ nodes: 1_000, lossPercent: 10 }, 5));
  });
});

describe("the band", () => {
  const curves = [
    { seed: 1, covered: [1, 2, 4] },
    ...Array.from({ length: 18 }, (_, i) => ({ seed: i + 2, covered: [1, 2, 3, 4] })),
    { seed: 20, covered: [1, 1, 2, 3, 4] },
  ];

  it("leaves out one run in twenty on either side, and who is done counts as done", () => {
    expect(bandOf(curves)).toEqual([
      { low: 1, middle: 1, high: 1 },
      { low: 1, middle: 2, high: 2 },
      { low: 2, middle: 3, high: 3 },
      { low: 3, middle: 4, high: 4 },
      { low: 4, middle: 4, high: 4 },
    ]);
  });

  it("is the same in whatever order the runs come", () => {
    expect(bandOf(curves.toReversed())).toEqual(bandOf(curves));
  });

  it("holds nine of ten runs after each round", () => {
    const runs = curvesOf(100, 0, 200);
    for (const [round, { low, high }] of bandOf(runs).entries()) {
      const within = runs.filter((curve) => coveredAfter(curve, round) >= low && coveredAfter(curve, round) <= high);
      expect(within.length).toBeGreaterThanOrEqual(0.9 * runs.length);
    }
  });

  it("of nothing is empty", () => {
    expect(bandOf([])).toEqual([]);
  });
});

describe("the theory", () => {
  it("says log2 n + ln n rounds, and more where messages are lost", () => {
    const { doubling, mopping } = spreadTheory({ nodes: 1_000, lossPercent: 0 });
    expect(doubling).toBeCloseTo(9.966, 3);
    expect(mopping).toBeCloseTo(6.908, 3);
    const lossy = spreadTheory({ nodes: 1_000, lossPercent: 50 });
    expect(lossy.doubling + lossy.mopping).toBeCloseTo(30.85, 1);
  });

  it.each([0, 30])("runs along the middle of the band (%d %% lost)", (lossPercent) => {
    const { course } = spreadTheory({ nodes: 1_000, lossPercent });
    const runs = curvesOf(1_000, lossPercent, 8);
    const half = (counts: readonly number[]) => counts.findIndex((count) => count >= 500);
    const mean = estimate(runs.map(({ covered }) => half(covered)));
    expect(Math.abs(half(course) - mean.mean)).toBeLessThan(1.5);
  });
});

describe("what page and worker tell each other", () => {
  const request = { type: "spread", nodes: 10, lossPercent: 0, seeds: [1, 2] } as const;
  const report = { type: "curves", curves: [{ seed: 1, covered: [1, 2] }] } as const;

  it("is taken as it was sent", () => {
    expect(decodeCoverageRequest(request)).toEqual(request);
    expect(decodeCoverageReport(report)).toEqual(report);
    expect(decodeCoverageReport({ type: "done" })).toEqual({ type: "done" });
  });

  it.each([
    undefined,
    "spread",
    { ...request, type: "spred" },
    { ...request, nodes: 1 },
    { ...request, nodes: 1e9 },
    { ...request, lossPercent: 99 },
    { ...request, seeds: 1 },
    { ...request, seeds: [0.5] },
    { ...request, seeds: Array.from({ length: MAX_SEEDS + 1 }, () => 1) },
  ])("is dropped where it makes no sense: %#", (data) => {
    expect(decodeCoverageRequest(data)).toBeUndefined();
  });

  it.each([
    null,
    { type: "curves" },
    { type: "curves", curves: [{ seed: 1, covered: [] }] },
    { type: "curves", curves: [{ seed: 1, covered: [-1] }] },
    { type: "curves", curves: [{ seed: 1, covered: Array.from({ length: 1_000 }, () => 1) }] },
    { type: "curves", curves: [{ covered: [1] }] },
  ])("and so is a report: %#", (data) => {
    expect(decodeCoverageReport(data)).toBeUndefined();
  });
});
