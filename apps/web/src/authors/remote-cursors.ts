import type { EditorState, Extension } from "@codemirror/state";
import { layer } from "@codemirror/view";
import { caretMarkers, selectionMarkers } from "./remote-caret";
import { remoteCaretLook } from "./remote-caret-look";
import { cursorsIn, shownCursors } from "./remote-cursor-state";

/**
 * Draws the carets and selections of the others above and below the text, with their names for a moment after they moved
 * and when pointed at. It takes no part in the text's layout, and screen readers and the clipboard know nothing of it.
 */
export function remoteCursors(): Extension {
  const hasMoved = (before: EditorState, now: EditorState) => cursorsIn(before) !== cursorsIn(now);
  return [
    shownCursors,
    layer({
      above: false,
      class: "cm-remote-selections",
      update: ({ startState, state }) => hasMoved(startState, state),
      markers: (view) => selectionMarkers(view, cursorsIn(view.state)),
    }),
    layer({
      above: true,
      class: "cm-remote-carets",
      // A press on a caret must not take the focus away from the text.
      mount: (dom) => dom.addEventListener("mousedown", (event) => event.preventDefault()),
      update: ({ startState, state }) => hasMoved(startState, state),
      markers: (view) => caretMarkers(view, cursorsIn(view.state)),
    }),
    remoteCaretLook,
  ];
}
