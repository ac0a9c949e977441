import { ByteReader, MalformedError } from "../bytes";
import { MAX_COUNTER } from "../timestamp";
import { CODE_DELETE, CODE_SIGN, CODES, FAR_SECONDS, ID_BYTES, REFERENCES } from "./delta-format";
import { MAX_SIGNATURE_BYTES, MAX_SIGNATURE_UNITS, type Signature } from "./signature";
import { MAX_STAMP, type Stamp, secondsOf, stampOf } from "./stamp";
import { MAX_AUTHORS, MAX_TEXT_UNITS } from "./text-document";

/** Beyond every unit. */
export const NO_MARK = 2 ** 30;

/**
 * Reads a delta section by section: first all of one, to see that it is sound in form, then its columns side by side,
 * number by number, so that no delta costs an object of its own. Throws `MalformedError`.
 */
export class DeltaReader {
  /** How many authors the delta names; the ids begin at `ids` of `bytes`. */
  authors = 0;
  ids = 0;

  /** The number of the section's author. */
  author = 0;
  from = 0;
  operations = 0;
  marks = 0;
  /** How many units, and how many characters among them. */
  length = 0;
  inserted = 0;
  /** The inserted text. */
  text = scratch;
  hasPairs = false;
  signatures: readonly Signature[] = NO_SIGNATURES;
  /** The unit of the next mark. */
  mark = NO_MARK;
  /** The stamp of the unit of the last mark that was passed, from which those of the units behind it follow up to the next. */
  stamp: Stamp = 0;
  stampUnit = 0;

  private readonly reader = new ByteReader(NO_BYTES);
  private headsAt = 0;
  private referencesAt = 0;
  /** Where the marks and what is spelled out of their jumps begin, and where the next is read. */
  private marksAt = 0;
  private jumpsAt = 0;
  private nextMarkAt = 0;
  private nextJumpAt = 0;
  private marksLeft = 0;
  private limit = 0;
  /** Where the section ends. */
  private end = 0;
  /** By how much the last stamp is at most later than the one before the section. */
  private maxJump = 0;
  /** How the stamp jumps at the next mark. */
  private seconds = 0;
  private count = 0;

  get bytes(): Uint8Array {
    return this.reader.buffer;
  }

  open(delta: Uint8Array): void {
    const { reader } = this;
    reader.buffer = delta;
    reader.offset = 0;
    this.authors = reader.unsigned(MAX_AUTHORS);
    if (this.authors === 0) throw new MalformedError("Expected an author");
    this.ids = reader.skip(this.authors * ID_BYTES);
    this.limit = 4 * MAX_TEXT_UNITS * (this.authors + 1);
    this.end = reader.offset;
  }

  /** Goes on to the next section, of which a delta has one at least. */
  next(): void {
    const { reader } = this;
    reader.offset = this.end;
    this.author = this.authors > 1 ? reader.unsigned(this.authors - 1) : 0;
    this.from = reader.unsigned(MAX_TEXT_UNITS);
    const counts = reader.unsigned(2 * MAX_TEXT_UNITS + 1);
    this.operations = counts >> 1;
    this.marks = (counts & 1) > 0 ? reader.unsigned(MAX_TEXT_UNITS) : 0;
    // Each takes a byte at least: nothing is allocated on the word of whoever wrote the numbers.
    if (this.operations === 0 || this.operations + this.marks > reader.buffer.length - reader.offset) {
      throw new MalformedError("Expected operations");
    }
    this.headsAt = reader.offset;
    let length = 0;
    let inserted = 0;
    let references = 0;
    let signatures = 0;
    for (let i = 0; i < this.operations; i++) {
      const head = reader.unsigned(MAX_TEXT_UNITS * CODES);
      const code = head % CODES;
      const units = (head - code) / CODES;
      if (units === 0 || (code === CODE_SIGN && units > 1)) throw new MalformedError("Expected a length");
      length += units;
      if (code < CODE_DELETE) inserted += units;
      if (code === CODE_SIGN) signatures++;
      references += REFERENCES[code] as number;
    }
    if (this.from + length > MAX_TEXT_UNITS) throw new MalformedError("Expected fewer units");
    this.length = length;
    this.inserted = inserted;
    this.referencesAt = reader.offset;
    for (let i = 0; i < references; i++) reader.unsigned(this.limit);
    this.maxJump = this.length;
    this.marksAt = reader.offset;
    if (this.marks > 0) this.passMarks();
    // A unit takes a byte at least.
    if (this.inserted > reader.buffer.length - reader.offset) throw new MalformedError("Expected more characters");
    this.text = this.inserted > scratch.length ? new Uint16Array(this.inserted) : scratch;
    this.hasPairs = reader.utf16(this.text, 0, this.inserted);
    this.signatures = signatures > 0 ? Array.from({ length: signatures }, () => readSignature(reader)) : NO_SIGNATURES;
    this.end = reader.offset;
  }

