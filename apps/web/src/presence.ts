import { MAX_PRESENCE_BYTES, type PeerId } from "@hearsay/gossip";
import {
  type ByteReader,
  ByteWriter,
  decodeOrUndefined,
  MalformedError,
  type ReplicaId,
  replicaIdFromBytes,
  replicaIdToBytes,
  type TextAnchor,
} from "@hearsay/merge";
import { COLOR_COUNT } from "./palette";
import { cleanName } from "./person-name";

/** What a tab says of itself to its neighbors. */
export interface Presence {
  /** As `cleanName` leaves it. */
  readonly name: string;
  /** An index into the palette, 0 to `COLOR_COUNT` - 1. */
  readonly color: number;
  /** Where its selection begins and where its caret is; undefined where it has none, or the note has no such places. */
  readonly caret?: Caret | undefined;
  /** To whom it is connected: marks of its neighbors, as `marksOf` picks them. */
  readonly linkedTo: readonly number[];
}

/** Where somebody is in a text that others write to. */
export type Caret = Selection | Writing;

export interface Selection {
  readonly anchor: TextAnchor;
  readonly head: TextAnchor;
}

/** A caret behind what this author inserted last: it goes on with what they type, and nobody needs to be told of each step. */
export interface Writing {
  readonly follows: ReplicaId;
}

/** By how many of its neighbors a tab says whom it is connected to: no more find room. */
export const MAX_MARKS = 16;

/** What stands for a peer in a presence: the first 4 bytes of its id. */
export function markOf(peer: PeerId): number {
  return Number.parseInt(peer.slice(0, 8), 16);
}

/**
 * The marks of the neighbors of `self`, each once, ascending. Of more than `MAX_MARKS` those that follow its own, beginning
 * anew after the last: in a room of 33 in which all are connected, of any two one names the other.
 */
export function marksOf(self: PeerId, neighbors: readonly PeerId[]): readonly number[] {
  const own = markOf(self);
  const distance = (mark: number) => (mark > own ? mark : mark + 2 ** 32);
  const marks = [...new Set(neighbors.map(markOf))].sort((left, right) => distance(left) - distance(right));
  return marks.slice(0, MAX_MARKS).sort((left, right) => left - right);
}

/**
 * The bytes of `presence`, at most `MAX_PRESENCE_BYTES`: a format number, the color, the name, the caret if any, and the
 * neighbors.
 */
export function encodePresence({ name, color, caret, linkedTo }: Presence): Uint8Array {
  const writer = new ByteWriter().byte(FORMAT).byte(color).string(name);
  writeCaret(writer, caret);
  writer.byte(linkedTo.length);
  for (const mark of linkedTo) writer.unsigned(mark);
  const bytes = writer.finish();
  if (decodePresence(bytes) === undefined)
    throw new RangeError("Expected a clean name, a color of the palette and ascending marks");
  return bytes;
}

/** Reads what a neighbor sent. Undefined where it is not exactly what `encodePresence` gives for some presence. */
export function decodePresence(bytes: Uint8Array): Presence | undefined {
  return bytes.length <= MAX_PRESENCE_BYTES ? decodeOrUndefined(bytes, readPresence) : undefined;
}

const FORMAT = 4;
const NO_CARET = 0;
const SELECTION = 1;
const WRITING = 2;
const MAX_MARK = 2 ** 32 - 1;

function readPresence(reader: ByteReader): Presence {
  const format = reader.byte();
  const color = reader.byte();
  if (format !== FORMAT || color >= COLOR_COUNT) throw new MalformedError("Expected a format and a color");
  const name = reader.string(MAX_PRESENCE_BYTES);
  if (cleanName(name) !== name) throw new MalformedError("Expected a clean name");
  const caret = readCaret(reader);
  return { name, color, caret, linkedTo: readMarks(reader) };
}

function writeCaret(writer: ByteWriter, caret: Caret | undefined): void {
  if (!caret) writer.byte(NO_CARET);
  else if ("follows" in caret) writer.byte(WRITING).raw(replicaIdToBytes(caret.follows));
  else {
    writer.byte(SELECTION);
    writeAnchor(writer, caret.anchor);
    writeAnchor(writer, caret.head);
  }
}

function readCaret(reader: ByteReader): Caret | undefined {
  const kind = reader.byte();
  if (kind === NO_CARET) return undefined;
  if (kind === WRITING) return { follows: replicaIdFromBytes(reader.raw(8)) };
  if (kind === SELECTION) return { anchor: readAnchor(reader), head: readAnchor(reader) };
  throw new MalformedError(`Expected a kind of caret, got ${kind}`);
}

function readMarks(reader: ByteReader): readonly number[] {
  const count = reader.byte();
  const marks = Array.from({ length: Math.min(count, MAX_MARKS) }, () => reader.unsigned(MAX_MARK));
  const areAscending = marks.every((mark, i) => i === 0 || mark > (marks[i - 1] ?? mark));
  if (count > MAX_MARKS || !areAscending) throw new MalformedError("Expected few marks, ascending");
  return marks;
}

function writeAnchor(writer: ByteWriter, anchor: TextAnchor): void {
  writer.byte(anchor ? 1 : 0);
  if (anchor) writer.raw(replicaIdToBytes(anchor.author)).unsigned(anchor.counter);
}

function readAnchor(reader: ByteReader): TextAnchor {
  if (!readFlag(reader)) return undefined;
  const author: ReplicaId = replicaIdFromBytes(reader.raw(8));
  return { author, counter: reader.unsigned(Number.MAX_SAFE_INTEGER) };
}

function readFlag(reader: ByteReader): boolean {
  const byte = reader.byte();
  if (byte > 1) throw new MalformedError(`Expected 0 or 1, got ${byte}`);
  return byte === 1;
}
