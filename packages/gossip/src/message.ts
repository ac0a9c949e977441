import {
  type ByteReader,
  ByteWriter,
  decodeOrUndefined,
  MAX_AUTHORS,
  MAX_NOTE_DELTA_BYTES,
  MalformedError,
  readReplicaId,
  writeReplicaId,
} from "@hearsay/merge";
import { DIGEST_BYTES } from "./digest";
import { STATE_BYTES } from "./divergence";
import { readList, writeList } from "./list";
import { MAX_RECORDS, type MemberRecord, readRecord, writeRecord } from "./members/member-record";
import { type OverlayMessage, readOverlayMessage, writeOverlayMessage } from "./overlay/overlay-message";
import type { PeerId } from "./peer-id";
import { type ChosenSpread, readChosenSpread, writeChosenSpread } from "./spread";
import { type Branch, MAX_TREES } from "./strategies/trees";

/** The first byte of every message. Nodes of different versions do not understand each other, and say so. */
export const PROTOCOL_VERSION = 5;

export const MAX_DELTA_BYTES = MAX_NOTE_DELTA_BYTES;

/** What a neighbor lacks goes in pieces of at most so many bytes, so that keystrokes can pass between them. */
export const MAX_PIECE_BYTES = 65_536;

/** The most that a version takes: 12 bytes for each author, and a title's timestamp. */
export const MAX_VERSION_BYTES = 12 * MAX_AUTHORS + 64;

/** The most that the trees take that news goes along. */
const MAX_BRANCHES_BYTES = 1 + 9 * MAX_TREES;

/** No message is longer: a version, a delta, their lengths, trees, and the leading bytes. */
export const MAX_MESSAGE_BYTES = MAX_VERSION_BYTES + MAX_DELTA_BYTES + MAX_BRANCHES_BYTES + 16;

export type Message =
  | Hello
  /** Who is in the room, and what they say of themselves. */
  | { readonly type: "members"; readonly records: readonly MemberRecord[] }
  /** Who is to be connected to whom. */
  | { readonly type: "overlay"; readonly overlay: OverlayMessage }
  /** Data and timestamp, as the replica encodes them. */
  | { readonly type: "push"; readonly delta: Uint8Array }
  /** The same, of a node that wants to hear whether it was news. */
  | { readonly type: "rumor"; readonly delta: Uint8Array }
  /** The answer to a rumor. */
  | { readonly type: "feedback"; readonly knew: boolean }
  /** What the sender has, and a piece of what it thinks that the receiver lacks; empty where that is nothing. */
  | {
      readonly type: "delta";
      readonly version: Uint8Array;
      readonly delta: Uint8Array;
      /** Whether the sender wants to hear if it was news. */
      readonly isRumor: boolean;
    }
  /** The same along a link of trees, at most `MAX_TREES` of them: what is new, as soon as the sender has it. */
  | {
      readonly type: "news";
      readonly branches: readonly Branch[];
      readonly version: Uint8Array;
      readonly delta: Uint8Array;
    }
  /** News came that had come before: no more of those trees, at most `MAX_TREES` of them, is to be sent along this link. */
  | { readonly type: "prune"; readonly roots: readonly PeerId[] }
  /** What stands for the sender's state, as `stateOf` has it. */
  | { readonly type: "digest"; readonly digest: Uint8Array }
  /** What the sender has, and what stands for its state. */
  | { readonly type: "have"; readonly version: Uint8Array; readonly state?: Uint8Array | undefined }
  /** The same, of a node that waits for what it lacks. */
  | { readonly type: "ask"; readonly version: Uint8Array }
  /** The answer to a push whose timestamp lies beyond the drift bound. */
  | { readonly type: "ahead" };

/** What a node knows of the room. */
export interface Hello {
  readonly type: "hello";
  /** How many neighbors the sender has, at most 255. */
  readonly degree: number;
  /** `DIGEST_BYTES` bytes that stand for all members that the sender knows of. */
  readonly members: Uint8Array;
  /** The room's setting. */
  readonly chosen: ChosenSpread | undefined;
}

export type Decoded =
  | Message
  | { readonly type: "malformed" }
  /** The sender speaks another version of the protocol. */
  | { readonly type: "otherVersion"; readonly version: number };

export function encodeMessage(message: Message): Uint8Array {
  const writer = new ByteWriter().byte(PROTOCOL_VERSION).byte(TYPES.indexOf(message.type));
  switch (message.type) {
    case "hello":
      writer
        .byte(message.degree)
        .raw(message.members)
        .byte(message.chosen ? 1 : 0);
      if (message.chosen) writeChosenSpread(writer, message.chosen);
      return writer.finish();
    case "members":
      writeList(writer, message.records, writeRecord);
      return writer.finish();
    case "overlay":
      writeOverlayMessage(writer, message.overlay);
      return writer.finish();
    case "push":
    case "rumor":
      return writer.raw(message.delta).finish();
    case "delta":
      return writer
        .byte(message.isRumor ? 1 : 0)
        .bytes(message.version)
        .raw(message.delta)
        .finish();
    case "news":
      writeList(writer, message.branches, writeBranch);
      return writer.bytes(message.version).raw(message.delta).finish();
    case "digest":
      return writer.raw(message.digest).finish();
    case "have":
      return writer
        .bytes(message.version)
        .raw(message.state ?? NOTHING)
        .finish();
    case "ask":
      return writer.raw(message.version).finish();
    case "prune":
      writeList(writer, message.roots, writeReplicaId);
      return writer.finish();
    case "feedback":
      return writer.byte(message.knew ? 1 : 0).finish();
    case "ahead":
      return writer.finish();
    default:
      return message satisfies never;
  }
}

