import { EditorSelection, EditorState, type SelectionRange } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { deleteCharBackward, deleteCharForward } from "./delete-char";

/** The text after a command, with "|" for every caret, from one with "|" for every caret and "[…]" for a selection. */
function after(command: typeof deleteCharBackward, marked: string): { readonly text: string; readonly event?: string } {
  const doc = marked.replace(/[|[\]]/g, "");
  const ranges: SelectionRange[] = [];
  let at = 0;
  let anchor = 0;
  for (const mark of marked) {
    if (mark === "|") ranges.push(EditorSelection.cursor(at));
    else if (mark === "[") anchor = at;
    else if (mark === "]") ranges.push(EditorSelection.range(anchor, at));
    else at += mark.length;
  }
  const allowMultiple = EditorState.allowMultipleSelections.of(true);
  let state = EditorState.create({ doc, selection: EditorSelection.create(ranges), extensions: allowMultiple });
  let event: string | undefined;
  command({
    state,
    dispatch: (transaction) => {
      state = transaction.state;
      event = ["delete.backward", "delete.forward", "delete.selection"].find((name) => transaction.isUserEvent(name));
    },
  });
  let text = state.doc.toString();
  for (const { head } of [...state.selection.ranges].reverse()) text = `${text.slice(0, head)}|${text.slice(head)}`;
  return event === undefined ? { text } : { text, event };
}

describe("deleting a character", () => {
  it.each([
    ["ab|c", "a|c"],
    ["a\n|b", "a|b"],
    ["a😀|b", "a|b"],
    ["👩‍👩‍👧|b", "|b"],
    ["e\u0301|", "e|"],
    ["a\u2764\ufe0f|b", "a|b"],
    ["    |x", "   |x"],
    ["ab|cd|", "a|c|"],
  ])("backward turns %j into %j", (before, text) => {
    expect(after(deleteCharBackward, before)).toEqual({ text, event: "delete.backward" });
  });

  it.each([
    ["a|bc", "a|c"],
    ["a|\nb", "a|b"],
    ["a|😀b", "a|b"],
    ["|e\u0301x", "|x"],
    ["|ab|cd", "|b|d"],
  ])("forward turns %j into %j", (before, text) => {
    expect(after(deleteCharForward, before)).toEqual({ text, event: "delete.forward" });
  });

  it("takes what is selected, in either direction, and no more", () => {
    for (const command of [deleteCharBackward, deleteCharForward]) {
      expect(after(command, "a[bc]d")).toEqual({ text: "a|d", event: "delete.selection" });
    }
  });

  it("does nothing at an end of the text", () => {
    expect(after(deleteCharBackward, "|ab")).toEqual({ text: "|ab" });
    expect(after(deleteCharForward, "ab|")).toEqual({ text: "ab|" });
  });
});
