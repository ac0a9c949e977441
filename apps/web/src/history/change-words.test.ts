import type { Change, ReplicaId } from "@hearsay/merge";
import { describe, expect, test } from "vitest";
import { changeWords } from "./change-words";

describe("what happened at a moment", () => {
  test("is told by person and deed, in the order in which they began", () => {
    expect(
      words(change("anna", "inserted", "he"), change("ben", "deleted", "x"), change("anna", "inserted", "llo")),
    ).toBe("Anna wrote “hello”; Ben deleted “x”");
    expect(words(change("anna", "restored", "old"))).toBe("Anna brought back “old”");
    expect(words()).toBe("");
  });

  test("stays short, however much it was", () => {
    expect(words(change("anna", "inserted", "word ".repeat(1_000_000)))).toBe(
      "Anna wrote “word word word word word word wo…”",
    );
    const crowd = ["a", "b", "c"].map((name) => change(name, "inserted", name));
    expect(words(...crowd)).toBe("A wrote “a”; B wrote “b”; one more change");
    expect(words(...crowd, change("d", "inserted", "d"))).toMatch(/2 more changes$/);
  });

  test("stands on one line, also where nothing of it can be seen, and breaks no pair", () => {
    expect(words(change("anna", "inserted", "one\n\n  two"))).toBe("Anna wrote “one two”");
    expect(words(change("anna", "inserted", " \n"))).toBe("Anna wrote a line break");
    expect(words(change("anna", "deleted", "  "))).toBe("Anna deleted a space");
    expect(words(change("anna", "inserted", "😀".repeat(40)))).toBe(`Anna wrote “${"😀".repeat(32)}…”`);
  });
});

function words(...changes: readonly Change[]): string {
  return changeWords(changes, (author) => `${author.charAt(0).toUpperCase()}${author.slice(1)}`);
}

function change(author: string, type: Change["type"], text: string): Change {
  return { type, author: author as ReplicaId, timeMs: 0, text };
}
