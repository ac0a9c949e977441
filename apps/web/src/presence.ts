import { MAX_PRESENCE_BYTES } from "@hearsay/gossip";
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
}

/** A selection in a text that others write to. */
export interface Caret {
  readonly anchor: TextAnchor;
  readonly head: TextAnchor;
}

/** The bytes of `presence`, at most `MAX_PRESENCE_BYTES`: a format number, the color, the name, and the caret if any. */
export function encodePresence({ name, color, caret }: Presence): Uint8Array {
  const writer = new ByteWriter()
    .byte(FORMAT)
    .byte(color)
    .string(name)
    .byte(caret ? 1 : 0);
  if (caret) {
    writeAnchor(writer, caret.anchor);
    writeAnchor(writer, caret.head);
  }
  const bytes = writer.finish();
  if (decodePresence(bytes) === undefined) throw new RangeError("Expected a clean name and a color of the palette");
  return bytes;
}

/** Reads what a neighbor sent. Undefined where it is not exactly what `encodePresence` gives for some presence. */
export function decodePresence(bytes: Uint8Array): Presence | undefined {
  return bytes.length <= MAX_PRESENCE_BYTES ? decodeOrUndefined(bytes, readPresence) : undefined;
}

const FORMAT = 2;

function readPresence(reader: ByteReader): Presence {
  const format = reader.byte();
  const color = reader.byte();
  if (format !== FORMAT || color >= COLOR_COUNT) throw new MalformedError("Expected a format and a color");
  const name = reader.string(MAX_PRESENCE_BYTES);
  if (cleanName(name) !== name) throw new MalformedError("Expected a clean name");
  const hasCaret = readFlag(reader);
  return { name, color, caret: hasCaret ? { anchor: readAnchor(reader), head: readAnchor(reader) } : undefined };
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
