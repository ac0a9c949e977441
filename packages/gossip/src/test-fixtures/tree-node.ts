import type { Effect } from "../effect";
import { type Decoded, encodeMessage, MAX_PIECE_BYTES, type Message } from "../message";
import type { PeerId } from "../peer-id";
import { connectedNoteNode, createNote, type NoteNode, typing } from "./note-node";
import { drain, NOW, peerId, sends, sentTo } from "./test-node";

export const INTERVAL_MS = 200;

/** Who writes what `written` has. */
export const WRITER = 90;

/** A node of a note with three neighbors, the peers 1 to 3, in a room that spreads by plumtree. */
export function treeNode(): NoteNode {
  return treeNodeAmong(3);
}

/** The same with `count` neighbors, below `WRITER`. */
export function treeNodeAmong(count: number): NoteNode {
  const node = connectedNoteNode(0, count);
  node.handle({ type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: INTERVAL_MS } }, NOW);
  leave(node, NOW);
  return node;
}

/** Lets all leave that the node has for its neighbors. */
export function leave(node: NoteNode, now: number): readonly Decoded[] {
  return Array.from({ length: WRITER }, (_, number) => drain(node, peerId(number), now)).flat();
}

export function receive(node: NoteNode, peer: PeerId, message: Message, now: number): readonly Effect[] {
  return node.handle({ type: "received", peer, bytes: encodeMessage(message) }, now);
}

export interface Written {
  readonly version: Uint8Array;
  readonly delta: Uint8Array;
}

/** What another writer has, for a message of one of the types that carry data. */
export function written(text: string): Written {
  const [last] = writings(text).slice(-1);
  if (!last) throw new Error("Expected something that is written");
  return last;
}

/** The same for each of several texts that it writes at its beginning, one after the other. */
export function writings(...texts: readonly string[]): readonly Written[] {
  const { note } = createNote(WRITER);
  return texts.map((text) => {
    const before = note.version();
    note.edit(typing(text, 0), NOW);
    return { version: note.version(), delta: note.since(before, MAX_PIECE_BYTES)! };
  });
}

/** The same as news along its writer's tree, from the writer itself. */
export function newsOf(data: Written): Message {
  return { type: "news", branches: [[peerId(WRITER), 0]], ...data };
}

/** To whom which messages go. */
export function sent(effects: readonly Effect[]): readonly (readonly [PeerId, string])[] {
  return sends(effects).flatMap(({ peer }) => sentTo(peer, effects).map(({ type }) => [peer, type] as const));
}
