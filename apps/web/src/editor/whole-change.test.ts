import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wholeChange } from "./whole-change";

// A small alphabet, so that texts share much; its faces share one half of their pairs.
const unit = fc.constantFrom("a", "b", "\n", "😀", "😁", "🨀", "é");
const text = fc.string({ unit, maxLength: 30 });

describe("the one change from one text to another", () => {
  it("turns the one into the other, and splits no pair", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [change] = wholeChange(before, after);
        if (!change) {
          expect(before).toBe(after);
          return;
        }
        const { from, to, insert } = change;
        expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
        for (const part of [before.slice(0, from), insert, before.slice(to)]) expect(part.isWellFormed()).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("goes from the first difference to the last", () => {
    expect(wholeChange("one two three", "one 2 three!")).toEqual([{ from: 4, to: 13, insert: "2 three!" }]);
  });
});
