import type { ChangeDesc, ChangeSet, StateEffect } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/**
 * What keeps the reader's place while `changes` come in: the line with the caret stays at its height on the screen where
 * the reader writes, else the first line that is shown.
 */
export function keepReadingPosition(view: EditorView, changes: ChangeSet): readonly StateEffect<unknown>[] {
  // To scroll is to lay the page out. Letters within a note that is on the screen whole move nothing away.
  const isWhole = Math.floor(view.contentHeight) <= view.scrollDOM.clientHeight;
  return isWhole && !addsLines(changes) ? [] : [keepPlace(view, changes)];
}

function addsLines(changes: ChangeSet): boolean {
  let adds = false;
  changes.iterChanges((_fromA, _toA, _fromB, _toB, { lines }) => {
    adds ||= lines > 1;
  });
  return adds;
}

function keepPlace(view: EditorView, changes: ChangeDesc): StateEffect<unknown> {
  const { head } = view.state.selection.main;
  const screen = view.scrollDOM.getBoundingClientRect();
  const caret = view.hasFocus ? view.coordsAtPos(head) : null;
  if (!caret || caret.top < screen.top || caret.bottom > screen.bottom) return firstLine(view, changes);
  return EditorView.scrollIntoView(changes.mapPos(head, -1), { y: "start", yMargin: caret.top - screen.top });
}

function firstLine(view: EditorView, changes: ChangeDesc): StateEffect<unknown> {
  const snapshot = view.scrollSnapshot();
  return snapshot.map(changes) ?? snapshot;
}
