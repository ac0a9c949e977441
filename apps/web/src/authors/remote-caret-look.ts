import { EditorView } from "@codemirror/view";
import { COLOR_COUNT } from "../palette";

/** The class that gives a drawn cursor its person's color. */
export function personClass(color: number): string {
  return `cm-person-${color % COLOR_COUNT}`;
}

/** The class of a flag that is shown. */
export const SHOWN = "cm-shown";

/** The look of the others' carets, flags and selections. */
export const remoteCaretLook = EditorView.baseTheme({
  ...Object.fromEntries(
    Array.from({ length: COLOR_COUNT }, (_, color) => [
      `.${personClass(color)}`,
      { "--person": `var(--person-${color})` },
    ]),
  ),
  ".cm-remote-carets": { pointerEvents: "none" },
  ".cm-remote-selection": { background: "color-mix(in oklab, var(--person) 22%, transparent)" },
  ".cm-remote-caret": {
    width: "0",
    borderInlineStart: "2px solid var(--person)",
    marginInlineStart: "-1px",
  },
  // A square on top of the caret: the person's, as in the list of who is here, and large enough to be pointed at.
  ".cm-remote-caret::before": {
    content: "''",
    position: "absolute",
    top: "-3px",
    left: "-4px",
    width: "6px",
    height: "6px",
    borderRadius: "1px",
    background: "var(--person)",
  },
  ".cm-remote-caret::after": {
    content: "''",
    position: "absolute",
    inset: "-6px -7px auto -8px",
    height: "14px",
    pointerEvents: "auto",
  },
  // Hidden so that it costs nothing: in each frame all are gone through, and there may be many.
  ".cm-remote-flag": {
    display: "none",
    position: "absolute",
    maxWidth: "10rem",
    padding: "0 5px",
    overflow: "hidden",
    borderRadius: "2px",
    background: "var(--person)",
    color: "var(--on-person)",
    font: "600 11px / 17px var(--font)",
    whiteSpace: "nowrap",
    textOverflow: "ellipsis",
  },
  [`.${SHOWN}, .cm-remote-caret:hover .cm-remote-flag`]: { display: "block" },
  ".cm-flag-behind .cm-remote-flag": { left: "-4px" },
  ".cm-flag-before .cm-remote-flag": { right: "-2px" },
  ".cm-flag-above .cm-remote-flag": { bottom: "calc(100% - 3px)" },
  ".cm-flag-below .cm-remote-flag": { top: "calc(100% - 1px)" },
});