  get isOver(): boolean {
    return this.end === this.bytes.length;
  }

  /** Lets go of the delta: it may be a whole history. */
  close(): void {
    this.reader.buffer = NO_BYTES;
    this.text = scratch;
  }

  private passMarks(): void {
    const { reader } = this;
    let unit = 0;
    let far = 0;
    let seconds = 0;
    for (let i = 0; i < this.marks; i++) {
      const mark = reader.unsigned(MAX_TEXT_UNITS * FAR_SECONDS);
      const near = mark % FAR_SECONDS;
      unit += (mark - near) / FAR_SECONDS;
      if (i > 0 && mark < FAR_SECONDS) throw new MalformedError("Expected marks on different units");
      if (unit >= this.length) throw new MalformedError("Expected a mark within its section");
      seconds += near;
      if (near === 0) far++;
    }
    this.jumpsAt = reader.offset;
    for (let i = 0; i < far; i++) {
      this.readJump();
      seconds += this.seconds;
      this.maxJump += this.count;
      if (this.seconds + this.count === 0) throw new MalformedError("Expected a mark that jumps");
    }
    this.maxJump += stampOf(seconds, 0);
  }

  private readJump(): void {
    const { reader } = this;
    const jump = reader.unsigned(2 ** 33);
    this.seconds = Math.floor(jump / 2);
    this.count = jump % 2 === 1 ? reader.unsigned(MAX_COUNTER) : 0;
  }

  /**
   * Begins with the section's times, of which the first follows from those before it, as `stamp` if there is no mark.
   * Returns the unit from which on they lie beyond `lastSound`.
   */
  beginTimes(stamp: Stamp, lastSound: Stamp): number {
    const end = this.from + this.length;
    this.toFirstMark(stamp);
    if (stamp + this.maxJump <= Math.min(lastSound, MAX_STAMP - MAX_TEXT_UNITS)) return end;
    for (;;) {
      const until = Math.min(this.mark, end);
      const sound = this.stampUnit + lastSound - this.stamp + 1;
      if (sound < until || until === end) {
        const soundEnd = Math.max(this.stampUnit, Math.min(sound, until));
        this.toFirstMark(stamp);
        return soundEnd;
      }
      this.passMark();
      if (this.stamp > MAX_STAMP - this.length) throw new MalformedError("Expected a time up to the year 2106");
    }
  }

  private toFirstMark(stamp: Stamp): void {
    this.stamp = stamp;
    this.stampUnit = this.from;
    this.mark = this.from;
    this.marksLeft = this.marks;
    this.nextMarkAt = this.marksAt;
    this.nextJumpAt = this.jumpsAt;
    this.readMark();
  }

  /** The stamp of a unit that is not before the last mark that was passed, nor behind the next one. */
  stampOf(unit: number): Stamp {
    return this.stamp + unit - this.stampUnit;
  }

  /** Passes the next mark. */
  passMark(): void {
    const { seconds, count } = this;
    let stamp = this.stamp + this.mark - this.stampUnit + count;
    if (seconds > 0) stamp = stampOf(secondsOf(stamp - count) + seconds, count);
    this.stamp = stamp;
    this.stampUnit = this.mark;
    this.readMark();
  }

  private readMark(): void {
    const { reader } = this;
    if (this.marksLeft === 0) {
      this.mark = NO_MARK;
      return;
    }
    this.marksLeft--;
    reader.offset = this.nextMarkAt;
    const mark = reader.unsigned(MAX_TEXT_UNITS * FAR_SECONDS);
    this.nextMarkAt = reader.offset;
    this.seconds = mark % FAR_SECONDS;
    this.mark += (mark - this.seconds) / FAR_SECONDS;
    this.count = 0;
    if (this.seconds > 0) return;
    reader.offset = this.nextJumpAt;
    this.readJump();
    this.nextJumpAt = reader.offset;
  }

  /** The next operation's length times `CODES` plus its code. */
  nextHead(): number {
    const { reader } = this;
    reader.offset = this.headsAt;
    const head = reader.unsigned(MAX_TEXT_UNITS * CODES);
    this.headsAt = reader.offset;
    return head;
  }

  nextReference(): number {
    const { reader } = this;
    reader.offset = this.referencesAt;
    const reference = reader.unsigned(this.limit);
    this.referencesAt = reader.offset;
    return reference;
  }
}

const NO_BYTES = new Uint8Array(0);

/** Small texts share one buffer: a keystroke must not cost an array. */
const scratch = new Uint16Array(1_024);

const NO_SIGNATURES: readonly Signature[] = [];

function readSignature(reader: ByteReader): Signature {
  const color = reader.byte();
  const name = reader.string(MAX_SIGNATURE_BYTES);
  if (name.length > MAX_SIGNATURE_UNITS) throw new MalformedError("Expected a shorter name");
  return { name, color };
}
