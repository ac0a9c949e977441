import type { ReplicaId } from "../replica-id";
import { type AuthorLog, DELETE, DELETE_BACK, INSERT, RESTORE, SIGN } from "./author-log";
import type { TextChange } from "./change-record";
import { EditList } from "./edit-list";
import { NO_PLACE, type Place } from "./span-nodes";
import { lastOfMinute, lastStampAt, type Stamp, TICK_MS, timeOf } from "./stamp";
import type { TextDocument } from "./text-document";
import type { TextView } from "./text-view";
import { decodeUtf16 } from "./utf16";

/** A stretch of the text as it was, which one author wrote within one minute. */
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
    return textAt(this.text.document, timeMs);
  }

  /** The same, by author and minute. */
  passagesAt(timeMs: number): readonly PastPassage[] {
    return passagesAt(this.text.document, timeMs);
  }

  /**
   * What makes the text again what it was at the end of the second that holds `timeMs`: in ascending order, apart from each
   * other, and no more than it takes, so that all that is left stays with its authors.
   */
  editsTo(timeMs: number): readonly TextChange[] {
    return editsTo(this.text.document, timeMs);
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

function textAt(document: TextDocument, timeMs: number): string {
  const past = new PastCharacters(document, timeMs);
  const { logs, tree } = document;
  const units = new Uint16Array(logs.reduce((sum, { characters }) => sum + characters, 0));
  let length = 0;
  for (let place = tree.first(); place !== NO_PLACE; place = tree.next(place)) {
    past.eachStretch(place, ({ text }, from, to, showed) => {
      // Most stretches are so short that a view of them would cost more than the copy.
      if (showed) for (let i = from; i < to; i++) units[length++] = text[i]!;
    });
  }
  return decodeUtf16(units.subarray(0, length));
}

function passagesAt(document: TextDocument, timeMs: number): readonly PastPassage[] {
  const past = new PastCharacters(document, timeMs);
  const passages: PastPassage[] = [];
  const open = new OpenPassage(passages);
  const { tree } = document;
  for (let place = tree.first(); place !== NO_PLACE; place = tree.next(place)) {
    past.eachStretch(place, (log, from, to, showed) => {
      if (showed) open.add(log, from, to);
    });
  }
  open.close();
  return passages;
}

function editsTo(document: TextDocument, timeMs: number): readonly TextChange[] {
  const past = new PastCharacters(document, timeMs);
  const edits = new EditList();
  const { tree } = document;
  let position = 0;
  for (let place = tree.first(); place !== NO_PLACE; place = tree.next(place)) {
    const shows = tree.hides(place) === 0;
    past.eachStretch(place, (log, from, to, showed) => {
      if (showed && !shows) edits.replace(position, position, decodeUtf16(log.text.subarray(from, to)));
      if (shows && !showed) edits.replace(position, position + to - from, "");
      if (shows) position += to - from;
    });
  }
  return edits.edits;
}

/** Which characters showed at the end of a second. */
class PastCharacters {
  /** How many characters of each log there were. */
  private readonly characters: readonly number[];
  private readonly hidden: readonly Int32Array[];

  constructor(
    private readonly document: TextDocument,
    timeMs: number,
  ) {
    const { logs } = document;
    const units = logs.map((log) => log.unitsUpTo(lastStampAt(timeMs)));
    this.characters = logs.map((log, i) => log.charactersBefore(units[i]!));
    this.hidden = hiddenCounts(logs, units);
  }

  /** Visits the characters of a span, stretch by stretch of those that showed and of those that did not. */
  eachStretch(place: Place, visit: (log: AuthorLog, from: number, to: number, showed: boolean) => void): void {
    const { logs, tree } = this.document;
    const i = tree.slot(place) - 1;
    const hidden = this.hidden[i]!;
    const start = tree.counter(place);
    const end = start + tree.length(place);
    const known = Math.max(start, Math.min(end, this.characters[i]!));
    for (let from = start; from < known; ) {
      const isHidden = hidden[from] !== 0;
      let to = from + 1;
      while (to < known && (hidden[to] !== 0) === isHidden) to++;
      visit(logs[i]!, from, to, !isHidden);
      from = to;
    }
    if (known < end) visit(logs[i]!, known, end, false);
  }
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

/** Collects what one author wrote in a row, within one minute, into one passage. */
class OpenPassage {
  private log: AuthorLog | undefined;
  private timeMs = 0;
  /** The last stamp of its minute. */
  private last: Stamp = 0;
  private text = "";

  constructor(private readonly passages: PastPassage[]) {}

  add(log: AuthorLog, from: number, to: number): void {
    for (let at = from; at < to; ) {
      const stamp = log.stampAt(log.unitOf(at));
      const last = lastOfMinute(stamp);
      if (log !== this.log || last !== this.last) {
        this.close();
        this.log = log;
        this.timeMs = timeOf(stamp);
        this.last = last;
      }
      const end = Math.min(to, log.charactersBefore(log.unitsUpTo(last)));
      this.text += decodeUtf16(log.text.subarray(at, end));
      at = end;
    }
  }

  close(): void {
    const { log, timeMs, text } = this;
    if (log) this.passages.push({ text, author: log.id, timeMs });
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
