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
import { countOf, type Stamp, secondsOf } from "./stamp";

/** A stretch of one author's log, from one unit up to another. */
export interface Stretch {
  readonly log: AuthorLog;
  readonly from: number;
  readonly to: number;
}

/** Writes stretches as one delta. Whoever reads it in this order finds every cause before what it leads to, if they are in such an order. */
export function writeDelta(logs: readonly AuthorLog[], stretches: readonly Stretch[]): Uint8Array {
  const writer = new ByteWriter();
  const numbers = new Map<number, number>();
  for (const stretch of stretches) numberAuthors(numbers, stretch);
  writer.unsigned(numbers.size);
  for (const slot of numbers.keys()) writer.raw(logs[slot - 1]!.idBytes);
  for (const stretch of stretches) new SectionWriter(numbers, stretch).write(writer);
  return writer.finish();
}

function numberAuthors(numbers: Map<number, number>, { log, from, to }: Stretch): void {
  const number = (slot: number) => {
    if (slot !== NOWHERE && !numbers.has(slot)) numbers.set(slot, numbers.size);
  };
  number(log.slot);
  for (let entry = log.entryOf(from); entry < log.entries && log.starts[entry]! < to; entry++) {
    const kind = log.kinds[entry]!;
    if (kind === INSERT || kind === DELETE || kind === DELETE_BACK) number(log.leftSlots[entry]!);
    if (kind === INSERT) number(log.rightSlots[entry]!);
  }
}

class SectionWriter {
  private readonly heads: number[] = [];
  private readonly references: number[] = [];
  private readonly signatures: number[] = [];
  /** By author, the counter that was last spoken of. */
  private readonly spoken = new Map<number, number>();
  private rightSlot = NOWHERE;
  private rightCounter = 0;

  constructor(
    private readonly numbers: ReadonlyMap<number, number>,
    private readonly stretch: Stretch,
  ) {}

  write(writer: ByteWriter): void {
    const { log, from, to } = this.stretch;
    const firstCharacter = log.charactersBefore(from);
    this.spoken.set(log.slot, firstCharacter);
    if (firstCharacter > 0) {
      const entry = log.entryOfCharacter(firstCharacter - 1);
      this.rightSlot = log.rightSlots[entry]!;
      this.rightCounter = log.rightCounters[entry]!;
    }
    for (let entry = log.entryOf(from); entry < log.entries && log.starts[entry]! < to; entry++) this.addEntry(entry);

    if (this.numbers.size > 1) writer.unsigned(this.numbers.get(log.slot)!);
    const marks = marksIn(this.stretch);
    writer.unsigned(from).unsigned(this.heads.length * 2 + (marks.length > 0 ? 1 : 0));
    if (marks.length > 0) writer.unsigned(marks.length);
    for (const head of this.heads) writer.unsigned(head);
    for (const reference of this.references) writer.unsigned(reference);
    writeMarks(writer, this.stretch, marks);
    writer.utf16(log.text, firstCharacter, log.charactersBefore(to));
    for (const number of this.signatures) {
      const { name, color } = log.signatures[number]!;
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
        this.heads.push(length * CODES + CODE_RESTORE);
        this.references.push(start - log.leftCounters[entry]!);
        return;
      case SIGN:
        this.heads.push(CODES + CODE_SIGN);
        this.signatures.push(log.leftCounters[entry]!);
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
    this.heads.push(length * CODES + code);
    if (!isBehindOwn) this.refer(leftSlot, leftCounter, 1);
    if (!isSameRight) this.refer(rightSlot, rightCounter, 0);
    this.spoken.set(log.slot, counter + length);
    this.rightSlot = rightSlot;
    this.rightCounter = rightCounter;
  }

  private addDeletion(code: number, entry: number, skipped: number, length: number): void {
    const { log } = this.stretch;
    this.heads.push(length * CODES + code);
    const first = log.leftCounters[entry]! + skipped;
    this.refer(log.leftSlots[entry]!, first, code === CODE_DELETE ? length : -length);
  }

  /** Speaks of a character; the next one that is spoken of is likely `step` further. */
  private refer(slot: number, counter: number, step: number): void {
    if (slot === NOWHERE) {
      this.references.push(0);
      return;
    }
    const difference = counter - (this.spoken.get(slot) ?? 0);
    this.references.push(zigzag(difference) * (this.numbers.size + 1) + this.numbers.get(slot)! + 1);
    this.spoken.set(slot, counter + step);
  }
}

function insertionCode(isBehindOwn: boolean, isSameRight: boolean): number {
  if (isBehindOwn) return isSameRight ? CODE_INSERT_ON : CODE_INSERT_BEHIND_OWN;
  return isSameRight ? CODE_INSERT_SAME_RIGHT : CODE_INSERT;
}

/** The units of a stretch whose stamp does not follow from that of the unit before. */
function marksIn({ log, from, to }: Stretch): readonly number[] {
  const units: number[] = [];
  if (log.stampAt(from) !== followingStamp(log, from)) units.push(from);
  for (let mark = log.markOf(from) + 1; mark < log.marks && log.markUnits[mark]! < to; mark++) {
    units.push(log.markUnits[mark]!);
  }
  return units;
}

function writeMarks(writer: ByteWriter, { log, from }: Stretch, units: readonly number[]): void {
  let last = from;
  for (const unit of units) {
    writer.unsigned(unit - last);
    last = unit;
    const expected = followingStamp(log, unit);
    const stamp = log.stampAt(unit);
    const seconds = secondsOf(stamp) - secondsOf(expected);
    const count = seconds > 0 ? countOf(stamp) : countOf(stamp) - countOf(expected);
    writer.unsigned(seconds * 2 + (count > 0 ? 1 : 0));
    if (count > 0) writer.unsigned(count);
  }
}

/** The stamp that a unit bears where it has no mark. */
export function followingStamp(log: AuthorLog, unit: number): Stamp {
  return unit === 0 ? 0 : log.stampAt(unit - 1) + 1;
}
