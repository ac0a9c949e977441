import { diff } from "@codemirror/merge";
import { changeOf, differingSpan, type Span, type TextChange, withWholePairs } from "./whole-change";

/**
 * The few changes that turn `before` into `after`, in order and apart from each other. No change begins or ends inside
 * a surrogate pair. Texts that have little in common give one change, so that the work stays bounded.
 */
export function textChanges(before: string, after: string): readonly TextChange[] {
  const whole = differingSpan(before, after);
  if (!whole) return [];
  const differing = Math.max(whole.toA - whole.fromA, whole.toB - whole.fromB);
  const spans =
    differing > MAX_DIFF_LENGTH ? [whole] : diff(before, after, { scanLimit: SCAN_LIMIT, timeout: DIFF_MS });
  return joined(spans.map((span) => withWholePairs(span, before, after))).map((span) => changeOf(span, after));
}

/** Two stretches longer than this are not compared in detail. */
const MAX_DIFF_LENGTH = 50_000;
const SCAN_LIMIT = 500;
const DIFF_MS = 20;

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
