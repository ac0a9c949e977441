import type { Lost } from "@hearsay/merge";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY_SHELF, type LostShelf, MAX_LOST, withLost, withoutLost } from "./lost-shelf";
import { missingLines } from "./missing-lines";
import { peerId } from "./test-fixtures/mesh-state";

const lost = (text: string, writer: number, timeMs: number): Lost => ({
  text,
  timestamp: { timeMs, counter: 0, replica: peerId(writer) },
});
const shelve = (note: string, ...texts: readonly Lost[]) =>
  texts.reduce<LostShelf>((shelf, text) => withLost(shelf, text, note), EMPTY_SHELF);
const textsOf = (shelf: LostShelf) => shelf.entries.map(({ text }) => text);

describe("the shelf of texts that gave way", () => {
  it("keeps a text with its writer, its time and what the note lacks of it", () => {
    expect(shelve("one\ntwo", lost("one\n2", 7, 99)).entries).toEqual([
      { id: 1, writer: peerId(7), timeMs: 99, text: "one\n2", missing: "2" },
    ]);
  });

  it("keeps nothing that the note has", () => {
    expect(shelve("one\ntwo, and more", lost("two", 1, 1))).toEqual(EMPTY_SHELF);
  });

  it("lets a text that carries on an earlier one of its writer take the earlier one's place", () => {
    const shelf = shelve("other", lost("dear", 1, 1), lost("apart", 2, 2), lost("dear Ada", 1, 3));
    expect(textsOf(shelf)).toEqual(["apart", "dear Ada"]);
    expect(shelf.entries.map(({ id }) => id)).toEqual([2, 1]);
  });

  it("keeps both where the later text does not carry the earlier one on", () => {
    expect(textsOf(shelve("other", lost("dear Ada", 1, 1), lost("dear Bob", 1, 2)))).toEqual(["dear Ada", "dear Bob"]);
  });

  it("keeps one text of two writers twice: each may want it back", () => {
    expect(textsOf(shelve("other", lost("dear", 1, 1), lost("dear Ada", 2, 2)))).toEqual(["dear", "dear Ada"]);
  });

  it("leaves out what an earlier text of the writer carries already", () => {
    expect(textsOf(shelve("other", lost("dear Ada", 1, 2), lost("dear", 1, 1)))).toEqual(["dear Ada"]);
  });

  it("counts what falls out when it is full", () => {
    const many = Array.from({ length: MAX_LOST + 3 }, (_, i) => lost(`text ${i} ends`, i, i));
    const shelf = shelve("", ...many);
    expect(textsOf(shelf)).toEqual(many.slice(3).map(({ text }) => text));
    expect(shelf.fallenOut).toBe(3);
  });

  it("forgets what is taken, and with the last one the count", () => {
    const shelf = { ...shelve("", lost("a", 1, 1), lost("b", 2, 2)), fallenOut: 4 };
    const rest = withoutLost(shelf, 1);
    expect(textsOf(rest)).toEqual(["b"]);
    expect(rest.fallenOut).toBe(4);
    expect(withoutLost(rest, 2)).toEqual(EMPTY_SHELF);
  });

  it("holds every line that was lost, or has counted a text out", () => {
    const line = fc.constantFrom("a", "b", "c", "d", "");
    const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.join("\n"));
    const texts = fc.array(fc.tuple(text, fc.nat({ max: 2 })), { maxLength: 20 });
    fc.assert(
      fc.property(text, texts, (note, texts) => {
        const shelf = shelve(note, ...texts.map(([text, writer], i) => lost(text, writer, i)));
        const reachable = [note, ...textsOf(shelf)].join("\n");
        if (shelf.fallenOut === 0) for (const [text] of texts) expect(missingLines(text, reachable)).toBe("");
      }),
    );
  });
});

describe("the lines that a note lacks", () => {
  it("are the whole text where nothing is common, with its blank lines", () => {
    expect(missingLines("one\n\ntwo", "three")).toBe("one\n\ntwo");
  });

  it("leave out the blank lines around what the note has", () => {
    expect(missingLines("\none\n\ntwo\n\n\nthree\n", "two")).toBe("one\n\n\nthree");
  });

  it("are none of an empty text", () => {
    expect(missingLines("\n \n", "")).toBe("");
  });

  it("are not taken for found inside a word, nor where the search gives up", () => {
    expect(missingLines("no\nœ\n𝒳", "not now\nœuvre\n𝒳𝒳")).toBe("no\nœ\n𝒳");
    expect(missingLines("no", "now, no.")).toBe("");
    expect(missingLines("a", `${"aa".repeat(1_000)} a`)).toBe("a");
  });

  it("are told apart from lines that were joined to others", () => {
    expect(missingLines("one\ntwo\nfour", "one two three")).toBe("four");
  });
});
