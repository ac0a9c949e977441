/**
 * How long before `now` a moment was, for people: "just now", "3 minutes ago", "yesterday", and a date where it is
 * longer than a month. A moment that has yet to come, since a clock was set back, is "just now".
 */
export function timeAgo(thenMs: number, nowMs: number): string {
  const agoMs = nowMs - thenMs;
  if (agoMs < MINUTE_MS) return "just now";
  if (agoMs < HOUR_MS) return RELATIVE.format(-Math.floor(agoMs / MINUTE_MS), "minute");
  if (agoMs < DAY_MS) return RELATIVE.format(-Math.floor(agoMs / HOUR_MS), "hour");
  if (agoMs < 30 * DAY_MS) return RELATIVE.format(-Math.floor(agoMs / DAY_MS), "day");
  return DATE.format(thenMs);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const DATE = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
