import { describe, expect, it } from "vitest";
import { type Contest, findCrossing, timeToCover } from "./crossing";
import { boundaryBytesPerSecond } from "./formula";
import { seedsFrom } from "./statistics";

function contest(nodes: number, intervalMs: number): Contest {
  return { nodes, latencyUs: 50_000, intervalMs, messageBytes: 1_000, seeds: seedsFrom(1, nodes < 100 ? 50 : 16) };
}

describe("naive broadcast against push gossip", { timeout: 60_000 }, () => {
  it.each([10, 25, 100])("with throughput high against latency the naive way is faster (%d nodes)", (nodes) => {
    const setting = contest(nodes, 1_000);
    const fast = 100_000_000;
    expect(timeToCover(setting, "broadcast", fast).mean).toBeLessThan(timeToCover(setting, "push", fast).mean);
  });

  it.each([10, 25, 100])("with throughput low against latency gossip is faster (%d nodes)", (nodes) => {
    const setting = contest(nodes, 1_000);
    const slow = 1_000;
    expect(timeToCover(setting, "push", slow).mean).toBeLessThan(timeToCover(setting, "broadcast", slow).mean);
  });

  it.each([
    { nodes: 10, intervalMs: 1_000, kbit: 10.5 },
    { nodes: 25, intervalMs: 1_000, kbit: 24.6 },
    { nodes: 100, intervalMs: 1_000, kbit: 79.5 },
    { nodes: 10, intervalMs: 100, kbit: 93 },
    { nodes: 25, intervalMs: 100, kbit: 213 },
    { nodes: 100, intervalMs: 100, kbit: 679 },
  ])("they cross within 15 % of $kbit kbit/s, where the formula says ($nodes nodes, Δ = $intervalMs ms)", (row) => {
    const formula = boundaryBytesPerSecond({
      nodes: row.nodes,
      latencyS: 0.05,
      intervalS: row.intervalMs / 1_000,
      messageBytes: 1_000,
    });
    expect(Math.abs((formula * 8) / 1_000 / row.kbit - 1)).toBeLessThan(0.005);
    const found = findCrossing(contest(row.nodes, row.intervalMs), { low: formula / 1.3, high: formula * 1.3 }, 0.05);
    expect(Math.abs((found ?? 0) / formula - 1)).toBeLessThan(0.15);
  });
});
