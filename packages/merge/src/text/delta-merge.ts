import { MalformedError } from "../bytes";
import { type AuthorLog, DELETE, DELETE_BACK, INSERT, NO_ORIGIN, NOWHERE, type Origin, SIGN } from "./author-log";
import {
  CODE_DELETE_BACK,
  CODE_INSERT,
  CODE_INSERT_BEHIND_OWN,
  CODE_INSERT_ON,
  CODE_RESTORE,
  CODE_SIGN,
  CODES,
  ID_BYTES,
  unzigzag,
} from "./delta-format";
import { DeltaReader } from "./delta-reader";
import { leftOrigin, rightOrigin } from "./integrate";
import type { Stamp } from "./stamp";
import { wholePair } from "./surrogate-pairs";
import { MAX_TEXT_UNITS, type TextDocument } from "./text-document";
import { isHighSurrogate, isLowSurrogate } from "./utf16";

/** What a delta goes on from and this copy does not have: so many of an author's units, or of its characters. */
export interface Cause {
  /** Its id. */
  readonly author: Uint8Array;
  readonly units: number;
  readonly characters: number;
}

export type Fault = "malformed" | "contradiction" | "full";

/**
 * Takes deltas in, one at a time, section by section: what is known is compared, what is new is appended. A section ends
 * where its cause is missing or its stamp lies beyond what is sound; the others go on. It is used again for each delta: a
 * keystroke must not cost an object for each of its parts.
 */
export class DeltaMerge {
  /** Whether the document has something that it did not have. */
  changed = false;
  /** What was left out for want of a cause; the first one, where there are several. */
  missing: Cause | undefined;
  /** Whether something was left out since it lies beyond the drift bound. */
  isAhead = false;
  /** Where it is not undefined and `changed` is true, the document holds a part of the delta, and must be rewound to `before`. */
  fault: Fault | undefined;

  private readonly reader = new DeltaReader();
  private lastSound: Stamp = 0;
  /** By number in the table: the slot of an author that has written, 0 where that is not known; and the character that was spoken of last. */
  private slots = new Uint16Array(4);
  private spoken = new Int32Array(4);
  /** The log of the section, and how many units it had before that. */
  private log: AuthorLog | undefined;
  private unitsBefore = 0;
  /** How many units each log had before, where the delta has several sections. */
  private allBefore: number[] | undefined;

  private unit = 0;
  private counter = 0;
  private left: Origin = NO_ORIGIN;
  private right: Origin = NO_ORIGIN;
  /** Where the operation's text begins, and ends, in the section's. */
  private textFrom = 0;
  private textAt = 0;
  private signatureAt = 0;
  /** Set where the section goes no further. */
  private isOver = false;

  constructor(private readonly document: TextDocument) {}

  /** Takes in what is not stamped beyond `lastSound`. Its fields say what became of it, until the next delta. */
  merge(delta: Uint8Array, lastSound: Stamp): void {
    this.changed = false;
    this.missing = undefined;
    this.isAhead = false;
    this.fault = undefined;
    this.allBefore = undefined;
    this.log = undefined;
    this.lastSound = lastSound;
    try {
      const { reader } = this;
      reader.open(delta);
      if (this.slots.length < reader.authors) {
        this.slots = new Uint16Array(2 * reader.authors);
        this.spoken = new Int32Array(2 * reader.authors);
      }
      for (let i = 0; i < reader.authors; i++) this.slots[i] = 0;
      do this.mergeSection();
      while (!this.fault && !reader.isOver);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.fault = "malformed";
      this.dropUnheard();
    } finally {
      this.reader.close();
    }
  }

  /** How many units each log had before the delta. */
  before(): readonly number[] {
    const { log, unitsBefore } = this;
    const units = this.allBefore ?? this.document.logs.map((each) => (each === log ? unitsBefore : each.units));
    return this.document.logs.map((_, i) => units[i] ?? 0);
  }

  private mergeSection(): void {
    const { reader, document, spoken } = this;
    reader.next();
    const known = this.logOf(reader.author);
    const units = known?.units ?? 0;
    if (reader.from > units) {
      this.missing ??= { author: this.idOf(reader.author), units: reader.from, characters: 0 };
      return;
    }
    if (this.log) this.allBefore ??= [...this.before()];
    const hasRoom = document.units + reader.from + reader.length - units <= MAX_TEXT_UNITS;
    const log = hasRoom ? (known ?? document.addAuthor(reader.bytes, this.idAt(reader.author))) : undefined;
    if (!log) {
      this.fault = "full";
      return;
    }
    this.log = log;
    this.unitsBefore = units;
    this.isOver = false;
    this.unit = reader.from;
    this.counter = reader.from === units ? log.characters : log.charactersBefore(reader.from);
    this.textAt = 0;
    this.signatureAt = 0;
    for (let i = 0; i < reader.authors; i++) spoken[i] = 0;
    spoken[reader.author] = this.counter;
    if (this.counter === log.characters) this.right = log.lastRight;
    else this.right = this.counter === 0 ? NO_ORIGIN : rightOrigin(document.logs, log.slot, this.counter - 1);
    log.reserve(reader.inserted);
    // Where there are many, at once, and no more than there are.
    if (reader.operations > 1) {
      log.reserveEntries(reader.operations);
      log.reserveMarks(reader.marks);
    }
    document.hasPairs ||= reader.hasPairs;
    const end = reader.beginTimes(log.followingStamp(reader.from), this.lastSound);
    for (let i = 0; i < reader.operations && !this.isOver; i++) this.mergeOperation(log, end);
    this.dropUnheard();
  }

