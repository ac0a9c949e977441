import { Blake2s } from "./blake2s";
import { type ByteReader, ByteWriter, decodeOrUndefined, equalBytes, MalformedError, utf8Length } from "./bytes";
import type { Lost, MergeResult, RefusalReason, Replica, Restamped } from "./replica";
import type { ReplicaId } from "./replica-id";
import {
  compareTimestamps,
  decodeTimestamp,
  isAhead,
  readTimestamp,
  type Timestamp,
  tick,
  writeTimestamp,
} from "./timestamp";

/** The most that a note may hold, in bytes of UTF-8. */
export const MAX_NOTE_BYTES = 262_144;

/** How many writers a text's ancestry names. Beyond it the oldest is forgotten, and its text may be offered once more. */
export const MAX_ANCESTORS = 8;

/** The largest delta of a register: the text, and at most 40 bytes for each timestamp and length. */
export const MAX_REGISTER_DELTA_BYTES = registerDeltaBytes(MAX_NOTE_BYTES);

/** The largest delta of a register whose text has at most `textBytes` bytes of UTF-8. */
export function registerDeltaBytes(textBytes: number): number {
  return textBytes + 40 * (MAX_ANCESTORS + 1);
}

/** A whole new text for the register. */
export interface RegisterOperation {
  readonly text: string;
}

/**
 * The source text's rule: data and the timestamp of its last update; a later timestamp replaces both, anything else
 * is discarded.
 *
 * Each text also names its ancestry: the latest write, of each of the last few writers, that its writer had before
 * it. The ancestry decides nothing. It only tells a text that was carried on from one that was overwritten unseen, so
 * that the latter can be handed to the caller.
 */
export class Register implements Replica<RegisterOperation> {
  readonly pushes = "whole";
  private held: Held | undefined;
  private print: { readonly of: Held | undefined; readonly bytes: Uint8Array } | undefined;
  /** When this copy wrote, the latest of each ms: a clock that was set back must not give out a timestamp twice. */
  private readonly written: Timestamp[] = [];

  constructor(private readonly replica: ReplicaId) {}

  /** The text as it stands; empty where nothing was ever written. */
  get text(): string {
    return this.held?.text ?? "";
  }

  /** When and by whom the text was written; undefined where nothing ever was. */
  get timestamp(): Timestamp | undefined {
    return this.held?.timestamp;
  }

  version(): Uint8Array {
    const writer = new ByteWriter();
    if (this.held) writeTimestamp(writer, this.held.timestamp);
    return writer.finish();
  }

  since(version: Uint8Array | undefined, maxBytes: number): Uint8Array | undefined {
    if (!this.held || this.held.delta.length > maxBytes) return undefined;
    const seen = version && decodeTimestamp(version);
    if (seen && compareTimestamps(this.held.timestamp, seen) <= 0) return undefined;
    return this.held.delta;
  }

  shareOf(version: Uint8Array): number {
    // Without a throw within, which takes long: so it is of most notes, which have no title.
    const seen = version.length > 0 ? decodeTimestamp(version) : undefined;
    return seen && (!this.held || compareTimestamps(seen, this.held.timestamp) > 0) ? 0 : 1;
  }

  includes(version: Uint8Array, part: Uint8Array): boolean {
    const needed = decodeTimestamp(part);
    const seen = decodeTimestamp(version);
    return !needed || (seen !== undefined && compareTimestamps(seen, needed) >= 0);
  }

  fingerprint(): Uint8Array {
    const { held } = this;
    if (this.print && this.print.of === held) return this.print.bytes;
    const bytes = new Blake2s().raw(held?.delta ?? new Uint8Array(0)).digest();
    this.print = { of: held, bytes };
    return bytes;
  }

  /** What `merge` would refuse the delta for; undefined where it would not. */
  refusalOf(delta: Uint8Array, now: number): RefusalReason | undefined {
    const theirs = decodeHeld(delta);
    if (!theirs) return "malformed";
    if (isAhead(theirs.timestamp, now)) return "ahead";
    const { held } = this;
    const isContradiction =
      held && compareTimestamps(theirs.timestamp, held.timestamp) === 0 && !equalBytes(held.delta, delta);
    return isContradiction ? "contradiction" : undefined;
  }

  merge(delta: Uint8Array, now: number): MergeResult {
    if (this.held && equalBytes(this.held.delta, delta)) return UNCHANGED;
    const theirs = decodeHeld(delta);
    if (!theirs) return { type: "refused", reason: "malformed" };
    if (isAhead(theirs.timestamp, now)) return { type: "refused", reason: "ahead" };
    const ours = this.held;
    if (!ours) {
      this.held = theirs;
      return { type: "changed", lost: undefined };
    }
    const order = compareTimestamps(theirs.timestamp, ours.timestamp);
    if (order === 0) return { type: "refused", reason: "contradiction" };
    if (order < 0) return { type: "unchanged", lost: goesOnFrom(ours, theirs) ? undefined : lostTo(ours, theirs) };
    this.held = theirs;
    // Who knows a later write of this copy than this copy does has it from before a restamp, or forged it: either way
    // it may not have seen ours.
    const seen = !isLaterOf(this.replica, theirs, ours) && goesOnFrom(theirs, ours);
    return { type: "changed", lost: seen ? undefined : lostTo(theirs, ours) };
  }

