import { clearLeft, isDue, keptAs, leftBehind } from "./left-behind";
import { openNoteStore } from "./note-store";
import { type StoreFailure, storeFailure } from "./store-failure";
import { type KeptNote, type NoteEntry, type NoteId, nameOf } from "./stored-note";

/** The notes of this browser, or why there is no telling. */
export type KeptNotes =
  | { readonly type: "listed"; readonly notes: readonly KeptNote[] }
  | { readonly type: "unavailable"; readonly reason: StoreFailure };

/** Lists what this browser keeps, the latest changed first. */
export async function listNotes(): Promise<KeptNotes> {
  try {
    const store = await openNoteStore();
    return { type: "listed", notes: withLeft(await store.list()) };
  } catch (error) {
    return { type: "unavailable", reason: failureOf(error) };
  }
}

/** Removes all that this browser keeps of a note. Returns why it could not, if it could not. */
export async function forgetNote(note: NoteId): Promise<StoreFailure | undefined> {
  clearLeft(leftBehind(note));
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

/** With the notes of which nothing is kept but what a page left behind. */
function withLeft(kept: readonly NoteEntry[]): readonly KeptNote[] {
  const notes = new Map<string, KeptNote>(kept.map((entry) => [entry.name, entry]));
  const incarnations = new Map(kept.map(({ name, incarnation }) => [name, incarnation]));
  for (const left of leftBehind()) {
    const name = nameOf(left.addition.note);
    const { updatedAtMs } = left.addition;
    if (!isDue(left, incarnations.get(name))) clearLeft([left]);
    else if (updatedAtMs >= (notes.get(name)?.updatedAtMs ?? updatedAtMs)) notes.set(name, keptAs(left));
  }
  return [...notes.values()].sort((one, other) => other.updatedAtMs - one.updatedAtMs);
}
