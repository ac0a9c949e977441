import { EditorState, type Extension, type Transaction } from "@codemirror/state";
import { MAX_NOTE_BYTES, utf8Length } from "@hearsay/merge";
import { isRemote } from "./remote";

/** How an edit came in that the note had no room for. */
export type RefusedInput = "pasted" | "typed";

/**
 * Takes no edit of this tab that would make the note longer than `MAX_NOTE_BYTES`, nor any part of it. What was
 * refused is told to `onRefused`. What others wrote always fits, and whatever makes the note shorter is taken.
 */
export function sizeLimit(onRefused: (input: RefusedInput) => void): Extension {
  return EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || isRemote(transaction) || fits(transaction)) return transaction;
    onRefused(transaction.isUserEvent("input.paste") || transaction.isUserEvent("input.drop") ? "pasted" : "typed");
    return [];
  });
}

function fits({ newDoc, startState }: Transaction): boolean {
  // One UTF-16 unit takes at most three bytes.
  if (newDoc.length * 3 <= MAX_NOTE_BYTES || newDoc.length < startState.doc.length) return true;
  return utf8Length(newDoc.toString()) <= MAX_NOTE_BYTES;
}
