import { ByteWriter } from "../bytes";
import { type AuthorLog, DELETE, DELETE_BACK, INSERT, type Kind, NOWHERE, RESTORE, SIGN } from "./author-log";
import {
  CODE_DELETE,
  CODE_DELETE_BACK,
  CODE_INSERT,
  CODE_INSERT_BEHIND_OWN,
  CODE_INSERT_ON,
  CODE_INSERT_SAME_RIGHT,
  CODE_RESTORE,
  CODE_SIGN,
  CODES,
  zigzag,
} from "./delta-format";
import { NumberList } from "./number-list";
import { countOf, type Stamp, secondsOf } from "./stamp";

/** A stretch of one author's log, from one unit up to another. */
export interface Stretch {
  readonly log: AuthorLog;
  readonly from: number;
  readonly to: number;
}

/** Writes stretches as one delta. Whoever reads it in this order finds every cause before what it leads to, if they are in such an order. */
export function writeDelta(logs: readonly AuthorLog[], stretches: readonly Stretch[]): Uint8Array {
  table.clear();
  for (let i = 0; i < stretches.length; i++) numberAuthors(stretches[i]!);
  writer.clear().unsigned(table.size);
  for (let i = 0; i < table.size; i++) writer.raw(logs[table.slotOf(i) - 1]!.idBytes);
  for (let i = 0; i < stretches.length; i++) new SectionWriter(stretches[i]!).write();
  return writer.finish();
}

/** Used again and again: a keystroke must not cost a buffer. */
const writer = new ByteWriter();

/** The authors that a delta names, in the order of their numbers. */
class AuthorTable {
  private readonly slots = new NumberList();
  /** Only where there are many. */
  private readonly numbers = new Map<number, number>();

  get size(): number {
    return this.slots.length;
  }

  clear(): void {
    this.slots.clear();
    if (this.numbers.size > 0) this.numbers.clear();
  }

  add(slot: number): void {
    if (slot === NOWHERE || this.numberOf(slot) >= 0) return;
    this.slots.push(slot);
    if (this.size === FEW) for (let i = 0; i < FEW; i++) this.numbers.set(this.slotOf(i), i);
    else if (this.size > FEW) this.numbers.set(slot, this.size - 1);
  }

  slotOf(number: number): number {
    return this.slots.values[number]!;
  }

  /** -1 where the author is not in it. */
  numberOf(slot: number): number {
    if (this.size >= FEW) return this.numbers.get(slot) ?? -1;
    for (let i = 0; i < this.size; i++) if (this.slotOf(i) === slot) return i;
    return -1;
  }
}

const table = new AuthorTable();

/** So many are found faster by looking at each. */
const FEW = 8;

function numberAuthors({ log, from, to }: Stretch): void {
  table.add(log.slot);
  for (let entry = log.entryOf(from); entry < log.entries && log.starts[entry]! < to; entry++) {
    const kind = log.kinds[entry]!;
    if (kind === INSERT || kind === DELETE || kind === DELETE_BACK) table.add(log.leftSlots[entry]!);
    if (kind === INSERT) table.add(log.rightSlots[entry]!);
  }
}

/** The columns of the section that is being written. */
const heads = new NumberList();
const lefts = new NumberList();
const rights = new NumberList();
const targets = new NumberList();
const signatures = new NumberList();
/** By number, the counter of the author that was last spoken of. */
const spoken = new NumberList();

class SectionWriter {
  private rightSlot = NOWHERE;
  private rightCounter = 0;

  constructor(private readonly stretch: Stretch) {}

  write(): void {
    heads.clear();
    lefts.clear();
    rights.clear();
    targets.clear();
    signatures.clear();
    spoken.fillTo(table.size);
    const { log, from, to } = this.stretch;
    const own = table.numberOf(log.slot);
    const firstCharacter = log.charactersBefore(from);
    spoken.values[own] = firstCharacter;
    if (firstCharacter > 0) {
      const entry = log.entryOfCharacter(firstCharacter - 1);
      this.rightSlot = log.rightSlots[entry]!;
      this.rightCounter = log.rightCounters[entry]!;
    }
    for (let entry = log.entryOf(from); entry < log.entries && log.starts[entry]! < to; entry++) this.addEntry(entry);

    if (table.size > 1) writer.unsigned(own);
    const marks = marksIn(this.stretch);
    writer.unsigned(from).unsigned(heads.length * 2 + (marks.length > 0 ? 1 : 0));
    if (marks.length > 0) writer.unsigned(marks.length);
    writeAll(heads);
    writeAll(lefts);
    writeAll(rights);
    writeAll(targets);
    writeMarks(this.stretch, marks);
    writer.utf16(log.text, firstCharacter, log.charactersBefore(to));
    for (let i = 0; i < signatures.length; i++) {
      const { name, color } = log.signatures[signatures.values[i]!]!;
      writer.byte(color).string(name);
    }
  }

