import type { EditorView } from "@codemirror/view";
import { authorColors, authorsChanged } from "../authors/author-colors";
import { type RemoteCursor, setRemoteCursors } from "../authors/remote-cursor-state";
import { remoteCursors } from "../authors/remote-cursors";

export { authorColors, remoteCursors };

/** Shows where the others are, and where `colors` are on, whose words are whose by now. */
export function showCompany(view: EditorView, cursors: readonly RemoteCursor[], colors: boolean): void {
  const effects = [setRemoteCursors.of(cursors), ...(colors ? [authorsChanged.of(null)] : [])];
  view.dispatch({ effects });
}
