import { DEFAULT_SPREAD } from "@hearsay/gossip";
import { describe, expect, it } from "vitest";
import { measureWorkload } from "./broadcast-workload";

describe("the broadcast workload, by plumtree on the overlay", () => {
  it("brings every value to every node in about a second, and costs less than 30 messages an operation", () => {
    const figures = measureWorkload({ spread: DEFAULT_SPREAD, seed: 1, seconds: 3 });
    expect(figures.lost).toBe(0);
    expect(figures.messagesPerOperation).toBeGreaterThan(12);
    expect(figures.messagesPerOperation).toBeLessThan(30);
    expect(figures.medianMs).toBeLessThan(600);
    expect(figures.medianMs).toBeLessThanOrEqual(figures.strictMedianMs);
    expect(figures.strictMaximumMs).toBeLessThan(2_000);
  }, 30_000);
});
