import { replicaIdFromBytes, TEXT_RULES, Text, type TextEdit } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import { caretAt, caretPlaces } from "./caret-places";

const NOW = 1_700_000_000_000;

function copyOf(id: number): Text {
  return new Text(replicaIdFromBytes(Uint8Array.of(id, 0, 0, 0, 0, 0, 0, 0)), TEXT_RULES);
}

function edit(text: Text, from: number, to: number, insert: string): void {
  const edits: TextEdit[] = [{ from, to, insert }];
  text.edit({ type: "edit", edits, joinsUndo: false }, NOW);
}

function bring(from: Text, to: Text): void {
  const delta = from.since(to.version(), Number.POSITIVE_INFINITY);
  if (delta) to.merge(delta, NOW);
}

describe("the caret of one who types", () => {
  it("is told once, and is behind each letter that comes", () => {
    const [ada, bob] = [copyOf(1), copyOf(2)];
    edit(ada, 0, 0, "a");
    const said = caretAt(ada, { anchor: 1, head: 1 });
    for (let i = 1; i < 5; i++) {
      edit(ada, i, i, "a");
      expect(caretAt(ada, { anchor: i + 1, head: i + 1 })).toEqual(said);
      bring(ada, bob);
      expect(caretPlaces(bob, said)).toEqual({ anchor: i + 1, head: i + 1 });
    }
  });

  it("stays told while it takes letters back, beyond its own too", () => {
    const [ada, bob] = [copyOf(1), copyOf(2)];
    edit(bob, 0, 0, "left right");
    bring(bob, ada);
    edit(ada, 5, 5, "and ");
    const said = caretAt(ada, { anchor: 9, head: 9 });
    for (let at = 8; at >= 3; at--) {
      edit(ada, at, at + 1, "");
      expect(caretAt(ada, { anchor: at, head: at })).toEqual(said);
      bring(ada, bob);
      expect(caretPlaces(bob, said)?.head).toBe(at);
    }
  });

  it("is told by its place where it was put elsewhere, and where something is selected", () => {
    const ada = copyOf(1);
    edit(ada, 0, 0, "some words");
    for (const [anchor, head] of [
      [4, 4],
      [0, 0],
      [10, 4],
      [4, 10],
    ] as const) {
      const said = caretAt(ada, { anchor, head });
      expect(said).not.toHaveProperty("follows");
      expect(caretPlaces(ada, said)).toEqual({ anchor, head });
    }
  });

  it("is nowhere as long as nothing of what its author wrote has come", () => {
    const [ada, bob] = [copyOf(1), copyOf(2)];
    edit(ada, 0, 0, "a");
    for (const at of [0, 1]) expect(caretPlaces(bob, caretAt(ada, { anchor: 1, head: at }))).toBeUndefined();
  });
});
