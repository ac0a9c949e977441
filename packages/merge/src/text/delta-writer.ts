import { ByteWriter } from "../bytes";
import { type AuthorLog, DELETE, DELETE_BACK, INSERT, type Kind, NOWHERE, RESTORE, SIGN } from "./author-log";
import {
  CODE_DELETE,
  CODE_DELETE_BACK,
  CODE_INSERT_BEHIND_OWN,
  CODE_INSERT_ON,
  CODE_INSERT_SAME_RIGHT,
  CODE_RESTORE,
  CODE_SIGN,
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
  const named: AuthorLog[] = [];
  for (const stretch of stretches) nameAuthors(logs, stretch, named);
  writer.clear().unsigned(named.length);
  for (const { idBytes } of named) writer.raw(idBytes);
  for (const stretch of stretches) writeSection(logs, stretch, named);
  for (const log of named) log.number = -1;
  return writer.finish();
}

/** Used again and again: a keystroke must not cost a buffer. */
const writer = new ByteWriter();

/** Gives each author that a stretch names its number in the table. */
function nameAuthors(logs: readonly AuthorLog[], { log, from, to }: Stretch, named: AuthorLog[]): void {
  nameAuthor(log, named);
  const last = log.entryOf(to - 1);
  for (let entry = log.entryOf(from); entry <= last; entry++) {
    // An entry that does not refer to anybody has nobody there, or its own author.
    nameAuthor(logs[log.leftSlots[entry]! - 1], named);
    nameAuthor(logs[log.rightSlots[entry]! - 1], named);
  }
}

function nameAuthor(log: AuthorLog | undefined, named: AuthorLog[]): void {
  if (log && log.number < 0) log.number = named.push(log) - 1;
}

function writeSection(logs: readonly AuthorLog[], stretch: Stretch, named: readonly AuthorLog[]): void {
  const { log, from, to } = stretch;
  const first = log.entryOf(from);
  const last = log.entryOf(to - 1);
  const character = log.charactersBefore(from);
  const mark = log.markOf(from - 1) + 1;
  const markEnd = log.markOf(to - 1) + 1;
  if (named.length > 1) writer.unsigned(log.number);
  writer.unsigned(from).unsigned((last + 1 - first) * 2 + (markEnd > mark ? 1 : 0));
  if (markEnd > mark) writer.unsigned(markEnd - mark);

  const before = character > 0 ? log.entryOfCharacter(character - 1) : NO_ENTRY;
  for (let entry = first, previous = before; entry <= last; entry++) {
    const length = Math.min(log.endOf(entry), to) - Math.max(log.starts[entry]!, from);
    writer.unsigned(length * CODES + codeOf(log, entry, from, previous));
    if (log.kinds[entry] === INSERT) previous = entry;
  }
  for (let i = 0; i < named.length; i++) named[i]!.spoken = 0;
  log.spoken = character;
  for (let entry = first, previous = before; entry <= last; entry++) {
    writeReferences(logs, stretch, entry, codeOf(log, entry, from, previous), named.length + 1);
    if (log.kinds[entry] === INSERT) previous = entry;
  }
  if (markEnd > mark) writeMarks(log, from, mark, markEnd);
  writer.utf16(log.text, character, log.charactersBefore(to));
  if (log.signatures.length > 0) writeSignatures(log, first, last);
}

const NO_ENTRY = -1;

/** How an entry, or what is of it from unit `from` on, is told to whoever knows the insertion before it. */
function codeOf(log: AuthorLog, entry: number, from: number, previous: number): number {
  const kind = log.kinds[entry] as Kind;
  switch (kind) {
    case INSERT: {
      if (log.starts[entry]! < from) return CODE_INSERT_ON;
      const isBehindOwn = log.leftSlots[entry] === log.slot && log.leftCounters[entry] === log.counters[entry]! - 1;
      const isSameRight =
        log.rightSlots[entry] === (log.rightSlots[previous] ?? NOWHERE) &&
        log.rightCounters[entry] === (log.rightCounters[previous] ?? 0);
      return (isBehindOwn ? CODE_INSERT_BEHIND_OWN : 0) + (isSameRight ? CODE_INSERT_SAME_RIGHT : 0);
    }
    case DELETE:
      return CODE_DELETE;
    case DELETE_BACK:
      return CODE_DELETE_BACK;
    case RESTORE:
      return CODE_RESTORE;
    case SIGN:
      return CODE_SIGN;
    default:
      return kind satisfies never;
  }
}

function writeReferences(
  logs: readonly AuthorLog[],
  { log, from, to }: Stretch,
  entry: number,
  code: number,
  base: number,
): void {
  const left = log.leftCounters[entry]!;
  const skipped = Math.max(0, from - log.starts[entry]!);
  const length = Math.min(log.endOf(entry), to) - log.starts[entry]! - skipped;
  if (code <= CODE_INSERT_ON) {
    if ((code & CODE_INSERT_BEHIND_OWN) === 0) refer(logs[log.leftSlots[entry]! - 1], left, 1, base);
    if ((code & CODE_INSERT_SAME_RIGHT) === 0) {
      refer(logs[log.rightSlots[entry]! - 1], log.rightCounters[entry]!, 0, base);
    }
    log.spoken = log.counters[entry]! + skipped + length;
  } else if (code === CODE_DELETE) refer(logs[log.leftSlots[entry]! - 1], left + skipped, length, base);
  else if (code === CODE_DELETE_BACK) refer(logs[log.leftSlots[entry]! - 1], left - skipped, -length, base);
  else if (code === CODE_RESTORE) writer.unsigned(log.starts[entry]! - left);
}

/** Speaks of a character; the next one that is spoken of is likely `step` further. */
function refer(log: AuthorLog | undefined, counter: number, step: number, base: number): void {
  writer.unsigned(log ? zigzag(counter - log.spoken) * base + log.number + 1 : 0);
  if (log) log.spoken = counter + step;
}

function writeMarks(log: AuthorLog, from: number, first: number, end: number): void {
  for (let mark = first, last = from; mark < end; mark++) {
    const unit = log.markUnits[mark]!;
    writer.unsigned((unit - last) * FAR_SECONDS + nearSeconds(log, mark));
    last = unit;
  }
  for (let mark = first; mark < end; mark++) {
    if (nearSeconds(log, mark) > 0) continue;
    const stamp = log.markStamps[mark]!;
    const expected = log.followingStamp(log.markUnits[mark]!);
    const seconds = secondsOf(stamp) - secondsOf(expected);
    const count = seconds > 0 ? countOf(stamp) : stamp - expected;
    writer.unsigned(seconds * 2 + (count > 0 ? 1 : 0));
    if (count > 0) writer.unsigned(count);
  }
}

/** How many seconds the stamp jumps at a mark, where it is told by that alone; else 0. */
function nearSeconds(log: AuthorLog, mark: number): number {
  const stamp = log.markStamps[mark]!;
  const seconds = secondsOf(stamp) - secondsOf(log.followingStamp(log.markUnits[mark]!));
  return seconds < FAR_SECONDS && countOf(stamp) === 0 ? seconds : 0;
}

function writeSignatures(log: AuthorLog, first: number, last: number): void {
  for (let entry = first; entry <= last; entry++) {
    if (log.kinds[entry] !== SIGN) continue;
    const { name, color } = log.signatures[log.leftCounters[entry]!]!;
    writer.byte(color).string(name);
  }
}
