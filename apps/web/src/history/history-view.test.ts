import { type ReplicaId, TEXT_RULES, Text, TextPast } from "@hearsay/merge";
import { describe, expect, test } from "vitest";
import { momentAt, type PastView, pastViewOf } from "./history-view";

const ANNA = "00000000000000aa" as ReplicaId;
const BEN = "00000000000000bb" as ReplicaId;
const names = { nameOf: (author: ReplicaId) => (author === ANNA ? "Anna" : "Ben"), colorOf: () => 3 };

describe("looking at a moment", () => {
  test("shows the text as it was, who wrote it and what had just happened", () => {
    const text = new Text(ANNA, TEXT_RULES);
    write(text, 1_000, { from: 0, to: 0, insert: "hello\n" });
    write(text, 2_000, { from: 6, to: 6, insert: "world" });
    write(text, 3_000, { from: 0, to: 3, insert: "" });
    expect(view(text, 2_000, 1_000)).toMatchObject({ text: "hello\nworld", words: "Anna wrote “world”" });
    expect(freshIn(view(text, 2_000, 1_000))).toEqual(["world"]);
    expect(freshIn(view(text, 1_000, undefined))).toEqual(["hello", ""]);
    expect(view(text, 3_000, 2_000)).toMatchObject({ text: "lo\nworld", words: "Anna deleted “hel”" });
    expect(freshIn(view(text, 3_000, 2_000))).toEqual([""]);
    expect(view(text, 3_000, 2_000).writers).toEqual([{ name: "Anna", color: 3, units: 8 }]);
  });

  test("names everyone whose text stood then, and nobody else", () => {
    const anna = new Text(ANNA, TEXT_RULES);
    const ben = new Text(BEN, TEXT_RULES);
    write(anna, 1_000, { from: 0, to: 0, insert: "hello" });
    ben.merge(anna.since(undefined, 1_000) as Uint8Array, 1_000);
    write(ben, 2_000, { from: 0, to: 5, insert: "goodbye" });
    expect(view(ben, 1_000, undefined).writers.map(({ name }) => name)).toEqual(["Anna"]);
    expect(view(ben, 2_000, 1_000).writers.map(({ name }) => name)).toEqual(["Ben"]);
  });

  test("says the same with and without what was looked at last", () => {
    const text = new Text(ANNA, TEXT_RULES);
    for (let i = 0; i < 20; i++) write(text, 1_000 * (i + 1), { from: 0, to: 0, insert: `line ${i}\n` });
    let last: PastView | undefined;
    for (const [i, timeMs] of new TextPast(text).moments().entries()) {
      const sinceMs = new TextPast(text).moments()[i - 1];
      const again = pastViewOf(new TextPast(text), { timeMs, sinceMs, last }, names);
      expect(again).toEqual(view(text, timeMs, sinceMs));
      last = again;
    }
  });
});

test("a time belongs to the last moment that is not after it, and to the first where all are", () => {
  const moments = Float64Array.of(10, 20, 30);
  expect([5, 10, 15, 20, 29, 30, 99].map((timeMs) => momentAt(moments, timeMs))).toEqual([0, 0, 0, 1, 1, 2, 2]);
  expect(momentAt(new Float64Array(), 5)).toBe(-1);
});

function write(text: Text, now: number, edit: { readonly from: number; readonly to: number; readonly insert: string }) {
  text.edit({ type: "edit", edits: [edit], joinsUndo: false }, now);
}

function view(text: Text, timeMs: number, sinceMs: number | undefined): PastView {
  return pastViewOf(new TextPast(text), { timeMs, sinceMs, last: undefined }, names);
}

function freshIn({ excerpt }: PastView): readonly string[] {
  return excerpt.lines.flat().flatMap(({ fresh, text }) => (fresh ? [text] : []));
}
