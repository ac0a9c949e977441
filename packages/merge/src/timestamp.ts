import { type ByteReader, type ByteWriter, decodeOrUndefined } from "./bytes";
import { type ReplicaId, readReplicaId, writeReplicaId } from "./replica-id";

/**
 * When and by whom something was written: a hybrid logical clock's reading (Kulkarni et al. 2014), totally ordered by
 * time, then counter, then replica. All integers.
 */
export interface Timestamp {
  /** Room time in ms since 1970, 0 to `MAX_TIME_MS`. */
  readonly timeMs: number;
  /** Tells apart what was written within one ms, 0 to `MAX_COUNTER`. */
  readonly counter: number;
  readonly replica: ReplicaId;
}

/** The year 10889: 48 bits of ms. */
export const MAX_TIME_MS = 2 ** 48 - 1;
export const MAX_COUNTER = 2 ** 20 - 1;

/** A timestamp further than this ahead of room time is refused. */
export const MAX_DRIFT_MS = 60_000;

/** Negative where `left` is the earlier, positive where it is the later, 0 where they are equal. */
export function compareTimestamps(left: Timestamp, right: Timestamp): number {
  if (left.timeMs !== right.timeMs) return left.timeMs - right.timeMs;
  if (left.counter !== right.counter) return left.counter - right.counter;
  if (left.replica === right.replica) return 0;
  return left.replica < right.replica ? -1 : 1;
}

/**
 * The timestamp of a new write: later than `last`, the latest that its writer has seen, whatever the clock says.
 *
 * A counter that is used up carries into the time. So the order holds, and nobody can keep a writer from writing by
 * sending it the highest counter. Throws a `RangeError` where `now` is no time, or where time itself is used up.
 */
export function tick(last: Timestamp | undefined, now: number, replica: ReplicaId): Timestamp {
  if (!Number.isSafeInteger(now) || now < 0) throw new RangeError(`Expected a time in whole ms, got ${now}`);
  let timeMs = now;
  let counter = 0;
  if (last !== undefined && last.timeMs >= now) {
    const full = last.counter === MAX_COUNTER;
    timeMs = full ? last.timeMs + 1 : last.timeMs;
    counter = full ? 0 : last.counter + 1;
  }
  if (timeMs > MAX_TIME_MS) throw new RangeError(`Expected a time up to ${MAX_TIME_MS}, got ${timeMs}`);
  return { timeMs, counter, replica };
}

/** Whether `timestamp` lies beyond the drift bound. Only the future side: however old, a timestamp is sound. */
export function isAhead(timestamp: Timestamp, now: number): boolean {
  return timestamp.timeMs > now + MAX_DRIFT_MS;
}

export function writeTimestamp(writer: ByteWriter, timestamp: Timestamp): void {
  writer.unsigned(timestamp.timeMs).unsigned(timestamp.counter);
  writeReplicaId(writer, timestamp.replica);
}

export function readTimestamp(reader: ByteReader): Timestamp {
  const timeMs = reader.unsigned(MAX_TIME_MS);
  const counter = reader.unsigned(MAX_COUNTER);
  return { timeMs, counter, replica: readReplicaId(reader) };
}

/** Decodes exactly one timestamp; undefined where the bytes are none. */
export function decodeTimestamp(bytes: Uint8Array): Timestamp | undefined {
  return decodeOrUndefined(bytes, readTimestamp);
}