/** Decodes bytes from anyone. Never throws. */
export function decodeMessage(bytes: Uint8Array): Decoded {
  const version = bytes[0];
  if (version === undefined || bytes.length > MAX_MESSAGE_BYTES) return { type: "malformed" };
  if (version !== PROTOCOL_VERSION) return { type: "otherVersion", version };
  return decodeOrUndefined(bytes.subarray(1), readMessage) ?? { type: "malformed" };
}

/** The type of a message of this version, by its second byte alone. For those who count. */
export function peekMessageType(bytes: Uint8Array): Message["type"] | undefined {
  return bytes[0] === PROTOCOL_VERSION ? TYPES[bytes[1] ?? TYPES.length] : undefined;
}

/** How much more work a message is than its bytes tell, as bytes of any other: a few that name many members cost most. */
export function workOf(bytes: Uint8Array): number {
  const type = peekMessageType(bytes);
  if (type === "members") return RECORD_WORK * Math.min(bytes[2] ?? 0, MAX_RECORDS);
  if (type === "ask") return ASK_WORK;
  return type === "hello" ? HELLO_WORK : 0;
}

/** A record takes about 5 µs where 255 are remembered, and a digest of all of them, to compare a hello's with, 150 µs. */
const RECORD_WORK = 8 * 1024;
const HELLO_WORK = 64 * 1024;
/** An answer is up to 64 KiB, which take a ms to make where a note consists of many small pieces. */
const ASK_WORK = 1024 * 1024;

const NOTHING = new Uint8Array(0);

const TYPES: readonly Message["type"][] = [
  "hello",
  "push",
  "ahead",
  "rumor",
  "feedback",
  "delta",
  "have",
  "ask",
  "news",
  "prune",
  "digest",
  "members",
  "overlay",
];

function readMessage(reader: ByteReader): Message {
  const type = TYPES[reader.byte()];
  switch (type) {
    case "hello": {
      const degree = reader.byte();
      const members = new Uint8Array(reader.raw(DIGEST_BYTES));
      const hasChosen = readBoolean(reader);
      return { type, degree, members, chosen: hasChosen ? readChosenSpread(reader) : undefined };
    }
    case "members":
      return { type, records: readList(reader, MAX_RECORDS, readRecord) };
    case "overlay":
      return { type, overlay: readOverlayMessage(reader) };
    case "push":
    case "rumor":
      return { type, delta: readRest(reader, MAX_DELTA_BYTES) };
    case "delta": {
      const isRumor = readBoolean(reader);
      return { type, isRumor, version: reader.bytes(MAX_VERSION_BYTES), delta: readRest(reader, MAX_DELTA_BYTES) };
    }
    case "news": {
      const branches = readList(reader, MAX_TREES, readBranch);
      return { type, branches, version: reader.bytes(MAX_VERSION_BYTES), delta: readRest(reader, MAX_DELTA_BYTES) };
    }
    case "digest":
      return { type, digest: reader.raw(STATE_BYTES) };
    case "have":
      return { type, version: reader.bytes(MAX_VERSION_BYTES), state: readState(reader) };
    case "ask":
      return { type, version: readRest(reader, MAX_VERSION_BYTES) };
    case "prune":
      return { type, roots: readList(reader, MAX_TREES, readReplicaId) };
    case "feedback":
      return { type, knew: readBoolean(reader) };
    case "ahead":
      return { type };
    case undefined:
      throw new MalformedError("Expected a type of message");
    default:
      return type satisfies never;
  }
}

function writeBranch(writer: ByteWriter, [root, links]: Branch): void {
  writeReplicaId(writer, root);
  writer.byte(links);
}

function readBranch(reader: ByteReader): Branch {
  return [readReplicaId(reader), reader.byte()];
}

function readRest(reader: ByteReader, limit: number): Uint8Array {
  if (reader.remaining > limit) throw new MalformedError(`Expected at most ${limit} bytes, got ${reader.remaining}`);
  return reader.rest();
}

/** Undefined where the sender does not tell it. */
function readState(reader: ByteReader): Uint8Array | undefined {
  return reader.remaining > 0 ? reader.raw(STATE_BYTES) : undefined;
}

function readBoolean(reader: ByteReader): boolean {
  const byte = reader.byte();
  if (byte > 1) throw new MalformedError(`Expected 0 or 1, got ${byte}`);
  return byte === 1;
}
