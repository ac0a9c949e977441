import { type AuthorLog, DELETE, DELETE_BACK, INSERT, NO_ORIGIN, type Origin, RESTORE, SIGN } from "./author-log";
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
  unzigzag,
} from "./delta-format";
import type { ParsedDelta, Section } from "./delta-reader";
import { followingStamp } from "./delta-writer";
import { leftOrigin, rightOrigin } from "./integrate";
import { MAX_STAMP, type Stamp, secondsOf, stampOf } from "./stamp";
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

export interface Outcome {
  /** Whether the document has something that it did not have. */
  changed: boolean;
  /** What was left out for want of a cause; the first one, where there are several. */
  missing: Cause | undefined;
  /** Whether something was left out since it lies beyond the drift bound. */
  isAhead: boolean;
  /** Where it is not undefined, the document may hold a part of the delta, and must be rewound. */
  fault: Fault | undefined;
}

/**
 * Takes a delta in, section by section: what is known is compared, what is new is appended. A section ends where its
 * cause is missing or its stamp lies beyond `lastSound`; the others go on.
 */
export function mergeDelta(document: TextDocument, delta: ParsedDelta, lastSound: Stamp): Outcome {
  const outcome: Outcome = { changed: false, missing: undefined, isAhead: false, fault: undefined };
  for (const section of delta.sections) {
    mergeSection(document, delta, section, lastSound, outcome);
    if (outcome.fault) return outcome;
  }
  return outcome;
}

function mergeSection(
  document: TextDocument,
  delta: ParsedDelta,
  section: Section,
  lastSound: Stamp,
  outcome: Outcome,
): void {
  const at = delta.authors[section.author]!;
  const known = document.find(delta.bytes, at);
  if (section.from > (known?.units ?? 0)) {
    outcome.missing ??= { author: idAt(delta, at), units: section.from, characters: 0 };
    return;
  }
  const added = section.from + section.length - (known?.units ?? 0);
  const log = document.units + added > MAX_TEXT_UNITS ? undefined : (known ?? document.addAuthor(delta.bytes, at));
  if (!log) {
    outcome.fault = "full";
    return;
  }
  new SectionMerge(document, delta, section, log, lastSound, outcome).run();
  if (!known && log.units === 0) document.dropAuthor(log);
}

function idAt({ bytes }: ParsedDelta, offset: number): Uint8Array {
  return new Uint8Array(bytes.subarray(offset, offset + 8));
}

/** One operation of a section, its references looked up. */
interface Operation {
  readonly code: number;
  readonly length: number;
  /** An insertion's left origin, a deletion's first target. */
  readonly left: Origin;
  readonly right: Origin;
  /** Where an insertion's text begins in the section's. */
  readonly textAt: number;
}

class SectionMerge {
  private unit: number;
  private stamp: Stamp;
  private markAt = 0;
  private counter: number;
  private right: Origin;
  private leftAt = 0;
  private rightAt = 0;
  private targetAt = 0;
  private textAt: number;
  private signatureAt = 0;
  private readonly spoken: number[];
  /** Set where the section goes no further. */
  private isOver = false;

  constructor(
    private readonly document: TextDocument,
    private readonly delta: ParsedDelta,
    private readonly section: Section,
    private readonly log: AuthorLog,
    private readonly lastSound: Stamp,
    private readonly outcome: Outcome,
  ) {
    this.unit = section.from;
    this.textAt = section.textStart;
    this.stamp = followingStamp(log, section.from);
    this.counter = log.charactersBefore(section.from);
    this.spoken = new Array<number>(delta.authors.length).fill(0);
    this.spoken[section.author] = this.counter;
    this.right = NO_ORIGIN;
    if (this.counter > 0 && this.counter === log.characters) {
      this.right = { slot: log.lastRightSlot, counter: log.lastRightCounter };
    } else if (this.counter > 0) {
      this.right = rightOrigin(document.logs, log.slot, this.counter - 1);
    }
  }

  run(): void {
    const { heads } = this.section;
    for (let at = 0; at < heads.length; at++) {
      const head = heads[at]!;
      const operation = this.resolve(head % CODES, Math.floor(head / CODES));
      if (operation) this.take(operation);
      if (this.isOver) return;
    }
  }

  private fail(fault: Fault): undefined {
    this.outcome.fault = fault;
    this.isOver = true;
    return undefined;
  }

  private miss(author: Uint8Array, characters: number): undefined {
    this.outcome.missing ??= { author, units: 0, characters };
    this.isOver = true;
    return undefined;
  }

