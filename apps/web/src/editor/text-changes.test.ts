import { ChangeSet, Text } from "@codemirror/state";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textChanges } from "./text-changes";
import type { TextChange } from "./whole-change";

/** Applies changes the slow and obvious way. */
function applied(before: string, changes: readonly TextChange[]): string {
  return [...changes]
    .reverse()
    .reduce((text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to), before);
}

// A small alphabet, so that texts share much; its faces share one half of their pairs.
const unit = fc.constantFrom("a", "b", "\n", " ", "😀", "😁", "🨀", "é");
const text = fc.string({ unit, maxLength: 40 });

describe("the changes from one text to another", () => {
  it("turn the one into the other, in order and apart, and split no pair", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = textChanges(before, after);
        expect(applied(before, changes)).toBe(after);
        for (const [i, { from, to, insert }] of changes.entries()) {
          expect(insert.isWellFormed()).toBe(true);
          expect(before.slice(0, from).isWellFormed()).toBe(true);
          expect(before.slice(to).isWellFormed()).toBe(true);
          if (i > 0) expect(from).toBeGreaterThan(changes[i - 1]!.to);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("are what the editor applies", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = ChangeSet.of(textChanges(before, after), before.length);
        expect(changes.apply(Text.of(before.split("\n"))).toString()).toBe(after);
      }),
    );
  });

  it("are none between a text and itself", () => {
    fc.assert(
      fc.property(text, (text) => {
        expect(textChanges(text, text)).toEqual([]);
      }),
    );
  });

  it("leave alone what stayed the same between two edits", () => {
    expect(textChanges("one two three", "one 2 three!")).toEqual([
      { from: 4, to: 7, insert: "2" },
      { from: 13, to: 13, insert: "!" },
    ]);
  });

  it("replace a whole character where only half of its pair differs", () => {
    expect(textChanges("a😀b", "a😁b")).toEqual([{ from: 1, to: 3, insert: "😁" }]);
    expect(textChanges("a😀b", "a🨀b")).toEqual([{ from: 1, to: 3, insert: "🨀" }]);
  });

  it("are one where two large texts have nothing in common", () => {
    const before = `head ${"x".repeat(60_000)} tail`;
    const after = `head ${"y".repeat(60_000)} tail`;
    expect(textChanges(before, after)).toEqual([{ from: 5, to: 60_005, insert: "y".repeat(60_000) }]);
  });

  it("keep the shared ends of two large texts, whole pairs only", () => {
    const before = `😀${"x".repeat(60_000)}😀`;
    const after = `😁${"y".repeat(60_000)}😀`;
    expect(applied(before, textChanges(before, after))).toBe(after);
    expect(textChanges(before, after)).toHaveLength(1);
    expect(textChanges(before, after)[0]).toMatchObject({ from: 0, to: 60_002 });
  });
});
