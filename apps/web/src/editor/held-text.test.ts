import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { HeldText } from "./held-text";
import { textChanges } from "./text-changes";

/** What the editor shows after others made `theirs` of `base` while this tab wrote `ours`, one text after another. */
function merged(base: string, theirs: readonly string[], ours: readonly string[]): string {
  const held = new HeldText(base, theirs[0] ?? base);
  for (const latest of theirs) held.replace(latest);
  let text = base;
  for (const next of ours) {
    held.wrote(ChangeSet.of(textChanges(text, next), text.length));
    text = next;
  }
  return held
    .release()
    .changes.apply(Text.of(text.split("\n")))
    .toString();
}

describe("text held back during a composition", () => {
  it("is the others' latest where this tab wrote nothing", () => {
    expect(merged("one", ["one two", "one two three"], [])).toBe("one two three");
    expect(new HeldText("one", "one two").release().wroteLocally).toBe(false);
  });

  it("keeps what both sides wrote", () => {
    expect(merged("Dear Ada.", ["Dear Ada. Yours"], ["Dear にAda.", "Dear にほAda.", "Dear 日本Ada."])).toBe(
      "Dear 日本Ada. Yours",
    );
  });

  it("keeps both where they wrote at one place", () => {
    const text = merged("", ["theirs"], ["ours"]);
    expect([text.includes("theirs"), text.includes("ours")]).toEqual([true, true]);
  });

  it("keeps what was composed inside a text that the others deleted", () => {
    expect(merged("one two three", ["one three"], ["one twとo three"])).toContain("と");
  });

  it("knows that this tab wrote", () => {
    const held = new HeldText("one", "two");
    held.wrote(ChangeSet.of([{ from: 0, insert: "x" }], 3));
    expect(held.release().wroteLocally).toBe(true);
  });
});
