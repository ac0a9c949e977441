import { describe, expect, it } from "vitest";
import { measureTree } from "./tree-figures";

describe("plumtree on the overlay, once the tree has settled", () => {
  it("sends what one writes hardly more than once to each, a few links far, and to all", () => {
    for (const seed of [1, 2]) {
      const figures = measureTree({ nodes: 60, writers: 1, warmUp: 10, writes: 15, seed });
      expect(figures.redundancy).toBeGreaterThanOrEqual(0);
      expect(figures.redundancy).toBeLessThan(0.2);
      expect(figures.lastHop).toBeLessThan(15);
      expect(figures.missed).toBe(0);
    }
  }, 30_000);

  it("does so where more write than have a tree of their own", () => {
    const figures = measureTree({ nodes: 60, writers: 60, warmUp: 80, writes: 20, seed: 3 });
    expect(figures.redundancy).toBeLessThan(0.2);
    expect(figures.lastHop).toBeLessThan(15);
    expect(figures.missed).toBe(0);
  }, 30_000);
});
