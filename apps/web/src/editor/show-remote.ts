import { type ChangeSet, EditorSelection, type StateEffect, Transaction } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { keepReadingPosition } from "./reading-position";
import { remote } from "./remote";

/**
 * Shows what others made of the note, with what `more` does: two transactions would be twice the work. Caret, selection
 * and what is on the screen stay with their text, and undo does not take it back. Returns whether there was anything.
 */
export function showRemote(view: EditorView, changes: ChangeSet, more: readonly StateEffect<unknown>[]): boolean {
  if (changes.empty) return false;
  view.dispatch({
    changes,
    effects: [...keepReadingPosition(view, changes), ...more],
    annotations: [remote.of(true), Transaction.addToHistory.of(false)],
  });
  return true;
}

/** Shows what the person's own undo made of the note, and brings it into view. */
export function showTurn(view: EditorView, changes: ChangeSet): void {
  view.dispatch({
    changes,
    selection: endOf(changes),
    scrollIntoView: true,
    annotations: [remote.of(true), Transaction.addToHistory.of(false)],
  });
}

/** A caret where the last of some changes ends. */
export function endOf(changes: ChangeSet): EditorSelection {
  let end = 0;
  changes.iterChanges((_fromA, _toA, _fromB, toB) => {
    end = toB;
  });
  return EditorSelection.single(end);
}
