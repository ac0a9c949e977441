import { type ChangeDesc, type EditorState, StateEffect, StateField } from "@codemirror/state";
import type { PeerId } from "@hearsay/gossip";

/** Where somebody else writes or has selected, in positions of this editor's document. */
export interface RemoteCursor {
  readonly peer: PeerId;
  readonly name: string;
  /** Of the palette: any integer from 0 on. */
  readonly color: number;
  readonly anchor: number;
  /** The end of the selection that moves: here the caret is drawn. */
  readonly head: number;
}

/** A cursor that is shown, and how often it was moved by its person: not by what was written around it. */
export interface ShownCursor extends RemoteCursor {
  readonly moves: number;
}

/**
 * Everyone's cursors, in place of those before; positions are of the document after the transaction, and those beyond its
 * end stand at its end. Only the first `MAX_CURSORS` are shown.
 */
export const setRemoteCursors = StateEffect.define<readonly RemoteCursor[]>();

/** More carets than this would hide the text. */
export const MAX_CURSORS = 64;

/** The cursors that `state` shows. Empty where it does not have the extension. */
export function cursorsIn(state: EditorState): readonly ShownCursor[] {
  return state.field(shownCursors, false) ?? [];
}

/** Whether `state` shows these very cursors already. */
export function areShown(state: EditorState, cursors: readonly RemoteCursor[]): boolean {
  const shown = cursorsIn(state);
  return replaced(shown, cursors, state.doc.length) === shown;
}

/** Keeps the cursors at their places while the document changes. */
export const shownCursors = StateField.define<readonly ShownCursor[]>({
  create: () => [],
  update(shown, { changes, docChanged, effects, newDoc }) {
    const mapped = docChanged && shown.length > 0 ? shown.map((cursor) => mapCursor(cursor, changes)) : shown;
    const latest = effects.findLast((effect) => effect.is(setRemoteCursors));
    return latest ? replaced(mapped, latest.value, newDoc.length) : mapped;
  },
});

/** A caret keeps to the character on its left, as the anchors do that travel between the tabs. */
function mapCursor(cursor: ShownCursor, changes: ChangeDesc): ShownCursor {
  return { ...cursor, anchor: changes.mapPos(cursor.anchor, -1), head: changes.mapPos(cursor.head, -1) };
}

function replaced(shown: readonly ShownCursor[], latest: readonly RemoteCursor[], end: number): readonly ShownCursor[] {
  const before = new Map(shown.map((cursor) => [cursor.peer, cursor]));
  const within = (position: number) => Math.max(0, Math.min(position, end));
  const next = latest.slice(0, MAX_CURSORS).map((cursor): ShownCursor => {
    const last = before.get(cursor.peer);
    const anchor = within(cursor.anchor);
    const head = within(cursor.head);
    const stays = last?.anchor === anchor && last.head === head;
    return { ...cursor, anchor, head, moves: (last?.moves ?? 0) + (stays ? 0 : 1) };
  });
  const isSame = next.length === shown.length && next.every((cursor, i) => isEqual(cursor, shown[i]));
  return isSame ? shown : next;
}

function isEqual(left: ShownCursor, right: ShownCursor | undefined): boolean {
  return (
    left.peer === right?.peer &&
    left.moves === right.moves &&
    left.name === right.name &&
    left.color === right.color &&
    left.anchor === right.anchor &&
    left.head === right.head
  );
}
