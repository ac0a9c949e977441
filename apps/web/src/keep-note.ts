import { MAX_NOTE_DELTA_BYTES, replicaIdFromBytes } from "@hearsay/merge";
import { emptyNote } from "./empty-note";
import type { OpenNote } from "./open-note";
import type { Keeping } from "./storage/keeping";
import { NoteKeeper } from "./storage/note-keeper";
import { openNoteStore } from "./storage/note-store";

/** Keeps `note` in this browser, and tells how far that has come. */
export function keepNote(note: OpenNote, onKeeping: (keeping: Keeping) => void): NoteKeeper {
  return new NoteKeeper({
    note: { key: note.key, rule: note.rule },
    replica: note.replica,
    maxDeltaBytes: MAX_KEPT_DELTA_BYTES,
    createReplica: () => emptyNote(note.rule, NOBODY).replica,
    now: () => Date.now() + note.mesh.state.roomTime.offsetMs,
    title: () => note.title.text,
    load: (deltas) => {
      for (const delta of deltas) note.mesh.load(delta);
    },
    onKeeping,
    openStore: openNoteStore,
  });
}

/** Who packs what is stored writes nothing. */
const NOBODY = replicaIdFromBytes(new Uint8Array(8));

/** A row of the store. A note of one register is never cut. */
const MAX_KEPT_DELTA_BYTES = Math.max(4 * 2 ** 20, MAX_NOTE_DELTA_BYTES);
