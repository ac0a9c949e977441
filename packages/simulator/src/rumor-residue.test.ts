import { describe, expect, it } from "vitest";
import { measure } from "./measure";
import { type Estimate, estimate, seedsFrom } from "./statistics";
import { INTERVAL_MS, LONG_US, PLAIN_RUN } from "./test-fixtures/plain-run";

/**
 * Demers et al. 1987, table 1, with recipients judged by their state at the start of the cycle and the counter reset
 * upon a useful contact; both to half of the last digit given.
 */
const TABLE = [
  { k: 1, residue: 0.174, residueDigit: 0.001, traffic: 1.7 },
  { k: 2, residue: 0.037, residueDigit: 0.001, traffic: 3.3 },
  { k: 3, residue: 0.0106, residueDigit: 0.0001, traffic: 4.5 },
  { k: 4, residue: 0.0037, residueDigit: 0.0001, traffic: 5.6 },
  { k: 5, residue: 0.0012, residueDigit: 0.0001, traffic: 6.7 },
];

const NODES = 1_000;

describe("rumor mongering with feedback and a counter, a thousand nodes", { timeout: 60_000 }, () => {
  it.each(TABLE)("G33: k = $k leaves a share of $residue ignorant at $traffic messages a node", (row) => {
    const figures = seedsFrom(1, 10).map((seed) =>
      measure(
        {
          ...PLAIN_RUN,
          seed,
          nodes: NODES,
          spread: { strategy: "rumor", intervalMs: INTERVAL_MS },
          rumorCounter: row.k,
          timing: "lockstep",
        },
        LONG_US,
        undefined,
      ),
    );
    expectNear(estimate(figures.map(({ covered }) => 1 - covered / NODES)), row.residue, row.residueDigit / 2);
    expectNear(estimate(figures.map(({ messages }) => messages / NODES)), row.traffic, 0.05);
  });
});

/** Within three standard errors of a figure that is itself rounded. */
function expectNear({ mean, standardError }: Estimate, expected: number, rounding: number): void {
  const off = Math.abs(mean - expected);
  expect(off, `${mean} ± ${standardError}, expected ${expected}`).toBeLessThan(3 * standardError + rounding);
}
