import { ByteWriter } from "../bytes";
import { Note, type NoteOperation } from "../note";
import { Register, type RegisterOperation } from "../register";
import type { Replica } from "../replica";
import { Text, type TextOperation } from "../text/text";
import { TEXT_RULES } from "../text/text-rules";
import { replicaId } from "./deltas";

/** A note with a body of either kind, and how a test writes and reads that body. */
export interface AnyNote<Operation> {
  readonly note: Note<Operation>;
  readonly body: () => string;
  /** Puts `insert` at a place of the body; of a register's it makes a new text. */
  readonly insertion: (insert: string, at: number) => Operation;
}

export function textNote(number: number): AnyNote<TextOperation> {
  const text = new Text(replicaId(number), TEXT_RULES);
  return {
    note: new Note(new Register(replicaId(number)), text),
    body: () => text.toString(),
    insertion: (insert, at) => {
      const from = at % (text.length + 1);
      return { type: "edit", edits: [{ from, to: from, insert }], joinsUndo: false };
    },
  };
}

export function registerNote(number: number): AnyNote<RegisterOperation> {
  const register = new Register(replicaId(number));
  return {
    note: new Note(new Register(replicaId(number)), register),
    body: () => register.text,
    insertion: (insert, at) => {
      const { text } = register;
      const from = at % (text.length + 1);
      return { text: text.slice(0, from) + insert + text.slice(from) };
    },
  };
}

export function write<Operation>({ note, insertion }: AnyNote<Operation>, insert: string, at: number, now: number) {
  note.edit({ part: "body", operation: insertion(insert, at) }, now);
}

export function entitle<Operation>({ note }: AnyNote<Operation>, text: string, now: number): void {
  note.edit({ part: "title", operation: { text } } satisfies NoteOperation<Operation>, now);
}

/** A note's delta of these parts, sound or not; undefined where a part is left out. */
export function forgeNoteDelta(title: Uint8Array | undefined, body: Uint8Array | undefined): Uint8Array {
  const none = new Uint8Array(0);
  return new ByteWriter()
    .bytes(title ?? none)
    .raw(body ?? none)
    .finish();
}

/** All that `replica` has beyond `version`. Throws where that is nothing. */
export function beyond<Operation>(replica: Replica<Operation>, version: Uint8Array | undefined): Uint8Array {
  const delta = replica.since(version, Number.POSITIVE_INFINITY);
  if (!delta) throw new Error("Expected a replica that has more");
  return delta;
}
