import { Random } from "@hearsay/gossip";
import { describe, expect, it } from "vitest";
import { drawLatency, type Latency } from "./latency";
import { estimate } from "./statistics";

function draws(latency: Latency, count: number): readonly number[] {
  const random = new Random([1, 2, 3, 4]);
  return Array.from({ length: count }, () => drawLatency(latency, random));
}

describe("latency", () => {
  it("fixed, is always the same", () => {
    expect(new Set(draws({ type: "fixed", us: 1_234 }, 100))).toEqual(new Set([1_234]));
  });

  it("uniform, takes every whole µs from the least to the most, each as often", () => {
    const sample = draws({ type: "uniform", minUs: 10, maxUs: 19 }, 20_000);
    const counts = Array.from({ length: 10 }, (_, i) => sample.filter((us) => us === 10 + i).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20_000);
    const chiSquare = counts.reduce((sum, count) => sum + (count - 2_000) ** 2 / 2_000, 0);
    // The 99.9th percentile for 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.9);
  });

  it("uniform between equal bounds is that bound", () => {
    expect(new Set(draws({ type: "uniform", minUs: 5, maxUs: 5 }, 50))).toEqual(new Set([5]));
  });

  it("exponential, has the mean it is given, and a deviation that equals it", () => {
    const meanUs = 50_000;
    const sample = draws({ type: "exponential", meanUs }, 50_000);
    const { mean, standardError } = estimate(sample);
    expect(Math.abs(mean - meanUs)).toBeLessThan(3 * standardError);
    const squares = estimate(sample.map((us) => (us - meanUs) ** 2));
    expect(Math.abs(squares.mean - meanUs ** 2)).toBeLessThan(3 * squares.standardError);
  });

  it("exponential, exceeds each multiple of the mean as often as e to the minus that", () => {
    const sample = draws({ type: "exponential", meanUs: 1_000_000 }, 50_000);
    for (const multiple of [0.1, 0.5, 1, 1.5, 2, 3, 5]) {
      const share = sample.filter((us) => us > multiple * 1_000_000).length / sample.length;
      const expected = Math.exp(-multiple);
      expect(Math.abs(share - expected)).toBeLessThan(3.3 * Math.sqrt((expected * (1 - expected)) / sample.length));
    }
  });

  it("is a whole number of µs, never negative", () => {
    for (const us of draws({ type: "exponential", meanUs: 3 }, 1_000)) {
      expect(Number.isInteger(us)).toBe(true);
      expect(us).toBeGreaterThanOrEqual(0);
    }
  });
});
