/** A duration for people, in its largest sensible unit: "45 seconds", "1 hour", "2 years". `ms` is not negative. */
export function approximateDuration(ms: number): string {
  for (const [unit, unitMs] of UNITS) {
    // Each unit starts a little early: 59 minutes and a half read better as an hour.
    if (ms >= unitMs * 0.95) return phrase(Math.max(1, Math.round(ms / unitMs)), unit);
  }
  return phrase(Math.round(ms), "millisecond");
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365.25 * DAY_MS;

const UNITS = [
  ["year", YEAR_MS],
  ["day", DAY_MS],
  ["hour", HOUR_MS],
  ["minute", MINUTE_MS],
  ["second", SECOND_MS],
] as const;

function phrase(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}