  /** Throws a `RangeError` where the text is longer than `MAX_NOTE_BYTES`. */
  edit({ text }: RegisterOperation, now: number): void {
    this.restamp(now);
    this.write(text.toWellFormed(), this.tickFrom(this.held?.timestamp, now), descend(this.held));
  }

  restamp(now: number): Restamped | undefined {
    const ours = this.held;
    if (!ours || !isAhead(ours.timestamp, now)) return undefined;
    const sound = ours.ancestors.filter((ancestor) => !isAhead(ancestor, now));
    const timestamp = this.tickFrom(sound[0], now);
    // A full counter at the very bound carried past it. The next ms has room.
    if (isAhead(timestamp, now)) return undefined;
    this.write(ours.text, timestamp, sound);
    return RESTAMPED;
  }

  /** The timestamp of a write upon `seen`: later than it, and than all that this copy wrote and others accept. */
  private tickFrom(seen: Timestamp | undefined, now: number): Timestamp {
    let last = seen;
    for (const timestamp of this.written) {
      if (!isAhead(timestamp, now) && (!last || compareTimestamps(timestamp, last) > 0)) last = timestamp;
    }
    return tick(last, now, this.replica);
  }

  private write(text: string, timestamp: Timestamp, ancestors: readonly Timestamp[]): void {
    const bytes = utf8Length(text);
    if (bytes > MAX_NOTE_BYTES) throw new RangeError(`Expected at most ${MAX_NOTE_BYTES} bytes of text, got ${bytes}`);
    const writer = new ByteWriter();
    writeTimestamp(writer, timestamp);
    writer.unsigned(ancestors.length);
    for (const ancestor of ancestors) writeTimestamp(writer, ancestor);
    writer.string(text);
    this.held = { timestamp, ancestors, text, delta: writer.finish() };
    if (this.written.at(-1)?.timeMs === timestamp.timeMs) this.written.pop();
    this.written.push(timestamp);
    if (this.written.length > MAX_WRITTEN) this.written.shift();
  }
}

/** Who has written in more ms than this since it last wrote in one may, if its clock is set back to that one, give out a timestamp twice. */
const MAX_WRITTEN = 1_024;

interface Held {
  readonly timestamp: Timestamp;
  /** Newest first, one for each writer. */
  readonly ancestors: readonly Timestamp[];
  readonly text: string;
  /** All of the above as it travels; kept, since a node that pushes sends it again and again. */
  readonly delta: Uint8Array;
}

const RESTAMPED: Restamped = { lost: undefined };

const UNCHANGED: MergeResult = { type: "unchanged", lost: undefined };

function decodeHeld(delta: Uint8Array): Held | undefined {
  if (delta.length > MAX_REGISTER_DELTA_BYTES) return undefined;
  // The copy is ours to keep: the bytes that came in may be a view of a larger message. Not `slice`, which of a
  // `Buffer` is a view again.
  const copy = new Uint8Array(delta);
  return decodeOrUndefined(copy, (reader) => ({ ...readHeld(reader), delta: copy }));
}

function readHeld(reader: ByteReader): Omit<Held, "delta"> {
  const timestamp = readTimestamp(reader);
  const count = reader.unsigned(MAX_ANCESTORS);
  const ancestors = Array.from({ length: count }, () => readTimestamp(reader));
  // Whoever goes on from this text inherits its ancestry: a forged one of the far future would hide losses for ever.
  if (ancestors.some((ancestor, i) => compareTimestamps(ancestor, ancestors[i - 1] ?? timestamp) >= 0)) {
    throw new MalformedError("Expected ancestors before the text, newest first");
  }
  if (new Set(ancestors.map(({ replica }) => replica)).size < count) throw new MalformedError("A writer named twice");
  return { timestamp, ancestors, text: reader.string(MAX_NOTE_BYTES) };
}

/** The ancestry of a write upon `held`. */
function descend(held: Held | undefined): readonly Timestamp[] {
  if (!held) return [];
  const others = held.ancestors.filter(({ replica }) => replica !== held.timestamp.replica);
  return [held.timestamp, ...others].slice(0, MAX_ANCESTORS);
}

/** Whether `later` was written upon `earlier`. A later write of one writer speaks for all before. */
function goesOnFrom(later: Held, earlier: Held): boolean {
  const seen = lastOf(earlier.timestamp.replica, later);
  return seen !== undefined && compareTimestamps(earlier.timestamp, seen) <= 0;
}

/** Whether `left` names a later write of `writer` than `right` does. */
function isLaterOf(writer: ReplicaId, left: Held, right: Held): boolean {
  const [ofLeft, ofRight] = [lastOf(writer, left), lastOf(writer, right)];
  return ofLeft !== undefined && (ofRight === undefined || compareTimestamps(ofLeft, ofRight) > 0);
}

/** The latest write of `writer` that `held` names; undefined where it names none. */
function lastOf(writer: ReplicaId, held: Held): Timestamp | undefined {
  return [held.timestamp, ...held.ancestors].find(({ replica }) => replica === writer);
}

/** The loser's text, unless there is none or the winner says the same. */
function lostTo(winner: Held, loser: Held): Lost | undefined {
  if (loser.text === winner.text || loser.text === "") return undefined;
  return { text: loser.text, timestamp: loser.timestamp };
}
