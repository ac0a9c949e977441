import type { ReplicaId } from "../replica-id";
import { MAX_COUNTER, MAX_DRIFT_MS, type Timestamp } from "../timestamp";

/**
 * The physical and the logical part of a hybrid logical clock (Kulkarni et al. 2014) in one integer: whole seconds
 * since 1970 times 2^20, plus a count within the second. A count that is used up carries into the seconds. Two units
 * of two authors may bear one stamp: the author settles their order.
 */
export type Stamp = number;

/** The physical part ticks once a second: a mark for each ms would be most of a stored history. */
export const TICK_MS = 1_000;
export const COUNT_BITS = 20;
const COUNTS = MAX_COUNTER + 1;

/** The year 2106: 32 bits of seconds. */
export const MAX_STAMP: Stamp = 2 ** 52 - 1;

/** Throws a `RangeError` where `now` is no time. */
export function assertTime(now: number): void {
  if (!Number.isSafeInteger(now) || now < 0) throw new RangeError(`Expected a time in whole ms, got ${now}`);
}

/** The stamp of a new unit: later than `last`, whatever the clock says. Throws a `RangeError` where time is used up. */
export function nextStamp(last: Stamp, now: number): Stamp {
  const stamp = Math.max(Math.floor(now / TICK_MS) * COUNTS, last + 1);
  if (stamp > MAX_STAMP) throw new RangeError("Expected a time up to the year 2106");
  return stamp;
}

/** The last stamp within the second that holds `timeMs`. */
export function lastStampAt(timeMs: number): Stamp {
  return (Math.floor(timeMs / TICK_MS) + 1) * COUNTS - 1;
}

/** The last stamp within the minute that holds `stamp`. */
export function lastOfMinute(stamp: Stamp): Stamp {
  return (Math.floor(secondsOf(stamp) / 60) + 1) * 60 * COUNTS - 1;
}

/** The last stamp that is not beyond the drift bound at room time `now`. */
export function lastSoundStamp(now: number): Stamp {
  return lastStampAt(now + MAX_DRIFT_MS);
}

export function secondsOf(stamp: Stamp): number {
  return Math.floor(stamp / COUNTS);
}

export function countOf(stamp: Stamp): number {
  return stamp % COUNTS;
}

export function stampOf(seconds: number, count: number): Stamp {
  return seconds * COUNTS + count;
}

export function timeOf(stamp: Stamp): number {
  return secondsOf(stamp) * TICK_MS;
}

export function timestampOf(stamp: Stamp, replica: ReplicaId): Timestamp {
  return { timeMs: timeOf(stamp), counter: countOf(stamp), replica };
}
