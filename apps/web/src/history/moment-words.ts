/** A moment to the second, in the reader's own time: with its date, unless it was today. */
export function momentWords(timeMs: number, nowMs: number): string {
  return (isSameDay(timeMs, nowMs) ? SECOND_TODAY : SECOND).format(timeMs);
}

/** A moment to the minute, in the reader's own time: with its date, unless it was today. */
export function minuteWords(timeMs: number, nowMs: number): string {
  return (isSameDay(timeMs, nowMs) ? MINUTE_TODAY : MINUTE).format(timeMs);
}

/** Who wrote something and when, to the minute: "Quiet Heron, 14:03". */
export function writtenWords(name: string, timeMs: number, nowMs: number): string {
  return `${name}, ${minuteWords(timeMs, nowMs)}`;
}

// To make one costs as much as to use it a hundred times.
const SECOND_TODAY = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const SECOND = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const MINUTE_TODAY = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const MINUTE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function isSameDay(leftMs: number, rightMs: number): boolean {
  return new Date(leftMs).toDateString() === new Date(rightMs).toDateString();
}