  private resolve(code: number, length: number): Operation | undefined {
    const { log, textAt, section } = this;
    let left: Origin | undefined = NO_ORIGIN;
    if (code === CODE_INSERT_BEHIND_OWN || code === CODE_INSERT_ON) {
      if (this.counter === 0) return this.fail("malformed");
      left = { slot: log.slot, counter: this.counter - 1 };
    } else if (code === CODE_INSERT || code === CODE_INSERT_SAME_RIGHT)
      left = this.refer(section.lefts[this.leftAt++]!, 1);
    else if (code === CODE_DELETE) left = this.refer(section.targets[this.targetAt++]!, length);
    else if (code === CODE_DELETE_BACK) left = this.refer(section.targets[this.targetAt++]!, -length);
    else if (code === CODE_RESTORE) {
      left = { slot: log.slot, counter: this.unit - section.targets[this.targetAt++]! };
    }
    if (!left) return undefined;
    if (code > CODE_INSERT_ON) return { code, length, left, right: NO_ORIGIN, textAt };
    if (code === CODE_INSERT || code === CODE_INSERT_BEHIND_OWN) {
      const right = this.refer(section.rights[this.rightAt++]!, 0);
      if (!right) return undefined;
      this.right = right;
    }
    this.textAt += length;
    this.spoken[this.section.author] = this.counter + length;
    return { code, length, left, right: this.right, textAt };
  }

  /** Looks a reference up; undefined where the section is over with it. */
  private refer(value: number, step: number): Origin | undefined {
    if (value === 0) return NO_ORIGIN;
    const { authors, bytes } = this.delta;
    const base = authors.length + 1;
    const number = (value % base) - 1;
    if (number < 0) return this.fail("malformed");
    const counter = this.spoken[number]! + unzigzag(Math.floor(value / base));
    if (counter < 0 || counter > MAX_TEXT_UNITS) return this.fail("malformed");
    this.spoken[number] = counter + step;
    const log = number === this.section.author ? this.log : this.document.find(bytes, authors[number]!);
    if (log && counter < log.characters) return { slot: log.slot, counter };
    // Nobody can have seen what they were yet to write.
    if (log === this.log) return this.fail("malformed");
    return this.miss(idAt(this.delta, authors[number]!), counter + 1);
  }

  /** Takes an operation in pieces: up to what is known, and up to each mark. */
  private take(operation: Operation): void {
    const { log } = this;
    const start = this.unit;
    const end = start + operation.length;
    while (this.unit < end) {
      if (!this.passMark()) return;
      let pieceEnd = Math.min(end, this.nextMark());
      const isKnown = this.unit < log.units;
      if (isKnown) pieceEnd = Math.min(pieceEnd, log.units);
      const length = pieceEnd - this.unit;
      const skipped = this.unit - start;
      if (isKnown) this.compare(operation, skipped, length);
      else if (this.stamp + length - 1 > this.lastSound) {
        this.outcome.isAhead = true;
        this.isOver = true;
      } else this.apply(operation, skipped, length);
      if (this.isOver) return;
      this.unit = pieceEnd;
      this.stamp += length;
      if (operation.code <= CODE_INSERT_ON) this.counter += length;
    }
  }

  private nextMark(): number {
    const mark = this.section.marks[this.markAt];
    return mark ? this.section.from + mark.offset : Number.POSITIVE_INFINITY;
  }

  private passMark(): boolean {
    if (this.nextMark() !== this.unit) return true;
    const { seconds, count } = this.section.marks[this.markAt++]!;
    this.stamp = seconds > 0 ? stampOf(secondsOf(this.stamp) + seconds, count) : this.stamp + count;
    if (this.stamp > MAX_STAMP - this.section.length) this.fail("malformed");
    return !this.isOver;
  }

  private apply(operation: Operation, skipped: number, length: number): void {
    const { code } = operation;
    if (code <= CODE_INSERT_ON) this.insert(operation, skipped, length);
    else if (code === CODE_DELETE || code === CODE_DELETE_BACK) this.delete(operation, skipped, length);
    else if (code === CODE_RESTORE) this.restore(operation.left.counter + skipped, length);
    else this.document.sign(this.log, this.section.signatures[this.signatureAt++]!, this.stamp);
    if (!this.isOver) this.outcome.changed = true;
  }

