import type { ReplicaId } from "../replica-id";
import { type AuthorLog, DELETE, DELETE_BACK, INSERT, RESTORE, SIGN } from "./author-log";
import { NO_PLACE } from "./span-nodes";
import { lastStampAt, type Stamp, TICK_MS, timeOf } from "./stamp";
import type { TextDocument } from "./text-document";
import type { TextView } from "./text-view";
import { decodeUtf16 } from "./utf16";

/** A stretch of the text as it was, of one author. */
export interface PastPassage {
  readonly text: string;
  readonly author: ReplicaId;
  /** When its first character was written. */
  readonly timeMs: number;
}

/** Something that somebody did to the text. */
export interface Change {
  readonly type: "inserted" | "deleted" | "restored";
  readonly author: ReplicaId;
  readonly timeMs: number;
  /** What it did that to. */
  readonly text: string;
}

/**
 * What a text was, which its state answers. Apart from `Text`, so that an app may load it when it is asked for; it
 * follows the text as that goes on.
 */
export class TextPast {
  constructor(private readonly text: TextView) {}

  /** The text as it was at the end of the second that holds `timeMs`. */
  textAt(timeMs: number): string {
    return this.passagesAt(timeMs)
      .map(({ text }) => text)
      .join("");
  }

  /** The same, by author. */
  passagesAt(timeMs: number): readonly PastPassage[] {
    return passagesAt(this.text.document, timeMs);
  }

  /** What was written after `fromMs` and up to `toMs`, in order of time, then of author. */
  changes(fromMs: number, toMs: number): readonly Change[] {
    return changesBetween(this.text.document, fromMs, toMs);
  }

  /** The whole seconds at which something was written, ascending, in ms. */
  moments(): Float64Array {
    return momentsOf(this.text.document.logs);
  }
}

function passagesAt(document: TextDocument, timeMs: number): readonly PastPassage[] {
  const { logs, tree } = document;
  const last = lastStampAt(timeMs);
  const units = logs.map((log) => log.unitsUpTo(last));
  const characters = logs.map((log, i) => log.charactersBefore(units[i] as number));
  const hidden = hiddenCounts(logs, units);
  const passages: PastPassage[] = [];
  const open = new OpenPassage(passages);
  for (let place = tree.first(); place !== NO_PLACE; place = tree.next(place)) {
    const i = tree.slot(place) - 1;
    const start = tree.counter(place);
    const end = Math.min(start + tree.length(place), characters[i] as number);
    if (start >= end) continue;
    const log = logs[i] as AuthorLog;
    const hides = hidden[i] as Int32Array;
    addVisible(open, log, hides, start, end);
  }
  open.close();
  return passages;
}

/** How often each character of each log was hidden, by deletions that were not taken back, when the logs were no longer than `units`. */
function hiddenCounts(logs: readonly AuthorLog[], units: readonly number[]): readonly Int32Array[] {
  const hidden = logs.map(({ characters }) => new Int32Array(characters));
  for (let i = 0; i < logs.length; i++) {
    const log = logs[i]!;
    const end = units[i]!;
    for (let entry = 0; entry < log.entries && log.starts[entry]! < end; entry++) {
      const length = Math.min(log.endOf(entry), end) - log.starts[entry]!;
      const first = log.leftCounters[entry]!;
      const kind = log.kinds[entry];
      if (kind === DELETE) hide(hidden[log.leftSlots[entry]! - 1]!, first, length, 1);
      else if (kind === DELETE_BACK) hide(hidden[log.leftSlots[entry]! - 1]!, first - length + 1, length, 1);
      else if (kind === RESTORE) {
        log.eachDeleted(first, first + length, (slot, from, count) => hide(hidden[slot - 1]!, from, count, -1));
      }
    }
  }
  return hidden;
}

function hide(counts: Int32Array, from: number, length: number, by: number): void {
  for (let counter = from; counter < from + length; counter++) counts[counter]! += by;
}

function addVisible(open: OpenPassage, log: AuthorLog, hides: Int32Array, start: number, end: number): void {
  for (let from = start; from < end; ) {
    if (hides[from] !== 0) {
      from++;
      continue;
    }
    let to = from + 1;
    while (to < end && hides[to] === 0) to++;
    open.add(log, from, to);
    from = to;
  }
}

/** Collects what one author wrote in a row into one passage. */
class OpenPassage {
  private log: AuthorLog | undefined;
  private first = 0;
  private text = "";

  constructor(private readonly passages: PastPassage[]) {}

  add(log: AuthorLog, from: number, to: number): void {
    if (log !== this.log) {
      this.close();
      this.log = log;
      this.first = from;
    }
    this.text += decodeUtf16(log.text.subarray(from, to));
  }

  close(): void {
    const { log, text } = this;
    if (log) this.passages.push({ text, author: log.id, timeMs: timeOf(log.stampAt(log.unitOf(this.first))) });
    this.log = undefined;
    this.text = "";
  }
}

function momentsOf(logs: readonly AuthorLog[]): Float64Array {
  const seconds = new Set<number>();
  for (const log of logs) {
    for (let unit = 0; unit < log.units; ) {
      const entry = log.entryOf(unit);
      // To sign changes nothing of the text.
      if (log.kinds[entry] === SIGN) {
        unit = log.endOf(entry);
        continue;
      }
      const time = timeOf(log.stampAt(unit));
      seconds.add(time);
      unit = Math.max(unit + 1, log.unitsUpTo(lastStampAt(time)));
    }
  }
  return Float64Array.from(seconds).sort();
}

function changesBetween(document: TextDocument, fromMs: number, toMs: number): readonly Change[] {
  const found: { readonly stamp: Stamp; readonly change: Change }[] = [];
  for (const log of document.logs) {
    const to = log.unitsUpTo(lastStampAt(toMs));
    for (let unit = log.unitsUpTo(lastStampAt(fromMs)); unit < to; ) {
      const entry = log.entryOf(unit);
      const stamp = log.stampAt(unit);
      const second = log.unitsUpTo(lastStampAt(timeOf(stamp)));
      const end = Math.min(log.endOf(entry), to, second);
      if (log.kinds[entry] !== SIGN) {
        found.push({ stamp, change: { ...changeOf(document.logs, log, entry, unit, end), timeMs: timeOf(stamp) } });
      }
      unit = end;
    }
  }
  found.sort((left, right) => left.stamp - right.stamp || (left.change.author < right.change.author ? -1 : 1));
  return found.map(({ change }) => change);
}

function changeOf(logs: readonly AuthorLog[], log: AuthorLog, entry: number, from: number, to: number) {
  const inside = from - (log.starts[entry] as number);
  if (log.kinds[entry] === INSERT) {
    const counter = (log.counters[entry] as number) + inside;
    const text = decodeUtf16(log.text.subarray(counter, counter + to - from));
    return { type: "inserted" as const, author: log.id, text };
  }
  const isRestoration = log.kinds[entry] === RESTORE;
  let text = "";
  const first = isRestoration ? (log.leftCounters[entry] as number) + inside : from;
  log.eachDeleted(first, first + to - from, (slot, counter, length) => {
    const piece = decodeUtf16((logs[slot - 1] as AuthorLog).text.subarray(counter, counter + length));
    // What was deleted backwards is told as it stood.
    text = log.kinds[entry] === DELETE_BACK ? piece + text : text + piece;
  });
  return { type: isRestoration ? ("restored" as const) : ("deleted" as const), author: log.id, text };
}

/** Time as the text keeps it. */
export const MOMENT_MS = TICK_MS;
