import type { Extension } from "@codemirror/state";
import { Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

export type Turn = "undo" | "redo";

/** Has `turn` take back what was written, or write it again, whenever the person asks for it by a key, a menu or a gesture. */
export function undoKeys(turn: (type: Turn) => boolean): Extension {
  const undo = () => turn("undo");
  const redo = () => turn("redo");
  return [
    Prec.high(
      keymap.of([
        { key: "Mod-z", run: undo, preventDefault: true },
        { key: "Mod-y", mac: "Mod-Shift-z", run: redo, preventDefault: true },
        { linux: "Ctrl-Shift-z", run: redo, preventDefault: true },
      ]),
    ),
    EditorView.domEventHandlers({
      beforeinput: ({ inputType }) => (inputType === "historyUndo" ? undo() : inputType === "historyRedo" && redo()),
    }),
  ];
}
