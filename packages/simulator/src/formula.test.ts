import { describe, expect, it } from "vitest";
import { boundaryBytesPerSecond, gossipTimeS, lambertW } from "./formula";

describe("the formula of how long gossip takes", () => {
  it("has a W that undoes w e^w", () => {
    for (const w of [0, 1e-9, 0.1, 1, 3, 20]) expect(lambertW(w * Math.exp(w))).toBeCloseTo(w, 9);
  });

  it("goes to 2 Δ ln n as messages come to take no time", () => {
    const setting = { nodes: 100, latencyS: 0, intervalS: 1, messageBytes: 1_000 };
    expect(gossipTimeS(setting, 1e15)).toBeCloseTo(2 * Math.log(100), 6);
    expect(gossipTimeS({ ...setting, messageBytes: 0 }, 1)).toBeCloseTo(2 * Math.log(100), 6);
  });

  it.each([
    [10, 1, 10.5],
    [25, 1, 24.6],
    [100, 1, 79.5],
    [1_000, 1, 560],
    [10, 0.1, 93],
    [25, 0.1, 213],
    [100, 0.1, 679],
    [1_000, 0.1, 4_750],
  ])("puts the boundary of %d nodes, Δ = %d s, at %d kbit/s", (nodes, intervalS, kbit) => {
    const boundary = boundaryBytesPerSecond({ nodes, latencyS: 0.05, intervalS, messageBytes: 1_000 });
    expect(Math.abs((boundary * 8) / 1_000 / kbit - 1)).toBeLessThan(0.005);
  });
});
