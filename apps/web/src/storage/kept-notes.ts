import { openNoteStore } from "./note-store";
import { type StoreFailure, storeFailure } from "./store-failure";
import type { KeptNote, NoteId } from "./stored-note";

/** The notes of this browser, or why there is no telling. */
export type KeptNotes =
  | { readonly type: "listed"; readonly notes: readonly KeptNote[] }
  | { readonly type: "unavailable"; readonly reason: StoreFailure };

/** Lists what this browser keeps, the latest changed first. */
export async function listNotes(): Promise<KeptNotes> {
  try {
    const store = await openNoteStore();
    const notes = await store.list();
    // The list does not wait for it, and does not depend on it.
    store.sweep().catch(ignoreStoreFailure);
    return { type: "listed", notes };
  } catch (error) {
    return { type: "unavailable", reason: failureOf(error) };
  }
}

/** Removes all that this browser keeps of a note. Returns why it could not, if it could not. */
export async function forgetNote(note: NoteId): Promise<StoreFailure | undefined> {
  try {
    const store = await openNoteStore();
    await store.forget(note);
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

function failureOf(error: unknown): StoreFailure {
  const reason = storeFailure(error);
  if (reason === undefined) throw error;
  return reason;
}

function ignoreStoreFailure(error: unknown): void {
  failureOf(error);
}