  private insert({ left, right, textAt }: Operation, skipped: number, length: number): void {
    const { log, document, section } = this;
    const from = textAt + skipped;
    if (isLowSurrogate(section.text[from]!) || isHighSurrogate(section.text[from + length - 1]!)) {
      this.fail("malformed");
      return;
    }
    const origin = skipped > 0 ? { slot: log.slot, counter: this.counter - 1 } : left;
    if (skipped === 0 && (this.isHigh(left) || this.isLow(right))) {
      this.fail("malformed");
      return;
    }
    log.reserve(length);
    if (length > 16) log.text.set(section.text.subarray(from, from + length), log.characters);
    else for (let i = 0; i < length; i++) log.text[log.characters + i] = section.text[from + i]!;
    if (!document.insert(log, origin, right, length, this.stamp)) this.fail("malformed");
  }

  private isHigh({ slot, counter }: Origin): boolean {
    return slot > 0 && isHighSurrogate(this.document.logs[slot - 1]!.text[counter]!);
  }

  private isLow({ slot, counter }: Origin): boolean {
    return slot > 0 && isLowSurrogate(this.document.logs[slot - 1]!.text[counter]!);
  }

  private delete({ code, left }: Operation, skipped: number, length: number): void {
    const isBack = code === CODE_DELETE_BACK;
    const first = isBack ? left.counter - skipped : left.counter + skipped;
    const low = isBack ? first - length + 1 : first;
    const high = low + length - 1;
    const target = this.document.logs[left.slot - 1];
    if (!target || low < 0) {
      this.fail("malformed");
    } else if (high >= target.characters) {
      if (target === this.log) this.fail("malformed");
      else this.miss(target.idBytes, high + 1);
    } else if (isLowSurrogate(target.text[low]!) || isHighSurrogate(target.text[high]!)) {
      this.fail("malformed");
    } else {
      this.document.delete(this.log, { slot: left.slot, counter: first }, length, isBack, this.stamp);
    }
  }

  private restore(first: number, length: number): void {
    const { log } = this;
    const { logs } = this.document;
    const end = first + length;
    let isSound =
      first >= 0 && end <= log.units && wholePair(logs, log, first) === first && wholePair(logs, log, end) === end;
    for (let unit = first; isSound && unit < end; ) {
      const entry = log.entryOf(unit);
      isSound = log.kinds[entry] === DELETE || log.kinds[entry] === DELETE_BACK;
      unit = log.endOf(entry);
    }
    isSound &&= !log.restored.overlaps(first, end);
    if (isSound) this.document.restore(log, first, length, this.stamp);
    else this.fail("malformed");
  }

  /** Whether the log says the same as a piece of it that came again. */
  private compare(operation: Operation, skipped: number, length: number): void {
    const { log, unit, stamp } = this;
    const last = unit + length - 1;
    const isSameTime = log.stampAt(unit) === stamp && log.stampAt(last) === stamp + length - 1;
    const entry = log.entryOf(unit);
    const isSameEntry = entry === log.entryOf(last);
    if (!isSameTime || !isSameEntry || !this.isSameOperation(operation, entry, skipped, length)) {
      this.fail("contradiction");
    }
  }

  private isSameOperation({ code, left, right, textAt }: Operation, entry: number, skipped: number, length: number) {
    const { log, section, document, counter } = this;
    const kind = log.kinds[entry]!;
    const inside = this.unit - log.starts[entry]!;
    if (code <= CODE_INSERT_ON) {
      if (kind !== INSERT) return false;
      for (let i = 0; i < length; i++) {
        if (log.text[counter + i] !== section.text[textAt + skipped + i]) return false;
      }
      if (!isSame(rightOrigin(document.logs, log.slot, counter), right)) return false;
      return isSame(
        leftOrigin(document.logs, log.slot, counter),
        skipped > 0 ? { slot: log.slot, counter: counter - 1 } : left,
      );
    }
    if (code === CODE_SIGN) {
      const theirs = section.signatures[this.signatureAt++]!;
      const ours = kind === SIGN ? log.signatures[log.leftCounters[entry]!] : undefined;
      return ours?.name === theirs.name && ours.color === theirs.color;
    }
    const by = code === CODE_DELETE_BACK ? -1 : 1;
    const ours = { slot: log.leftSlots[entry]!, counter: log.leftCounters[entry]! + by * inside };
    return kind === KINDS[code] && isSame(ours, { slot: left.slot, counter: left.counter + by * skipped });
  }
}

/** The kinds of operations that are neither insertions nor signatures, by code. */
const KINDS: Readonly<Record<number, number>> = {
  [CODE_DELETE]: DELETE,
  [CODE_DELETE_BACK]: DELETE_BACK,
  [CODE_RESTORE]: RESTORE,
};

function isSame(left: Origin, right: Origin): boolean {
  return left.slot === right.slot && (left.slot === 0 || left.counter === right.counter);
}
