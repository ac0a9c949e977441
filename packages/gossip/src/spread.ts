import {
  type ByteReader,
  type ByteWriter,
  compareTimestamps,
  isAhead,
  MalformedError,
  readTimestamp,
  type Timestamp,
  writeTimestamp,
} from "@hearsay/merge";

/** How a room spreads what is new. */
export type Strategy = "push" | "broadcast" | "rumor" | "plumtree";

export const STRATEGIES: readonly Strategy[] = ["push", "broadcast", "rumor", "plumtree"];

/** A room's setting: how news spreads, and Δ, the time from one push to the next. */
export interface Spread {
  readonly strategy: Strategy;
  /** Δ, a whole number of ms from `MIN_INTERVAL_MS` to `MAX_INTERVAL_MS`. */
  readonly intervalMs: number;
}

export const MIN_INTERVAL_MS = 20;
export const MAX_INTERVAL_MS = 60_000;
export const DEFAULT_SPREAD: Spread = { strategy: "plumtree", intervalMs: 200 };

/** Throws a `RangeError` where `spread` breaks a bound: every other node would drop what tells of it. */
export function assertSpread({ strategy, intervalMs }: Spread): void {
  if (!STRATEGIES.includes(strategy)) throw new RangeError(`Expected a strategy, got ${strategy}`);
  if (!Number.isInteger(intervalMs) || intervalMs < MIN_INTERVAL_MS || intervalMs > MAX_INTERVAL_MS) {
    throw new RangeError(`Expected ${MIN_INTERVAL_MS} to ${MAX_INTERVAL_MS} ms, got ${intervalMs}`);
  }
}

/** A setting somebody chose, and when: the latest choice holds for the room, by the rule of the source text. */
export interface ChosenSpread {
  readonly spread: Spread;
  readonly timestamp: Timestamp;
}

/** Whether `theirs` takes the place of `ours`. */
export function isNewerChoice(theirs: ChosenSpread, ours: ChosenSpread | undefined, now: number): boolean {
  if (isAhead(theirs.timestamp, now)) return false;
  return !ours || compareTimestamps(theirs.timestamp, ours.timestamp) > 0;
}

export function writeChosenSpread(writer: ByteWriter, { spread, timestamp }: ChosenSpread): void {
  writer.byte(STRATEGIES.indexOf(spread.strategy)).unsigned(spread.intervalMs);
  writeTimestamp(writer, timestamp);
}

export function readChosenSpread(reader: ByteReader): ChosenSpread {
  const strategy = STRATEGIES[reader.byte()];
  const intervalMs = reader.unsigned(MAX_INTERVAL_MS);
  if (strategy === undefined) throw new MalformedError("Expected a strategy");
  if (intervalMs < MIN_INTERVAL_MS) throw new MalformedError(`Expected an interval from ${MIN_INTERVAL_MS} ms`);
  return { spread: { strategy, intervalMs }, timestamp: readTimestamp(reader) };
}

export function isSameSpread(left: Spread, right: Spread): boolean {
  return left.strategy === right.strategy && left.intervalMs === right.intervalMs;
}
