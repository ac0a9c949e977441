import { EditorState, type TransactionSpec } from "@codemirror/state";
import { MAX_NOTE_BYTES } from "@hearsay/merge";
import { describe, expect, it, vi } from "vitest";
import { remote } from "./remote";
import { fitsNote, sizeLimit } from "./size-limit";

const FULL = "a".repeat(MAX_NOTE_BYTES);

/** What becomes of `doc` by an edit, and how often the limit refused. */
function edited(doc: string, edit: TransactionSpec): { readonly text: string; readonly refusals: number } {
  const onRefused = vi.fn();
  const state = EditorState.create({ doc, extensions: [sizeLimit(fitsNote, onRefused)] });
  return { text: state.update(edit).state.doc.toString(), refusals: onRefused.mock.calls.length };
}

describe("the limit of a note", () => {
  it("takes an edit up to the last byte", () => {
    const { text, refusals } = edited(FULL.slice(1), { changes: { from: 0, insert: "b" } });
    expect(text === `b${FULL.slice(1)}`).toBe(true);
    expect(refusals).toBe(0);
  });

  it("refuses one byte more, whole", () => {
    const { text, refusals } = edited(FULL.slice(1), { changes: { from: 0, insert: "bc" } });
    expect(text === FULL.slice(1)).toBe(true);
    expect(refusals).toBe(1);
  });

  it("counts bytes: fewer characters may still be too many", () => {
    const { text, refusals } = edited(FULL, { changes: { from: 0, to: 2, insert: "€" } });
    expect(text === FULL).toBe(true);
    expect(refusals).toBe(1);
  });

  it("takes what others wrote", () => {
    const edit = { changes: { from: 0, to: MAX_NOTE_BYTES, insert: "theirs" }, annotations: remote.of(true) };
    expect(edited(FULL, edit)).toEqual({ text: "theirs", refusals: 0 });
  });
});
