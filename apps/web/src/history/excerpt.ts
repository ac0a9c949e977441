import type { PastPassage, ReplicaId } from "@hearsay/merge";

/** A stretch of one line that one author wrote. */
export interface Piece {
  readonly text: string;
  readonly author: ReplicaId;
  readonly timeMs: number;
  /** Whether it has just changed. Where something was taken away, a fresh piece without text marks the place. */
  readonly fresh: boolean;
}

/** The part of a text that is shown, and how much there is before and after it, in UTF-16 units. */
export interface Excerpt {
  readonly lines: readonly (readonly Piece[])[];
  readonly before: number;
  readonly after: number;
}

/** UTF-16 units of a text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a text consists of, and where it has just changed, in ascending order. */
export interface PastText {
  readonly text: string;
  readonly passages: readonly PastPassage[];
  readonly fresh: readonly Span[];
}

/**
 * At most `MAX_SHOWN_UNITS` of a text, by lines, around the place where it has changed first (around its end, where it has
 * not). Less, where that would be more than `MAX_PIECES` pieces, as it is where many write letter by letter.
 */
export function excerptOf(past: PastText): Excerpt {
  const { text, fresh } = past;
  const center = fresh[0]?.from ?? text.length;
  for (let limit = MAX_SHOWN_UNITS; ; limit = Math.floor(limit / 2)) {
    const shown = windowAround(text, center, limit);
    const lines = linesOf(past, shown);
    if (lines || limit <= MIN_SHOWN_UNITS) {
      return { lines: lines ?? [], before: shown.from, after: text.length - shown.to };
    }
  }
}

export const MAX_SHOWN_UNITS = 30_000;
export const MAX_PIECES = 2_500;
/** So few units are never more than `MAX_PIECES` pieces: each is one, with a mark beside it, and breaks a line. */
const MIN_SHOWN_UNITS = 800;

/** At most `limit` units with `center` among them, from the start of a line to the end of one where there are such. */
function windowAround(text: string, center: number, limit: number): Span {
  const start = Math.max(0, Math.min(center - Math.floor(limit / 2), text.length - limit));
  const end = Math.min(text.length, start + limit);
  const firstBreak = start > 0 ? text.indexOf("\n", start - 1) : -1;
  const lastBreak = end < text.length ? text.lastIndexOf("\n", end) : -1;
  const from = firstBreak >= 0 && firstBreak < center ? firstBreak + 1 : start;
  const to = lastBreak >= center ? lastBreak : end;
  return { from: splitsPair(text, from) ? from + 1 : from, to: splitsPair(text, to) ? to - 1 : to };
}

function splitsPair(text: string, at: number): boolean {
  return at > 0 && at < text.length && isWithin(text, at, 0xdc00) && isWithin(text, at - 1, 0xd800);
}

function isWithin(text: string, at: number, start: number): boolean {
  return text.charCodeAt(at) >= start && text.charCodeAt(at) < start + 0x400;
}

/** Undefined where there would be too many pieces. */
function linesOf({ passages, fresh }: PastText, shown: Span): readonly (readonly Piece[])[] | undefined {
  const page = new Page();
  let end = 0;
  for (const passage of passages) {
    const start = end;
    end += passage.text.length;
    const from = Math.max(start, shown.from);
    const to = Math.min(end, shown.to);
    if (from >= to) continue;
    for (const part of partsOf({ from, to }, fresh, to === shown.to)) {
      page.add(passage, passage.text.slice(part.from - start, part.to - start), part.fresh);
    }
    if (page.pieces > MAX_PIECES) return undefined;
  }
  return page.lines;
}

interface Part extends Span {
  readonly fresh: boolean;
}

/** Parts `span` at the ends of what is fresh. A place where something was taken away goes with what stands behind it. */
function partsOf(span: Span, fresh: readonly Span[], isLast: boolean): readonly Part[] {
  const parts: Part[] = [];
  let at = span.from;
  for (const { from, to } of fresh) {
    if (to < at || from > span.to || (from === span.to && !(isLast && from === to))) continue;
    const start = Math.max(from, at);
    const end = Math.min(to, span.to);
    if (start === end && from < to) continue;
    if (start > at) parts.push({ from: at, to: start, fresh: false });
    parts.push({ from: start, to: end, fresh: true });
    at = end;
  }
  if (at < span.to) parts.push({ from: at, to: span.to, fresh: false });
  return parts;
}

/** Breaks pieces at the ends of lines. */
class Page {
  readonly lines: Piece[][] = [[]];
  pieces = 0;

  add({ author, timeMs }: PastPassage, text: string, fresh: boolean): void {
    for (const [i, line] of text.split("\n").entries()) {
      if (i > 0) this.lines.push([]);
      this.pieces++;
      // A new line of its own is marked too, where nothing else is.
      if (line !== "" || (fresh && (text === "" || i > 0)))
        this.lines.at(-1)?.push({ text: line, author, timeMs, fresh });
    }
  }
}