  private addEntry(entry: number): void {
    const { log, from, to } = this.stretch;
    const kind = log.kinds[entry] as Kind;
    const start = log.starts[entry]!;
    const skipped = Math.max(0, from - start);
    const length = Math.min(log.endOf(entry), to) - start - skipped;
    switch (kind) {
      case INSERT:
        this.addInsertion(entry, skipped, length);
        return;
      case DELETE:
        this.addDeletion(CODE_DELETE, entry, skipped, length);
        return;
      case DELETE_BACK:
        this.addDeletion(CODE_DELETE_BACK, entry, -skipped, length);
        return;
      case RESTORE:
        heads.push(length * CODES + CODE_RESTORE);
        targets.push(start - log.leftCounters[entry]!);
        return;
      case SIGN:
        heads.push(CODES + CODE_SIGN);
        signatures.push(log.leftCounters[entry]!);
        return;
      default:
        kind satisfies never;
    }
  }

  private addInsertion(entry: number, skipped: number, length: number): void {
    const { log } = this.stretch;
    const counter = log.counters[entry]! + skipped;
    const [leftSlot, leftCounter] = [log.leftSlots[entry]!, log.leftCounters[entry]!];
    const [rightSlot, rightCounter] = [log.rightSlots[entry]!, log.rightCounters[entry]!];
    const isBehindOwn = skipped > 0 || (leftSlot === log.slot && leftCounter === counter - 1);
    const isSameRight = skipped > 0 || (rightSlot === this.rightSlot && rightCounter === this.rightCounter);
    const code = insertionCode(isBehindOwn, isSameRight);
    heads.push(length * CODES + code);
    if (!isBehindOwn) refer(lefts, leftSlot, leftCounter, 1);
    if (!isSameRight) refer(rights, rightSlot, rightCounter, 0);
    spoken.values[table.numberOf(log.slot)] = counter + length;
    this.rightSlot = rightSlot;
    this.rightCounter = rightCounter;
  }

  private addDeletion(code: number, entry: number, skipped: number, length: number): void {
    const { log } = this.stretch;
    heads.push(length * CODES + code);
    const first = log.leftCounters[entry]! + skipped;
    refer(targets, log.leftSlots[entry]!, first, code === CODE_DELETE ? length : -length);
  }
}

/** Speaks of a character; the next one that is spoken of is likely `step` further. */
function refer(column: NumberList, slot: number, counter: number, step: number): void {
  if (slot === NOWHERE) {
    column.push(0);
    return;
  }
  const number = table.numberOf(slot);
  const difference = counter - spoken.values[number]!;
  column.push(zigzag(difference) * (table.size + 1) + number + 1);
  spoken.values[number] = counter + step;
}

function writeAll(column: NumberList): void {
  for (let i = 0; i < column.length; i++) writer.unsigned(column.values[i]!);
}

function insertionCode(isBehindOwn: boolean, isSameRight: boolean): number {
  if (isBehindOwn) return isSameRight ? CODE_INSERT_ON : CODE_INSERT_BEHIND_OWN;
  return isSameRight ? CODE_INSERT_SAME_RIGHT : CODE_INSERT;
}

/** The units of a stretch whose stamp does not follow from that of the unit before. */
function marksIn({ log, from, to }: Stretch): readonly number[] {
  const end = log.markOf(to - 1);
  const starts = log.stampAt(from) !== followingStamp(log, from);
  if (!starts && end === log.markOf(from)) return NO_UNITS;
  const units: number[] = [];
  if (log.stampAt(from) !== followingStamp(log, from)) units.push(from);
  for (let mark = log.markOf(from) + 1; mark < log.marks && log.markUnits[mark]! < to; mark++) {
    units.push(log.markUnits[mark]!);
  }
  return units;
}

const NO_UNITS: readonly number[] = [];

function writeMarks({ log, from }: Stretch, units: readonly number[]): void {
  let last = from;
  for (const unit of units) {
    writer.unsigned(unit - last);
    last = unit;
  }
  for (const unit of units) {
    const { seconds, count } = jumpAt(log, unit);
    writer.unsigned(seconds * 2 + (count > 0 ? 1 : 0));
  }
  for (const unit of units) {
    const { count } = jumpAt(log, unit);
    if (count > 0) writer.unsigned(count);
  }
}

/** How far the stamp of a unit is from the one that would follow. */
function jumpAt(log: AuthorLog, unit: number): { readonly seconds: number; readonly count: number } {
  const expected = followingStamp(log, unit);
  const stamp = log.stampAt(unit);
  const seconds = secondsOf(stamp) - secondsOf(expected);
  return { seconds, count: seconds > 0 ? countOf(stamp) : countOf(stamp) - countOf(expected) };
}

/** The stamp that a unit bears where it has no mark. */
export function followingStamp(log: AuthorLog, unit: number): Stamp {
  return unit === 0 ? 0 : log.stampAt(unit - 1) + 1;
}
