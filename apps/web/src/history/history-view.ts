import type { ReplicaId, TextPast } from "@hearsay/merge";
import type { AuthorNames } from "../authors/author-names";
import { type Writer, writersOf } from "../authors/writers";
import { textChanges } from "../editor/text-changes";
import { changeWords } from "./change-words";
import { type Excerpt, excerptOf } from "./excerpt";

/** A text as it was at a moment, and what had happened since the moment it is compared with. */
export interface PastView {
  readonly timeMs: number;
  readonly text: string;
  readonly excerpt: Excerpt;
  readonly writers: readonly Writer[];
  /** What happened, in words; empty where nothing of the text changed. */
  readonly words: string;
}

/** The last of `moments` that is not after `timeMs`, as an index; the first where all are after it, -1 of none. */
export function momentAt(moments: Float64Array, timeMs: number): number {
  const after = moments.findIndex((moment) => moment > timeMs);
  if (after < 0) return moments.length - 1;
  return Math.max(0, after - 1);
}

/** What is looked at. */
export interface Moment {
  readonly timeMs: number;
  /** The moment that it is compared with; undefined: before there was any. */
  readonly sinceMs: number | undefined;
  /** What was looked at last, if the text is the same still: it may save looking again. */
  readonly last: PastView | undefined;
}

/** Looks at `text` as it was at a moment. */
export function pastViewOf(past: TextPast, { timeMs, sinceMs, last }: Moment, names: AuthorNames): PastView {
  const passages = past.passagesAt(timeMs);
  const now = passages.map((passage) => passage.text).join("");
  const before = last && last.timeMs === sinceMs ? last.text : textAt(past, sinceMs);
  const fresh = freshSpans(before, now);
  const shares = passages.map(({ author, text: { length } }) => ({ author, units: length }));
  return {
    timeMs,
    text: now,
    excerpt: excerptOf({ text: now, passages, fresh }),
    writers: writersOf(shares, names),
    words: changeWords(past.changes(sinceMs ?? BEFORE_ALL_MS, timeMs), (author: ReplicaId) => names.nameOf(author)),
  };
}

const BEFORE_ALL_MS = -1;

function textAt(past: TextPast, timeMs: number | undefined): string {
  return timeMs === undefined ? "" : past.textAt(timeMs);
}

/** Where `now` differs from `before`, in positions of `now`. */
function freshSpans(before: string, now: string) {
  let shift = 0;
  return textChanges(before, now).map(({ from, to, insert }) => {
    const start = from + shift;
    shift += insert.length - (to - from);
    return { from: start, to: start + insert.length };
  });
}
