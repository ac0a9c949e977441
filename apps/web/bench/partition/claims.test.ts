import { describe, expect, test } from "vitest";
import { overclaims, type Testimony, TOLERANCE_MS, tabsClaimed } from "./claims";
import type { Shown } from "./watch-halves";

describe("what the page says of receipt", () => {
  test.each([
    ["With 7 others. What you wrote is on all 8 tabs.", 8],
    ["With 1 other. What you wrote is on both tabs.", 2],
    ["With 7 others, 4 of them silent. What you wrote is on 4 of 8 tabs, as far as known.", 4],
    ["With 7 others. What you wrote is only in this tab, as far as known.", 1],
    ["With 7 others. What you wrote is in this browser only, as far as known.", 1],
    ["With 40 others. What you wrote is on all 5 tabs that this one is connected to.", 5],
    ["With 7 others. What you wrote is being passed on…", undefined],
    ["With 7 others. No route to 4 other tabs of this note was found.", undefined],
    ["Alone: connected to no other tab. What you write now is only in this tab: share the link.", undefined],
  ])("%s", (words, claimed) => {
    expect(tabsClaimed(words)).toBe(claimed);
  });
});

const ALL_FOUR = "What you wrote is on all 4 tabs.";
const TWO_OF_FOUR = "What you wrote is on 2 of 4 tabs, as far as known.";

describe("a page that says", () => {
  const typed: Shown[] = [shown(1, 0, 1_000), shown(2, 0, 10_000)];
  /** The second digit comes to one of the other three only. */
  const half: Testimony = {
    half: 0,
    writer: typed,
    said: [],
    tabs: [typed, [shown(1, 0, 1_010), shown(2, 0, 10_010)], [shown(1, 0, 1_020)], [shown(1, 0, 1_020)]],
  };

  test("that all have what all have says nothing too much", () => {
    expect(overclaims({ ...half, said: [{ words: ALL_FOUR, at: 2_000 }, taken(9_000)] })).toEqual([]);
  });

  test("that all have what only some have says too much", () => {
    expect(overclaims({ ...half, said: [{ words: ALL_FOUR, at: 12_000 }, taken(13_000)] })).toEqual([
      { words: ALL_FOUR, at: 12_000, claimed: 4, held: 2 },
    ]);
  });

  test("so of some says nothing too much", () => {
    expect(overclaims({ ...half, said: [{ words: TWO_OF_FOUR, at: 12_000 }] })).toEqual([]);
  });

  test("what was true, and goes on saying so when more is written, says too much", () => {
    const [overclaim] = overclaims({ ...half, said: [{ words: ALL_FOUR, at: 2_000 }] });
    expect(overclaim).toEqual({ words: ALL_FOUR, at: 10_000 + TOLERANCE_MS, claimed: 4, held: 2 });
  });

  test("what was true, and stops soon after more is written, says nothing too much", () => {
    const said = [{ words: ALL_FOUR, at: 2_000 }, taken(10_000 + TOLERANCE_MS)];
    expect(overclaims({ ...half, said })).toEqual([]);
  });

  test("what a tab is about to draw says nothing too much", () => {
    const late = [...half.tabs.slice(0, 2), ...half.tabs.slice(2).map((tab) => [...tab, shown(2, 0, 12_400)])];
    expect(overclaims({ ...half, tabs: late, said: [{ words: ALL_FOUR, at: 12_000 }] })).toEqual([]);
  });

  test("of the other half's text nothing is judged by its own", () => {
    const [overclaim] = overclaims({ ...half, half: 1, said: [{ words: ALL_FOUR, at: 12_000 }] });
    expect(overclaim).toBeUndefined();
  });
});

function shown(a: number, b: number, at: number): Shown {
  return { counts: [a, b], at };
}

function taken(at: number) {
  return { words: "What you wrote is being passed on…", at };
}
