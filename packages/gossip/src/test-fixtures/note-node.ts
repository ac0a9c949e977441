import { Note, type NoteOperation, Register, TEXT_RULES, Text, type TextOperation } from "@hearsay/merge";
import type { Input } from "../input";
import { encodeMessage } from "../message";
import { connect, createNodeOf, type DrivenNode, peerId } from "./test-node";

export type NoteInput = Input<NoteOperation<TextOperation>>;

/** A node that shares a note whose body is a text: a replica that pushes what is lacking. */
export interface NoteNode extends DrivenNode<NoteOperation<TextOperation>> {
  readonly note: Note<TextOperation>;
  readonly text: Text;
}

/** The note of peer `number`, and its body. */
export function createNote(number: number): { readonly note: Note<TextOperation>; readonly text: Text } {
  const text = new Text(peerId(number), TEXT_RULES);
  return { note: new Note(new Register(peerId(number)), text), text };
}

/** A node of a note, yet to be started. */
export function createNoteNode(number: number, { rumorCounter }: { readonly rumorCounter: number }): NoteNode {
  const { note, text } = createNote(number);
  return { ...createNodeOf(number, note, rumorCounter), note, text };
}

/** A started node whose neighbors are the peers 1 to `count`, each with its channel free. */
export function connectedNoteNode(number: number, count: number): NoteNode {
  const node = createNoteNode(number, { rumorCounter: 3 });
  connect(node, count);
  return node;
}

export function typed(insert: string, at: number): NoteInput {
  return { type: "edited", operation: typing(insert, at) };
}

export function typing(insert: string, at: number): NoteOperation<TextOperation> {
  return { part: "body", operation: { type: "edit", edits: [{ from: at, to: at, insert }], joinsUndo: false } };
}

export function titled(text: string): NoteInput {
  return { type: "edited", operation: { part: "title", operation: { text } } };
}

/** All that `note` has beyond `version`, as its holder would send it. */
export function deltaMessage(note: Note<TextOperation>, version: Uint8Array | undefined): Uint8Array {
  const delta = note.since(version, Number.POSITIVE_INFINITY);
  if (!delta) throw new Error("Expected a note that has more");
  return encodeMessage({ type: "delta", isRumor: false, version: note.version(), delta });
}
