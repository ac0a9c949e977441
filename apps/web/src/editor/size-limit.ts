import { EditorState, type Extension, type Text } from "@codemirror/state";
import { MAX_NOTE_BYTES, utf8Length } from "@hearsay/merge";
import { isRemote } from "./remote";

/**
 * Takes no edit of this tab, nor any part of it, that would make the note longer than `fits` allows, and tells
 * `onRefused`. What others wrote always fits.
 */
export function sizeLimit(fits: (text: Text) => boolean, onRefused: () => void): Extension {
  return EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || isRemote(transaction) || fits(transaction.newDoc)) return transaction;
    onRefused();
    return [];
  });
}

/** Whether a note that is one register may hold `text`. */
export function fitsNote(text: Text): boolean {
  // One UTF-16 unit takes at most three bytes.
  return text.length * 3 <= MAX_NOTE_BYTES || utf8Length(text.toString()) <= MAX_NOTE_BYTES;
}
