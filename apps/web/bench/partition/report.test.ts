import { describe, expect, test } from "vitest";
import type { PartitionMeasurement } from "./measure-partition";
import { failures, MOST_HEALING_MS, report } from "./report";

const OURS: PartitionMeasurement = {
  partition: { cut: "silent", apartMs: 45_000 },
  contender: { name: "hearsay", title: "Hearsay" },
  tabs: 8,
  textMs: 1_200,
  knownMs: 3_400,
  othersApart: [3, 3],
  othersInTheEnd: [7, 7],
  words: { said: [[{ words: "With 3 others.", at: 5_000 }], []], overclaims: [], errors: [] },
  cutAt: 0,
};
const THEIRS: PartitionMeasurement = {
  ...OURS,
  contender: { name: "y-webrtc", title: "y-webrtc" },
  textMs: Number.POSITIVE_INFINITY,
  knownMs: Number.POSITIVE_INFINITY,
  othersInTheEnd: [3, 4],
  words: { said: [[], []], overclaims: [], errors: [] },
};

describe("the report on partitions", () => {
  test("has a row for each of the two, and what was said", () => {
    const lines = report([OURS, THEIRS]).split("\n");
    expect(lines[2]).toBe("| 45 s, packets vanish | Hearsay, 4 + 4 tabs | 1.2 s | 3.4 s | 3 | 7 of 7 | never |");
    expect(lines[3]).toBe(
      "| 45 s, packets vanish | y-webrtc, 4 + 4 tabs | **not in 90 s** | **not in 90 s** | 3 | 3–4 of 7 | says nothing |",
    );
    expect(lines).toContain("- 5.0 s: With 3 others.");
  });

  test("has one row for rooms that were cut apart alike: the first and the last to heal", () => {
    const [, , row] = report([OURS, { ...OURS, textMs: 600, knownMs: 9_000 }]).split("\n");
    expect(row).toBe(
      "| 45 s, packets vanish | 2 × Hearsay, 4 + 4 tabs | 0.6 s to 1.2 s | 3.4 s to 9.0 s | 3 | 7 of 7 | never |",
    );
  });

  test("fails where the note is late, and not where the rival is", () => {
    expect(failures([OURS, THEIRS])).toEqual([]);
    expect(failures([{ ...OURS, knownMs: MOST_HEALING_MS + 1 }])).toHaveLength(1);
    expect(failures([{ ...OURS, textMs: Number.POSITIVE_INFINITY }])).toHaveLength(1);
  });

  test("fails where a page said too much or threw", () => {
    const overclaim = { words: "What you wrote is on all 8 tabs.", at: 0, claimed: 8, held: 4 };
    expect(failures([{ ...OURS, words: { ...OURS.words, overclaims: [overclaim] } }])).toHaveLength(1);
    expect(failures([{ ...OURS, words: { ...OURS.words, errors: ["broken"] } }])).toEqual([
      "45 s, packets vanish, 8 tabs, Hearsay: broken",
    ]);
  });
});
