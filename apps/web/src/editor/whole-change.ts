/** Replace what stands from `from` to `to` (UTF-16 units of the text before) by `insert`. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** A stretch of the text before, and what stands there in the text after. */
export interface Span {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/**
 * The one change that turns `before` into `after`, from the first difference to the last; none where there is no
 * difference. It neither begins nor ends inside a surrogate pair.
 */
export function wholeChange(before: string, after: string): readonly TextChange[] {
  const span = differingSpan(before, after);
  return span ? [changeOf(withWholePairs(span, before, after), after)] : [];
}

/** From where to where two texts differ; undefined where they do not. */
export function differingSpan(before: string, after: string): Span | undefined {
  const start = sharedStart(before, after);
  const shared = sharedEnd(before, after, start);
  const span = { fromA: start, toA: before.length - shared, fromB: start, toB: after.length - shared };
  return span.fromA === span.toA && span.fromB === span.toB ? undefined : span;
}

/** What makes the text before the text `after` in a span. */
export function changeOf({ fromA, toA, fromB, toB }: Span, after: string): TextChange {
  return { from: fromA, to: toA, insert: after.slice(fromB, toB) };
}

/** Moves the ends of a span outward where they split a pair. What it takes in is the same on both sides. */
export function withWholePairs(span: Span, before: string, after: string): Span {
  const start = splitsPair(before, span.fromA) || splitsPair(after, span.fromB) ? 1 : 0;
  const end = splitsPair(before, span.toA) || splitsPair(after, span.toB) ? 1 : 0;
  return { fromA: span.fromA - start, toA: span.toA + end, fromB: span.fromB - start, toB: span.toB + end };
}

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

function splitsPair(text: string, at: number): boolean {
  return at > 0 && at < text.length && isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
