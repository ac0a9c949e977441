import { naiveTimeS } from "@hearsay/simulator";
import { describe, expect, it } from "vitest";
import { formulaBoundary, judge, measureCrossing, verdictRuns } from "./boundary";
import { decodeCrossingReport, decodeCrossingRequest } from "./crossing-protocol";
import { LATENCY_STEPS, type MapSettings, nearestStep, SIZES, THROUGHPUT_STEPS } from "./map-settings";
import { agreementInWords, bytesInWords, msInWords, pointInWords, verdictInWords, winnerOf } from "./map-words";

const SETTINGS: MapSettings = { nodes: 25, messageBytes: 1_000, intervalMs: 1_000 };

describe("the measured boundary", { timeout: 60_000 }, () => {
  it.each([
    [10, 5],
    [10, 500],
    [25, 50],
  ])("lies where the formula says, within four standard errors and a tenth (%d nodes, %d ms)", (nodes, latencyMs) => {
    const settings = { ...SETTINGS, nodes };
    const { bytesPerSecond, uncertainty } = measureCrossing(settings, latencyMs);
    const away = Math.abs((bytesPerSecond ?? 0) / formulaBoundary(settings, latencyMs) - 1);
    expect(away).toBeLessThan(0.1 + 4 * uncertainty);
    expect(uncertainty).toBeLessThan(0.06);
  });

  it("is the same whenever it is measured", () => {
    const settings = { ...SETTINGS, nodes: 10 };
    expect(measureCrossing(settings, 20)).toEqual(measureCrossing(settings, 20));
  });

  it("has the naive way above it and gossip below it", () => {
    const boundary = formulaBoundary(SETTINGS, 50);
    expect(winnerOf(judge(SETTINGS, { latencyMs: 50, bytesPerSecond: 2 * boundary }))).toBe("naive");
    expect(winnerOf(judge(SETTINGS, { latencyMs: 50, bytesPerSecond: boundary / 2 }))).toBe("gossip");
  });

  it("falls where messages travel longer than Δ", () => {
    const settings = { ...SETTINGS, nodes: 10, intervalMs: 100 };
    const [near, far] = [1, 2_000].map((latencyMs) => measureCrossing(settings, latencyMs).bytesPerSecond ?? 0);
    expect(far).toBeLessThan((near ?? 0) / 3);
  });
});

describe("a verdict", () => {
  it("is the mean of many runs, and of a few where each takes long", () => {
    expect(verdictRuns(SETTINGS, { latencyMs: 50, bytesPerSecond: 1_000 })).toBe(30);
    const long = { nodes: 100, messageBytes: 1_000, intervalMs: 100 };
    expect(verdictRuns(long, { latencyMs: 50, bytesPerSecond: 10 })).toBe(5);
  });
});

describe("the naive way", () => {
  // With an uplink for each link it would take s/B + L, and gossip would win nowhere.
  it.each(SIZES)("sends all of its copies through one uplink, one after the other (%d nodes)", (nodes) => {
    const { naiveMs } = judge({ ...SETTINGS, nodes }, { latencyMs: 50, bytesPerSecond: 1_000 });
    expect(naiveMs).toBeCloseTo((nodes - 1) * 1_000 + 50, 3);
    const setting = { nodes, latencyS: 0.05, intervalS: 1, messageBytes: 1_000 };
    expect(naiveMs / 1_000).toBeCloseTo(naiveTimeS(setting, 1_000), 6);
  });
});

describe("the steps of the point", () => {
  it("are whole ms, all different, and cover the map", () => {
    for (const steps of [LATENCY_STEPS, THROUGHPUT_STEPS]) expect(new Set(steps).size).toBe(steps.length);
    for (const latencyMs of LATENCY_STEPS) expect(Number.isInteger(latencyMs)).toBe(true);
    expect([LATENCY_STEPS[0], LATENCY_STEPS.at(-1)]).toEqual([1, 2_000]);
    expect([THROUGHPUT_STEPS[0], THROUGHPUT_STEPS.at(-1)]).toEqual([10, 10_000_000]);
  });

  it("are found by value, also beyond the ends", () => {
    expect(nearestStep(LATENCY_STEPS, 0.001)).toBe(0);
    expect(nearestStep(LATENCY_STEPS, 1e9)).toBe(LATENCY_STEPS.length - 1);
    for (const [step, value] of LATENCY_STEPS.entries()) expect(nearestStep(LATENCY_STEPS, value)).toBe(step);
  });
});

