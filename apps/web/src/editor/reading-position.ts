import type { ChangeDesc, ChangeSet, StateEffect } from "@codemirror/state";
import { EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

/** How high the editor is on the screen, in px. To ask when a letter comes would have the page styled once more for it. */
export const screenHeight = ViewPlugin.fromClass(
  class {
    px = 0;
    private readonly reading = {
      read: (view: EditorView) => {
        this.px = view.scrollDOM.clientHeight;
      },
    };

    constructor(view: EditorView) {
      view.requestMeasure(this.reading);
    }

    update({ view, geometryChanged }: ViewUpdate): void {
      if (geometryChanged) view.requestMeasure(this.reading);
    }
  },
);

/**
 * What keeps the reader's place while `changes` come in: the line with the caret stays at its height on the screen where
 * the reader writes, else the first line that is shown.
 */
export function keepReadingPosition(view: EditorView, changes: ChangeSet): readonly StateEffect<unknown>[] {
  // To scroll is to lay the page out. Letters within a note that is on the screen whole move nothing away.
  const isWhole = Math.floor(view.contentHeight) <= (view.plugin(screenHeight)?.px ?? 0);
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
