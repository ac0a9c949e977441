import { EditorView } from "@codemirror/view";

/** The look of the writing: one column on dotted paper. Everything else comes from the page's tokens. */
export const editorTheme = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--font-note)",
    fontSize: "var(--note-size)",
    lineHeight: "var(--note-line)",
    overflowY: "auto",
    overscrollBehavior: "contain",
    // Dotted paper, which scrolls with the text: the dots stand between the lines, and one at the column's edge.
    backgroundImage: "radial-gradient(circle, var(--paper-dots) 1px, transparent 1.5px)",
    backgroundSize: "var(--note-line) var(--note-line)",
    backgroundPosition: "calc(50% + var(--note-line) / 2) 0",
    backgroundAttachment: "local",
  },
  ".cm-content": {
    padding: "calc(var(--note-line) * 1.5) 0 35vh",
    // The browser's own is hidden, and would have frames made as well.
    caretAnimation: "manual",
    minHeight: "100%",
    boxSizing: "border-box",
  },
  // The margins are padding, so that a click anywhere beside the column puts the caret there; of the lines, so that what is
  // selected is marked in the column alone.
  ".cm-line": { padding: "0 max(var(--gutter), calc(50% - var(--column) / 2))" },
  // Both are drawn by the editor, which otherwise takes colors for a light page.
  "& > .cm-scroller > .cm-cursorLayer .cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  [`& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground,
    &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground`]: {
    background: "color-mix(in oklab, var(--accent) 28%, var(--paper))",
  },
  // A caret that blinks has sixty frames made in a second, in a page where nothing else moves: after some seconds it stays.
  "&.cm-focused > .cm-scroller > .cm-cursorLayer": { animationIterationCount: "8" },
  ".cm-placeholder": { color: "var(--ink-soft)" },
});
