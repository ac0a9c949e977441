import { diff } from "@codemirror/merge";

/** Replace what stands from `from` to `to` (UTF-16 units of the text before) by `insert`. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * The few changes that turn `before` into `after`, in order and apart from each other. No change begins or ends inside
 * a surrogate pair. Texts that have little in common give one change, so that the work stays bounded.
 */
export function textChanges(before: string, after: string): readonly TextChange[] {
  const bounds = { from: sharedStart(before, after), shared: 0 };
  bounds.shared = sharedEnd(before, after, bounds.from);
  const beforeEnd = before.length - bounds.shared;
  const afterEnd = after.length - bounds.shared;
  if (bounds.from === beforeEnd && bounds.from === afterEnd) return [];
  const whole: Span = { fromA: bounds.from, toA: beforeEnd, fromB: bounds.from, toB: afterEnd };
  const differing = Math.max(beforeEnd, afterEnd) - bounds.from;
  const spans =
    differing > MAX_DIFF_LENGTH ? [whole] : diff(before, after, { scanLimit: SCAN_LIMIT, timeout: DIFF_MS });
  return joined(spans.map((span) => widened(span, before, after))).map(({ fromA, toA, fromB, toB }) => ({
    from: fromA,
    to: toA,
    insert: after.slice(fromB, toB),
  }));
}

interface Span {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Two stretches longer than this are not compared in detail. */
const MAX_DIFF_LENGTH = 50_000;
const SCAN_LIMIT = 500;
const DIFF_MS = 20;

function sharedStart(before: string, after: string): number {
  const limit = Math.min(before.length, after.length);
  let length = 0;
  while (length < limit && before.charCodeAt(length) === after.charCodeAt(length)) length++;
  return length;
}

function sharedEnd(before: string, after: string, start: number): number {
  const limit = Math.min(before.length, after.length) - start;
  let length = 0;
  while (
    length < limit &&
    before.charCodeAt(before.length - 1 - length) === after.charCodeAt(after.length - 1 - length)
  ) {
    length++;
  }
  return length;
}

/** Moves the ends of a span outward where they split a pair. What it takes in is the same on both sides. */
function widened(span: Span, before: string, after: string): Span {
  const start = splitsPair(before, span.fromA) || splitsPair(after, span.fromB) ? 1 : 0;
  const end = splitsPair(before, span.toA) || splitsPair(after, span.toB) ? 1 : 0;
  return { fromA: span.fromA - start, toA: span.toA + end, fromB: span.fromB - start, toB: span.toB + end };
}

function splitsPair(text: string, at: number): boolean {
  return at > 0 && at < text.length && isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Joins spans that touch since they were widened. */
function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last && span.fromA <= last.toA) result[result.length - 1] = { ...last, toA: span.toA, toB: span.toB };
    else result.push(span);
  }
  return result;
}
