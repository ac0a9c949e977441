import { DEFAULT_OVERLAY, Random } from "@hearsay/gossip";
import { describe, expect, it } from "vitest";
import { grownOverlay, measureGraph, measureKill } from "./overlay-figures";

const SEEDS = [1, 2];
const NODES = 200;
const REPAIR_US = 20_000_000;

describe("an overlay of 200 nodes", () => {
  it("is connected, each node has five to seven neighbors, and no two are far from each other", () => {
    for (const seed of SEEDS) {
      const graph = measureGraph(grownOverlay(NODES, seed), 30, new Random([seed, 0, 0, 0]));
      expect(graph.connected).toBe(NODES);
      const counted = graph.degrees.slice(DEFAULT_OVERLAY.activeSize, DEFAULT_OVERLAY.maxActive + 1);
      expect(counted.reduce((sum, count) => sum + count, 0)).toBe(NODES);
      // A random graph of degree 6 has log 200 / log 5 = 3.3 links between two nodes.
      expect(graph.averagePath).toBeLessThan(3.6);
      expect(graph.longestPath).toBeLessThanOrEqual(6);
    }
  }, 30_000);

  it("still reaches most where half die at once, and all once it has mended itself, even of one in five that is left", () => {
    for (const [share, atOnce] of [
      [0.5, 0.85],
      [0.8, 0],
    ] as const) {
      for (const seed of SEEDS) {
        const killed = measureKill(grownOverlay(NODES, seed), share, REPAIR_US, new Random([seed, 0, 0, 1]));
        expect(killed.living).toBe(NODES - share * NODES);
        expect(killed.reachedAtOnce).toBeGreaterThan(atOnce);
        expect(killed.reachedAfter).toBe(1);
        // Five seconds until the dead are noticed, and one or two for those who knew few that live.
        expect(killed.repairedUs).toBeLessThan(8_000_000);
      }
    }
  }, 30_000);
});
