import {
  EditorSelection,
  findClusterBreak,
  type SelectionRange,
  type StateCommand,
  type Text,
} from "@codemirror/state";

/** Deletes what is selected, and where nothing is, the character before the caret. */
export const deleteCharBackward: StateCommand = (target) => deleteChars(target, false);

/** Deletes what is selected, and where nothing is, the character after the caret. */
export const deleteCharForward: StateCommand = (target) => deleteChars(target, true);

function deleteChars({ state, dispatch }: Parameters<StateCommand>[0], forward: boolean): boolean {
  if (state.readOnly) return false;
  const deletion = state.changeByRange((range) => {
    const { from, to } = range.empty ? charBeside(state.doc, range, forward) : range;
    if (from === to) return { range };
    return { changes: { from, to }, range: EditorSelection.cursor(from, from < range.head ? -1 : 1) };
  });
  if (deletion.changes.empty) return false;
  const isCaretOnly = state.selection.ranges.every(({ empty }) => empty);
  const caretEvent = forward ? "delete.forward" : "delete.backward";
  dispatch(state.update(deletion, { scrollIntoView: true, userEvent: isCaretOnly ? caretEvent : "delete.selection" }));
  return true;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The character beside a caret, or the end of its line there; nothing at an end of the text. */
function charBeside(doc: Text, { head }: SelectionRange, forward: boolean): Span {
  const { from: start, text } = doc.lineAt(head);
  const at = head - start;
  // Forward goes an accent with its letter; backward it may be taken off by itself.
  let beside = findClusterBreak(text, at, forward, forward);
  if (!forward && VARIATION.test(text.slice(beside, at))) beside = findClusterBreak(text, beside, false, false);
  if (forward) return { from: head, to: Math.min(doc.length, Math.max(start + beside, head + 1)) };
  return { from: Math.max(0, Math.min(start + beside, head - 1)), to: head };
}

/** What only says how the character before it looks. */
const VARIATION = /[\ufe00-\ufe0f]/;
