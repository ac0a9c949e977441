import { ByteWriter } from "../bytes";
import { type AuthorLog, DELETE, DELETE_BACK, INSERT, NOWHERE, RESTORE, SIGN } from "./author-log";
import {
  CODE_INSERT_BEHIND_OWN,
  CODE_INSERT_ON,
  CODE_INSERT_SAME_RIGHT,
  CODES,
  FAR_SECONDS,
  zigzag,
} from "./delta-format";
import { countOf, secondsOf } from "./stamp";

/** A stretch of one author's log, from one unit up to another. */
export interface Stretch {
  readonly log: AuthorLog;
  readonly from: number;
  readonly to: number;
}

/** Writes stretches as one delta. Whoever reads it in this order finds every cause before what it leads to, if they are in such an order. */
export function writeDelta(logs: readonly AuthorLog[], stretches: readonly Stretch[]): Uint8Array {
  const first = stretches[0]!.log;
  first.number = 0;
  const named = [first];
  if (logs.length > 1) for (const stretch of stretches) nameAuthors(logs, stretch, named);
  writer.clear().unsigned(named.length);
  for (const { idBytes } of named) writer.raw(idBytes);
  for (const stretch of stretches) writeSection(logs, stretch, named);
  for (const log of named) log.number = -1;
  return writer.finish();
}

/** Used again and again: a keystroke must not cost a buffer. The second is for a column that is written beside another. */
const writer = new ByteWriter();
const column = new ByteWriter();

/** Gives each author that a stretch names its number in the table. */
function nameAuthors(logs: readonly AuthorLog[], { log, from, to }: Stretch, named: AuthorLog[]): void {
  nameAuthor(logs, log.slot, named);
  const last = log.entryOf(to - 1);
  for (let entry = log.entryOf(from); entry <= last; entry++) {
    const code = codeOf(log, entry, from);
    // What does not refer to a character has nobody there, or its own author.
    if (code !== CODE_INSERT_ON) nameAuthor(logs, log.leftSlots[entry]!, named);
    if (code <= CODE_INSERT_BEHIND_OWN) nameAuthor(logs, log.rightSlots[entry]!, named);
  }
}

function nameAuthor(logs: readonly AuthorLog[], slot: number, named: AuthorLog[]): void {
  if (slot === NOWHERE) return;
  const log = logs[slot - 1]!;
  if (log.number < 0) log.number = named.push(log) - 1;
}

function writeSection(logs: readonly AuthorLog[], { log, from, to }: Stretch, named: readonly AuthorLog[]): void {
  const last = log.entryOf(to - 1);
  const markEnd = log.markOf(to - 1) + 1;
  let first = last;
  while (log.starts[first]! > from) first--;
  let mark = markEnd;
  while (mark > 0 && log.markUnits[mark - 1]! >= from) mark--;
  const character = log.charactersBefore(from);
  for (let i = 0; i < named.length; i++) named[i]!.spoken = 0;
  log.spoken = character;

  if (named.length > 1) writer.unsigned(log.number);
  writer.unsigned(from).unsigned((last + 1 - first) * 2 + (markEnd > mark ? 1 : 0));
  if (markEnd > mark) writer.unsigned(markEnd - mark);
  column.clear();
  for (let entry = first; entry <= last; entry++) writeEntry(logs, log, entry, from, to, named.length + 1);
  writer.append(column);
  if (markEnd > mark) writeMarks(log, from, mark, markEnd);
  writer.utf16(log.text, character, log.charactersBefore(to));
  if (log.signatures.length > 0) writeSignatures(log, first, last);
}

/** Writes an operation's head, and behind the others what it refers to. */
function writeEntry(
  logs: readonly AuthorLog[],
  log: AuthorLog,
  entry: number,
  from: number,
  to: number,
  base: number,
): void {
  const start = log.starts[entry]!;
  const skipped = Math.max(0, from - start);
  const length = Math.min(log.endOf(entry), to) - start - skipped;
  const leftSlot = log.leftSlots[entry]!;
  const left = log.leftCounters[entry]!;
  const kind = log.kinds[entry]!;
  const code = codeOf(log, entry, from);
  if (kind === INSERT) {
    if ((code & CODE_INSERT_BEHIND_OWN) === 0) refer(logs, leftSlot, left, 1, base);
    if ((code & CODE_INSERT_SAME_RIGHT) === 0) refer(logs, log.rightSlots[entry]!, log.rightCounters[entry]!, 0, base);
    log.spoken = log.counters[entry]! + skipped + length;
  } else if (kind === DELETE) refer(logs, leftSlot, left + skipped, length, base);
  else if (kind === DELETE_BACK) refer(logs, leftSlot, left - skipped, -length, base);
  else if (kind === RESTORE) column.unsigned(start - left);
  writer.unsigned(length * CODES + code);
}

/** The code of an entry, or of what is left of it from `from` on. */
function codeOf(log: AuthorLog, entry: number, from: number): number {
  const kind = log.kinds[entry]!;
  if (kind !== INSERT) return kind + CODE_INSERT_ON;
  if (log.starts[entry]! < from) return CODE_INSERT_ON;
  const counter = log.counters[entry]!;
  const isBehindOwn = log.leftSlots[entry] === log.slot && log.leftCounters[entry] === counter - 1;
  let rightSlot = NOWHERE;
  let rightCounter = 0;
  if (counter > 0) {
    const before = log.entryOfCharacter(counter - 1);
    rightSlot = log.rightSlots[before]!;
    rightCounter = log.rightCounters[before]!;
  }
  const isSameRight = log.rightSlots[entry] === rightSlot && log.rightCounters[entry] === rightCounter;
  return (isBehindOwn ? CODE_INSERT_BEHIND_OWN : 0) + (isSameRight ? CODE_INSERT_SAME_RIGHT : 0);
}

/** Speaks of a character; the next one that is spoken of is likely `step` further. */
function refer(logs: readonly AuthorLog[], slot: number, counter: number, step: number, base: number): void {
  if (slot === NOWHERE) {
    column.unsigned(0);
    return;
  }
  const log = logs[slot - 1]!;
  column.unsigned(zigzag(counter - log.spoken) * base + log.number + 1);
  log.spoken = counter + step;
}

function writeMarks(log: AuthorLog, from: number, first: number, end: number): void {
  column.clear();
  let last = from;
  for (let mark = first; mark < end; mark++) {
    const unit = log.markUnits[mark]!;
    const stamp = log.markStamps[mark]!;
    const expected = mark === 0 ? unit : log.markStamps[mark - 1]! + unit - log.markUnits[mark - 1]!;
    const seconds = secondsOf(stamp) - secondsOf(expected);
    const count = seconds > 0 ? countOf(stamp) : stamp - expected;
    const isNear = seconds < FAR_SECONDS && count === 0;
    writer.unsigned((unit - last) * FAR_SECONDS + (isNear ? seconds : 0));
    if (!isNear) column.unsigned(seconds * 2 + (count > 0 ? 1 : 0));
    if (!isNear && count > 0) column.unsigned(count);
    last = unit;
  }
  writer.append(column);
}

function writeSignatures(log: AuthorLog, first: number, last: number): void {
  for (let entry = first; entry <= last; entry++) {
    if (log.kinds[entry] !== SIGN) continue;
    const { name, color } = log.signatures[log.leftCounters[entry]!]!;
    writer.byte(color).string(name);
  }
}