  /** An author that has written nothing is none. */
  private dropUnheard(): void {
    if (this.log && this.log.units === 0) this.document.dropAuthor(this.log);
  }

  private idAt(number: number): number {
    return this.reader.ids + ID_BYTES * number;
  }

  private idOf(number: number): Uint8Array {
    const at = this.idAt(number);
    return new Uint8Array(this.reader.bytes.subarray(at, at + ID_BYTES));
  }

  private logOf(number: number): AuthorLog | undefined {
    const slot = this.slots[number]!;
    if (slot > 0) return this.document.logs[slot - 1];
    const log = this.document.find(this.reader.bytes, this.idAt(number));
    // An author that has written nothing may be dropped again.
    if (log && log.units > 0) this.slots[number] = log.slot;
    return log;
  }

  /** Takes the next operation in pieces: what is known, what is new, what lies behind the `end` of what is sound. */
  private mergeOperation(log: AuthorLog, soundEnd: number): void {
    const { reader } = this;
    const head = reader.nextHead();
    const code = head % CODES;
    const units = (head - code) / CODES;
    if (!this.resolve(log, code, units)) return;
    const start = this.unit;
    const end = start + units;
    if (start < log.units) this.compare(log, code, Math.min(end, log.units) - start);
    const { unit } = this;
    if (this.isOver || unit === end) return;
    const length = Math.min(end, soundEnd) - unit;
    if (length > 0) {
      if (reader.mark === unit) reader.passMark();
      const stamp = reader.stampOf(unit);
      if (code <= CODE_INSERT_ON) this.insert(log, unit - start, length, stamp);
      else if (code <= CODE_DELETE_BACK) this.delete(log, code === CODE_DELETE_BACK, unit - start, length, stamp);
      else if (code === CODE_RESTORE) this.restore(log, this.left.counter + unit - start, length, stamp);
      else this.document.sign(log, reader.signatures[this.signatureAt++]!, stamp);
      if (this.isOver) return;
      this.changed = true;
      this.unit = unit + length;
      if (reader.mark < this.unit) this.passMarks(log);
    }
    if (this.isOver || this.unit === end) return;
    this.isAhead = true;
    this.isOver = true;
  }

  private fail(fault: Fault): false {
    this.fault = fault;
    this.isOver = true;
    return false;
  }

  private miss(author: Uint8Array, characters: number): false {
    this.missing ??= { author, units: 0, characters };
    this.isOver = true;
    return false;
  }

  /** Looks up what an operation refers to: its `left`, and an insertion's `right`. Returns false where the section is over with it. */
  private resolve(log: AuthorLog, code: number, length: number): boolean {
    const { reader } = this;
    if (code > CODE_INSERT_ON) {
      if (code <= CODE_DELETE_BACK) return this.refer(log, code === CODE_DELETE_BACK ? -length : length);
      if (code === CODE_RESTORE) this.left = { slot: log.slot, counter: this.unit - reader.nextReference() };
      return true;
    }
    if (code === CODE_INSERT_BEHIND_OWN || code === CODE_INSERT_ON) {
      if (this.counter === 0) return this.fail("malformed");
      this.left = { slot: log.slot, counter: this.counter - 1 };
    } else if (!this.refer(log, 1)) return false;
    if (code === CODE_INSERT || code === CODE_INSERT_BEHIND_OWN) {
      const { left } = this;
      if (!this.refer(log, 0)) return false;
      this.right = this.left;
      this.left = left;
    }
    this.textFrom = this.textAt;
    this.textAt += length;
    this.spoken[reader.author] = this.counter + length;
    return true;
  }

  /** Sets `left` to the next character that is spoken of. Returns false where the section is over with it. */
  private refer(own: AuthorLog, step: number): boolean {
    const { reader } = this;
    const value = reader.nextReference();
    this.left = NO_ORIGIN;
    if (value === 0) return true;
    const base = reader.authors + 1;
    const number = (value % base) - 1;
    if (number < 0) return this.fail("malformed");
    const counter = this.spoken[number]! + unzigzag((value - number - 1) / base);
    if (counter < 0 || counter > MAX_TEXT_UNITS) return this.fail("malformed");
    this.spoken[number] = counter + step;
    const log = number === reader.author ? own : this.logOf(number);
    if (log && counter < log.characters) {
      this.left = { slot: log.slot, counter };
      return true;
    }
    // Nobody can have seen what they were yet to write.
    if (log === own) return this.fail("malformed");
    return this.miss(this.idOf(number), counter + 1);
  }

