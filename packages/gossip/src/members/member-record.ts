import {
  type ByteReader,
  type ByteWriter,
  MAX_DRIFT_MS,
  MAX_TIME_MS,
  MalformedError,
  readReplicaId,
  writeReplicaId,
} from "@hearsay/merge";
import { DIGEST_BYTES } from "../digest";
import type { PeerId } from "../peer-id";

/** The most that a peer may say of itself. */
export const MAX_PRESENCE_BYTES = 256;

/** The most records in one message. */
export const MAX_RECORDS = 64;

/** What is told of one who is in the room, from neighbor to neighbor. Of two the later holds. */
export interface MemberRecord {
  readonly peer: PeerId;
  /** When it was made, in ms of room time. */
  readonly at: number;
  /** A neighbor of `peer` lost it. If `peer` is still there, it says so with a later record. */
  readonly isGone: boolean;
  /** Whether `peer` has told it to all that it knows of, so that it need not go on. */
  readonly isToldToAll: boolean;
  /** Whether it is sent along the tree since it was new to its sender, and not since it may be lacking. */
  readonly isNews: boolean;
  /** When `peer` last said something new of itself, in ms of room time; at most `at`. */
  readonly presenceAt: number;
  /** What it said then; undefined where the receiver should know. */
  readonly presence: Uint8Array | undefined;
  /** What it has of the data, as `digestOf` it; undefined where that is not told. */
  readonly digest: Uint8Array | undefined;
}

export function writeRecord(writer: ByteWriter, record: MemberRecord): void {
  const { peer, at, isGone, isToldToAll, isNews, presenceAt, presence, digest } = record;
  writeReplicaId(writer, peer);
  const said = [isGone, presence !== undefined, digest !== undefined, isToldToAll, isNews];
  writer.unsigned(at).byte(said.reduce((flags, each, bit) => flags | (each ? 1 << bit : 0), 0));
  writer.unsigned(at - presenceAt);
  if (presence) writer.bytes(presence);
  if (digest) writer.raw(digest);
}

/** Throws a `MalformedError` where the bytes are no record. */
export function readRecord(reader: ByteReader): MemberRecord {
  const peer = readReplicaId(reader);
  const at = reader.unsigned(MAX_TIME_MS);
  const flags = reader.byte();
  if (flags > (GONE | PRESENCE | DIGEST | TO_ALL | NEWS)) throw new MalformedError(`Expected flags, got ${flags}`);
  const presenceAt = at - reader.unsigned(at);
  const presence = flags & PRESENCE ? new Uint8Array(reader.bytes(MAX_PRESENCE_BYTES)) : undefined;
  const digest = flags & DIGEST ? new Uint8Array(reader.raw(DIGEST_BYTES)) : undefined;
  const [isGone, isToldToAll, isNews] = [GONE, TO_ALL, NEWS].map((flag) => (flags & flag) !== 0) as Flags;
  return { peer, at, isGone, isToldToAll, isNews, presenceAt, presence, digest };
}

type Flags = [boolean, boolean, boolean];

const GONE = 1;
const PRESENCE = 2;
const DIGEST = 4;
const TO_ALL = 8;
const NEWS = 16;

/** A time for what a node says now: later than what it said before, unless its clock was far ahead then. */
export function laterThan(before: MemberRecord | undefined, now: number): number {
  return before && before.at <= now + MAX_DRIFT_MS / 2 ? Math.max(now, before.at + 1) : now;
}

export function isLater(record: MemberRecord, than: MemberRecord): boolean {
  return record.at > than.at || (record.at === than.at && record.isGone && !than.isGone);
}
