import { DEFAULT_SPREAD } from "@hearsay/gossip";
import { describe, expect, it } from "vitest";
import { measureWorkload } from "./broadcast-workload";

describe("the broadcast workload, by plumtree on the overlay", () => {
  it("brings every value to every node by the shortest way: less than 20 messages an operation, 300 ms, 500 ms at most", () => {
    const figures = measureWorkload({ spread: DEFAULT_SPREAD, seed: 1, seconds: 3 });
    expect(figures.lost).toBe(0);
    expect(figures.messagesPerOperation).toBeGreaterThan(12);
    expect(figures.messagesPerOperation).toBeLessThan(20);
    expect(figures.medianMs).toBeLessThan(300);
    expect(figures.medianMs).toBeLessThanOrEqual(figures.strictMedianMs);
    expect(figures.maximumMs).toBeLessThan(500);
    expect(figures.strictMaximumMs).toBeLessThan(500);
  }, 30_000);
});
