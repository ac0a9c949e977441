import { MalformedError } from "../bytes";
import type { ReplicaId } from "../replica-id";
import { AuthorLog, DELETE, DELETE_BACK, INSERT, NO_ORIGIN, NOWHERE, type Origin, SIGN } from "./author-log";
import {
  CODE_BITS,
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
  /** What holds the section's text and marks: the log itself, behind its own, where all of the section is new to it. */
  private page: AuthorLog = NO_LOG;
  /** Where the operation's text begins, and ends, on the page; which operation, and which reference, is next. */
  private textFrom = 0;
  private textAt = 0;
  private headAt = 0;
  private referenceAt = 0;
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
    this.document.beginMerge();
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
      this.page = NO_LOG;
      this.document.endMerge();
    }
  }

  /** How many units each log had before the delta. */
  before(): readonly number[] {
    const { log, unitsBefore } = this;
    const units = this.allBefore ?? this.document.logs.map((each) => (each === log ? unitsBefore : each.units));
    return this.document.logs.map((_, i) => units[i] ?? 0);
  }

  private mergeSection(): void {
    const { reader, document } = this;
    reader.next();
    const { from } = reader;
    const known = this.logOf(reader.author);
    const units = known?.units ?? 0;
    const log = from > units ? undefined : (known ?? document.addAuthor(reader.bytes, this.idAt(reader.author)));
    if (log) {
      if (this.log) this.allBefore ??= [...this.before()];
      this.log = log;
      this.unitsBefore = units;
    }
    this.page = log && from === units ? log : new AuthorLog(NO_LOG.id, NO_LOG.idBytes, NOWHERE);
    reader.read(this.page, log?.followingStamp(from) ?? 0, this.lastSound);
    if (from > units) this.missing ??= { author: this.idOf(reader.author), units: from, characters: 0 };
    else if (!log || document.units + from + reader.length - units > MAX_TEXT_UNITS) this.fault = "full";
    else this.mergeOperations(log);
    this.dropUnheard();
  }

  private mergeOperations(log: AuthorLog): void {
    const { reader, document, spoken } = this;
    const { from, operations } = reader;
    const isNew = from === log.units;
    this.isOver = false;
    this.unit = from;
    this.counter = isNew ? log.characters : log.charactersBefore(from);
    this.textAt = this.page.characters;
    this.signatureAt = 0;
    this.referenceAt = 0;
    for (let i = 0; i < reader.authors; i++) spoken[i] = 0;
    spoken[reader.author] = this.counter;
    if (isNew) this.right = log.lastRight;
    else this.right = this.counter === 0 ? NO_ORIGIN : rightOrigin(document.logs, log.slot, this.counter - 1);
    document.hasPairs ||= reader.hasPairs;
    if (operations > 1) log.reserveEntries(operations);
    if (!isNew && !this.isSameTime(log)) {
      this.fail("contradiction");
      return;
    }
    this.takeMarks(log);
    this.headAt = 0;
    while (this.mergeOperation(log));
    // Without marks, each unit's stamp is one more than that of the unit before.
    if (reader.marks > 0 && !document.settleStamps(log, this.unitsBefore)) this.fail("malformed");
  }

  /** Puts the marks of what is new behind the log's own. Those of what is not taken in are dropped again. */
  private takeMarks(log: AuthorLog): void {
    const { page, reader } = this;
    const end = page.marks + reader.marks;
    if (page === log) log.marks = end;
    else
      for (let i = 0; i < end; i++)
        if (page.markUnits[i]! >= log.units) log.mark(page.markUnits[i]!, page.markStamps[i]!);
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

  /**
   * Takes the next operation in pieces: what is known, what is new, what lies behind what is sound. Returns whether the
   * section goes on.
   */
  private mergeOperation(log: AuthorLog): boolean {
    const { reader } = this;
    const head = reader.heads[this.headAt++]!;
    const code = head & (CODES - 1);
    const units = head >> CODE_BITS;
    if (!this.resolve(log, code, units)) return false;
    const start = this.unit;
    const end = start + units;
    if (start < log.units) this.compare(log, code, Math.min(end, log.units) - start);
    const { unit } = this;
    const length = Math.min(end, reader.soundEnd) - unit;
    if (unit < end && length > 0 && !this.isOver) {
      if (code <= CODE_INSERT_ON) this.insert(log, unit - start, length);
      else if (code <= CODE_DELETE_BACK) this.delete(log, code === CODE_DELETE_BACK, unit - start, length);
      else if (code === CODE_RESTORE) this.restore(log, this.left.counter + unit - start, length);
      else this.document.sign(log, reader.signatures[this.signatureAt++]!);
      if (!this.isOver) {
        this.changed = true;
        this.unit = unit + length;
      }
    }
    if (this.isOver) return false;
    this.isAhead ||= this.unit < end;
    return this.unit === end && this.headAt < reader.operations;
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
      if (code === CODE_RESTORE)
        this.left = { slot: log.slot, counter: this.unit - reader.references[this.referenceAt++]! };
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
    const value = reader.references[this.referenceAt++]!;
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

  private insert(log: AuthorLog, skipped: number, length: number): void {
    const { document, left, right, page } = this;
    const from = this.textFrom + skipped;
    if (document.hasPairs && this.cutsPair(from, length, skipped)) {
      this.fail("malformed");
      return;
    }
    if (page !== log) {
      log.reserve(length);
      log.text.set(page.text.subarray(from, from + length), log.characters);
    }
    const origin = skipped > 0 ? { slot: log.slot, counter: this.counter - 1 } : left;
    if (document.insert(log, origin, right, length)) this.counter += length;
    else this.fail("malformed");
  }

  private cutsPair(from: number, length: number, skipped: number): boolean {
    const { text } = this.page;
    if (isLowSurrogate(text[from]!) || isHighSurrogate(text[from + length - 1]!)) return true;
    return skipped === 0 && (isHighSurrogate(this.unitAt(this.left)) || isLowSurrogate(this.unitAt(this.right)));
  }

  private unitAt({ slot, counter }: Origin): number {
    return slot === NOWHERE ? 0 : this.document.logs[slot - 1]!.text[counter]!;
  }

  private delete(log: AuthorLog, isBack: boolean, skipped: number, length: number): void {
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
    else document.delete(log, skipped > 0 ? { slot: left.slot, counter: first } : left, length, isBack);
  }

  private restore(log: AuthorLog, first: number, length: number): void {
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
    if (isSound && !log.restored.overlaps(first, end)) document.restore(log, first, length);
    else this.fail("malformed");
  }

  /** Sees to it that the log says the same as a piece of an operation, from its start on, that came again. */
  private compare(log: AuthorLog, code: number, length: number): void {
    const end = this.unit + length;
    const entry = log.entryOf(this.unit);
    if (entry === log.entryOf(end - 1) && this.isSame(log, code, entry, length)) {
      this.unit = end;
      if (code <= CODE_INSERT_ON) this.counter += length;
    } else this.fail("contradiction");
  }

  /** Whether what is known already bears the same stamps: stretch by stretch, since they only grow. */
  private isSameTime(log: AuthorLog): boolean {
    const { page, reader } = this;
    const end = Math.min(log.units, reader.from + reader.length);
    let stamp = log.followingStamp(reader.from);
    let unit = reader.from;
    for (let i = 0; unit < end; i++) {
      const next = i < reader.marks ? Math.min(page.markUnits[i]!, end) : end;
      if (unit < next && (log.stampAt(unit) !== stamp || log.stampAt(next - 1) !== stamp + next - 1 - unit))
        return false;
      unit = next;
      stamp = page.markStamps[i]!;
    }
    return true;
  }

  private isSame(log: AuthorLog, code: number, entry: number, length: number): boolean {
    const { reader, document, page, counter, left } = this;
    const kind = log.kinds[entry]!;
    if (code <= CODE_INSERT_ON) {
      if (kind !== INSERT) return false;
      for (let i = 0; i < length; i++) if (log.text[counter + i] !== page.text[this.textFrom + i]) return false;
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

/** No section is being read. */
const NO_LOG = new AuthorLog("0000000000000000" as ReplicaId, new Uint8Array(ID_BYTES), NOWHERE);

function isSameOrigin(left: Origin, right: Origin): boolean {
  return left.slot === right.slot && (left.slot === 0 || left.counter === right.counter);
}