  private passMarks(log: AuthorLog): void {
    const { reader, document, unit } = this;
    while (reader.mark < unit) {
      reader.passMark();
      log.mark(reader.stampUnit, reader.stamp);
      if (document.hasPairs && wholePair(document.logs, log, reader.stampUnit) !== reader.stampUnit) {
        this.fail("malformed");
        return;
      }
    }
    document.stampedUpTo(log, reader.stampOf(unit - 1));
  }

  private insert(log: AuthorLog, skipped: number, length: number, stamp: Stamp): void {
    const { document, left, right } = this;
    const { text } = this.reader;
    const from = this.textFrom + skipped;
    if (document.hasPairs && this.cutsPair(from, length, skipped)) {
      this.fail("malformed");
      return;
    }
    for (let i = 0; i < length; i++) log.text[log.characters + i] = text[from + i]!;
    const origin = skipped > 0 ? { slot: log.slot, counter: this.counter - 1 } : left;
    if (document.insert(log, origin, right, length, stamp)) this.counter += length;
    else this.fail("malformed");
  }

  private cutsPair(from: number, length: number, skipped: number): boolean {
    const { text } = this.reader;
    if (isLowSurrogate(text[from]!) || isHighSurrogate(text[from + length - 1]!)) return true;
    return skipped === 0 && (isHighSurrogate(this.unitAt(this.left)) || isLowSurrogate(this.unitAt(this.right)));
  }

  private unitAt({ slot, counter }: Origin): number {
    return slot === NOWHERE ? 0 : this.document.logs[slot - 1]!.text[counter]!;
  }

  private delete(log: AuthorLog, isBack: boolean, skipped: number, length: number, stamp: Stamp): void {
    const { document, left } = this;
    const first = isBack ? left.counter - skipped : left.counter + skipped;
    const low = isBack ? first - length + 1 : first;
    const high = low + length - 1;
    const target = left.slot === NOWHERE ? undefined : document.logs[left.slot - 1];
    if (!target || low < 0) this.fail("malformed");
    else if (high >= target.characters) {
      if (target === log) this.fail("malformed");
      else this.miss(target.idBytes, high + 1);
    } else if (isLowSurrogate(target.text[low]!) || isHighSurrogate(target.text[high]!)) this.fail("malformed");
    else document.delete(log, skipped > 0 ? { slot: left.slot, counter: first } : left, length, isBack, stamp);
  }

  private restore(log: AuthorLog, first: number, length: number, stamp: Stamp): void {
    const { document } = this;
    const { logs } = document;
    const end = first + length;
    let isSound =
      first >= 0 && end <= log.units && wholePair(logs, log, first) === first && wholePair(logs, log, end) === end;
    for (let unit = first; isSound && unit < end; ) {
      const entry = log.entryOf(unit);
      isSound = log.kinds[entry] === DELETE || log.kinds[entry] === DELETE_BACK;
      unit = log.endOf(entry);
    }
    if (isSound && !log.restored.overlaps(first, end)) document.restore(log, first, length, stamp);
    else this.fail("malformed");
  }

  /** Sees to it that the log says the same as a piece of an operation, from its start on, that came again. */
  private compare(log: AuthorLog, code: number, length: number): void {
    const end = this.unit + length;
    const entry = log.entryOf(this.unit);
    if (entry === log.entryOf(end - 1) && this.isSameTime(log, end) && this.isSame(log, code, entry, length)) {
      this.unit = end;
      if (code <= CODE_INSERT_ON) this.counter += length;
    } else this.fail("contradiction");
  }

  private isSameTime(log: AuthorLog, end: number): boolean {
    const { reader } = this;
    for (let { unit } = this; unit < end; ) {
      if (reader.mark === unit) reader.passMark();
      const last = Math.min(reader.mark, end) - 1;
      if (log.stampAt(unit) !== reader.stampOf(unit) || log.stampAt(last) !== reader.stampOf(last)) return false;
      unit = last + 1;
    }
    return true;
  }

  private isSame(log: AuthorLog, code: number, entry: number, length: number): boolean {
    const { reader, document, counter, left } = this;
    const kind = log.kinds[entry]!;
    if (code <= CODE_INSERT_ON) {
      if (kind !== INSERT) return false;
      for (let i = 0; i < length; i++) if (log.text[counter + i] !== reader.text[this.textFrom + i]) return false;
      return (
        isSameOrigin(leftOrigin(document.logs, log.slot, counter), left) &&
        isSameOrigin(rightOrigin(document.logs, log.slot, counter), this.right)
      );
    }
    if (code === CODE_SIGN) {
      const theirs = reader.signatures[this.signatureAt++]!;
      const ours = kind === SIGN ? log.signatures[log.leftCounters[entry]!] : undefined;
      return ours?.name === theirs.name && ours.color === theirs.color;
    }
    const inside = this.unit - log.starts[entry]!;
    const ours = log.leftCounters[entry]! + (code === CODE_DELETE_BACK ? -inside : inside);
    return kind === code - CODE_INSERT_ON && isSameOrigin({ slot: log.leftSlots[entry]!, counter: ours }, left);
  }
}

function isSameOrigin(left: Origin, right: Origin): boolean {
  return left.slot === right.slot && (left.slot === 0 || left.counter === right.counter);
}
