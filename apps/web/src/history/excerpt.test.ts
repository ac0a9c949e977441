import type { PastPassage, ReplicaId } from "@hearsay/merge";
import { describe, expect, test } from "vitest";
import { type Excerpt, excerptOf, MAX_PIECES, MAX_SHOWN_UNITS, type Span } from "./excerpt";

describe("what is shown of a text as it was", () => {
  test("is all of a short one, by lines, authors and what is fresh", () => {
    const shown = excerpt([passage("a", "one\ntwo "), passage("b", "three\n")], [{ from: 5, to: 10 }]);
    expect(outline(shown)).toEqual([["a:one"], ["a:t", "a*wo ", "b*th", "b:ree"], []]);
    expect(shown).toMatchObject({ before: 0, after: 0 });
  });

  test("marks a place where something was taken away, once, also between authors and at the end", () => {
    const passages = [passage("a", "one"), passage("b", "two")];
    expect(outline(excerpt(passages, [{ from: 1, to: 1 }]))).toEqual([["a:o", "a*", "a:ne", "b:two"]]);
    expect(outline(excerpt(passages, [{ from: 3, to: 3 }]))).toEqual([["a:one", "b*", "b:two"]]);
    expect(outline(excerpt(passages, [{ from: 6, to: 6 }]))).toEqual([["a:one", "b:two", "b*"]]);
    expect(outline(excerpt(passages, [{ from: 0, to: 0 }]))).toEqual([["a*", "a:one", "b:two"]]);
  });

  test("marks a line that is new and empty", () => {
    expect(outline(excerpt([passage("a", "one\n\ntwo")], [{ from: 3, to: 4 }]))).toEqual([
      ["a:one"],
      ["a*"],
      ["a:two"],
    ]);
  });

  test("is nothing of an empty text", () => {
    expect(outline(excerpt([], [{ from: 0, to: 0 }]))).toEqual([[]]);
  });

  test("is so much of a long one around what changed, in whole lines", () => {
    const line = `${"x".repeat(99)}\n`;
    const text = line.repeat(5_000);
    const shown = excerpt([passage("a", text)], [{ from: 250_050, to: 250_060 }]);
    const units = text.length - shown.before - shown.after;
    expect(units).toBeGreaterThan(MAX_SHOWN_UNITS - 300);
    expect(units).toBeLessThanOrEqual(MAX_SHOWN_UNITS);
    expect(shown.before % 100).toBe(0);
    expect(shown.lines.flat().filter(({ fresh }) => fresh)).toMatchObject([{ text: "x".repeat(10) }]);
    expect(shown.lines.every((pieces) => pieces.map(({ text }) => text).join("").length === 99)).toBe(true);
  });

  test("ends with the end of a long one that did not change", () => {
    const shown = excerpt([passage("a", "line\n".repeat(100_000))], []);
    expect(shown.after).toBe(0);
    expect(shown.before).toBeGreaterThan(0);
  });

  test("splits no pair where a long line has to be cut", () => {
    for (const start of ["", "x"]) {
      const text = start + "😀".repeat(100_000);
      const shown = excerpt([passage("a", text)], [{ from: 100_000 + start.length, to: 100_000 + start.length }]);
      expect(shown.lines.flat().every((piece) => piece.text.isWellFormed())).toBe(true);
      expect(shown.before + shown.after).toBeGreaterThan(0);
    }
  });

  test("is less where every letter is another author's, and has what changed in it", () => {
    const passages = Array.from({ length: 50_000 }, (_, i) => passage(i % 2 === 0 ? "a" : "b", "x"));
    const shown = excerpt(passages, [{ from: 40_000, to: 40_001 }]);
    expect(shown.lines.flat().length).toBeLessThanOrEqual(MAX_PIECES);
    expect(shown.lines.flat().filter(({ fresh }) => fresh)).toHaveLength(1);
  });
});

function excerpt(passages: readonly PastPassage[], fresh: readonly Span[]): Excerpt {
  return excerptOf({ text: passages.map(({ text }) => text).join(""), passages, fresh });
}

function passage(author: string, text: string): PastPassage {
  return { text, author: author as ReplicaId, timeMs: 0 };
}

/** Each line as its pieces: author, then an asterisk where it is fresh, then the text. */
function outline({ lines }: Excerpt): readonly (readonly string[])[] {
  return lines.map((pieces) => pieces.map(({ author, fresh, text }) => `${author}${fresh ? "*" : ":"}${text}`));
}
