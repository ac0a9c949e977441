/** How a wrong clock is wrong. */
export interface Skew {
  readonly name: string;
  /** In whole ms; negative where it is slow. */
  readonly ms: number;
  /** As it stands beside the clock; empty where it is right. */
  readonly mark: string;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const CENTURY_MS = 36_525 * 24 * HOUR_MS;

export const RIGHT: Skew = { name: "right", ms: 0, mark: "" };
export const FAST: Skew = { name: "three hours fast", ms: 3 * HOUR_MS, mark: "+3 h" };

/** What the reader can choose from. */
export const SKEWS: readonly Skew[] = [
  { name: "three hours slow", ms: -3 * HOUR_MS, mark: "−3 h" },
  RIGHT,
  { name: "30 seconds fast", ms: 30 * SECOND_MS, mark: "+30 s" },
  FAST,
  { name: "a century fast", ms: CENTURY_MS, mark: "+100 y" },
];

/** Where the hands of a clock stand, in turns from the top, clockwise: 0 to 1. */
export interface Hands {
  readonly hour: number;
  readonly minute: number;
}

/** The hands at `ms` since 1970. */
export function handsAt(ms: number): Hands {
  return { hour: turns(ms / (12 * HOUR_MS)), minute: turns(ms / HOUR_MS) };
}

/** The time of day at `ms` since 1970, in UTC, without the seconds: "1:46". */
export function hourAndMinute(ms: number): string {
  return timeOfDay(ms).slice(0, -":00".length);
}

/** The time of day at `ms` since 1970, in UTC: "1:46:40". */
export function timeOfDay(ms: number): string {
  const seconds = Math.floor(ms / SECOND_MS);
  const [hour, minute, second] = [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  return `${hour}:${twoDigits(minute)}:${twoDigits(second)}`;
}

function turns(value: number): number {
  return value - Math.floor(value);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