describe("words", () => {
  it("are for people", () => {
    expect([10, 999, 1_200, 10_000_000].map(bytesInWords)).toEqual(["10 B", "999 B", "1.2 kB", "10 MB"]);
    expect([1, 52.3456, 1_250].map(msInWords)).toEqual(["1 ms", "52.3 ms", "1.25 s"]);
    expect(pointInWords({ latencyMs: 50, bytesPerSecond: 10_000 })).toBe("latency 50 ms, throughput 10 kB/s");
  });

  it("name the faster way, or neither within three standard errors", () => {
    const point = { latencyMs: 50, bytesPerSecond: 1_000 };
    const gossip = { mean: 2_000, standardError: 100 };
    expect(verdictInWords({ ...point, naiveMs: 5_000, gossip, runs: 30 })).toBe(
      "The naive way takes 5 s, gossip 2 s on average over 30 runs: gossip is faster.",
    );
    expect(winnerOf({ ...point, naiveMs: 1_000, gossip })).toBe("naive");
    expect(winnerOf({ ...point, naiveMs: 2_250, gossip })).toBe("neither");
  });

  it("say how near the formula comes", () => {
    const exact = formulaBoundary(SETTINGS, 50);
    const crossing = { latencyMs: 50, bytesPerSecond: exact / 1.1, uncertainty: 0 };
    expect(agreementInWords(SETTINGS, [crossing])).toBe("The formula is within 10 % of what was measured.");
    const quick = { ...SETTINGS, intervalMs: 100 };
    const far = { latencyMs: 2_000, bytesPerSecond: formulaBoundary(quick, 2_000) / 1.25, uncertainty: 0 };
    expect(agreementInWords(quick, [far])).toBe("Where a message takes longer than three Δ it is off by up to 25 %.");
    expect(agreementInWords(SETTINGS, [])).toBe("");
  });
});

describe("what page and worker tell each other", () => {
  const point = { type: "point", ...SETTINGS, latencyMs: 50, bytesPerSecond: 1_000 } as const;
  const boundary = { type: "boundary", ...SETTINGS, latenciesMs: [1, 2] } as const;
  const crossing = { type: "crossing", crossing: { latencyMs: 1, bytesPerSecond: 5, uncertainty: 0.1 } } as const;
  const verdict = {
    type: "verdict",
    verdict: { latencyMs: 1, bytesPerSecond: 50, naiveMs: 3, gossip: { mean: 1, standardError: 0.1 }, runs: 5 },
  } as const;

  it("is taken as it was sent", () => {
    for (const request of [point, boundary]) expect(decodeCrossingRequest(request)).toEqual(request);
    for (const report of [crossing, verdict, { type: "done" }]) expect(decodeCrossingReport(report)).toEqual(report);
  });

  it.each([
    undefined,
    { ...point, type: "pint" },
    { ...point, nodes: 1e9 },
    { ...point, messageBytes: 1e9 },
    { ...point, intervalMs: 0 },
    { ...point, latencyMs: 1e9 },
    { ...point, latencyMs: 1.5 },
    { ...point, bytesPerSecond: 0 },
    { ...boundary, latenciesMs: [0] },
    { ...boundary, latenciesMs: Array.from({ length: 65 }, () => 1) },
  ])("is dropped where it makes no sense: %#", (data) => {
    expect(decodeCrossingRequest(data)).toBeUndefined();
  });

  it.each([
    null,
    { type: "crossing" },
    { type: "crossing", crossing: { ...crossing.crossing, bytesPerSecond: "5" } },
    { type: "verdict", verdict: { ...verdict.verdict, gossip: undefined } },
    { type: "verdict", verdict: { ...verdict.verdict, naiveMs: Number.NaN } },
  ])("and so is a report: %#", (data) => {
    expect(decodeCrossingReport(data)).toBeUndefined();
  });
});
