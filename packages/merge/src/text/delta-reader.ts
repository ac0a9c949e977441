import { ByteReader, MalformedError } from "../bytes";
import { MAX_COUNTER } from "../timestamp";
import type { AuthorLog } from "./author-log";
import { CODE_BITS, CODE_DELETE, CODE_SIGN, CODES, FAR_BITS, FAR_SECONDS, ID_BYTES, REFERENCES } from "./delta-format";
import { MAX_SIGNATURE_BYTES, MAX_SIGNATURE_UNITS, type Signature } from "./signature";
import { COUNT_BITS, countOf, MAX_STAMP, type Stamp, secondsOf, stampOf } from "./stamp";
import { MAX_AUTHORS, MAX_TEXT_UNITS } from "./text-document";

/** Reads a delta section by section, each column in one go. Throws `MalformedError`. */
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
  /** Of each operation its length times `CODES` plus its code. */
  heads = fewHeads;
  /** What they refer to. */
  references = fewReferences;
  signatures: readonly Signature[] = NO_SIGNATURES;
  hasPairs = false;
  /** The unit from which on the section's times lie beyond what is sound. */
  soundEnd = 0;

  private readonly reader = new ByteReader(NO_BYTES);
  /** How many signatures there are. */
  private signed = 0;

  get bytes(): Uint8Array {
    return this.reader.buffer;
  }

  get isOver(): boolean {
    return this.reader.remaining === 0;
  }

  open(delta: Uint8Array): void {
    const { reader } = this;
    reader.buffer = delta;
    reader.offset = 0;
    this.authors = reader.unsigned(MAX_AUTHORS);
    if (this.authors === 0) throw new MalformedError(UNSOUND);
    this.ids = reader.skip(this.authors * ID_BYTES);
  }

  /** Goes on to the next section, of which a delta has one at least. */
  next(): void {
    const { reader } = this;
    this.author = this.authors > 1 ? reader.unsigned(this.authors - 1) : 0;
    this.from = reader.unsigned(MAX_TEXT_UNITS);
  }

  /**
   * Reads the section's columns. Its text and its marks are put behind those of `log`, which does not count them. The
   * first unit bears `stamp` if there is no mark; beyond `lastSound` no stamp is sound.
   */
  read(log: AuthorLog, stamp: Stamp, lastSound: Stamp): void {
    const { reader } = this;
    const counts = reader.unsigned(2 * MAX_TEXT_UNITS + 1);
    this.operations = counts >> 1;
    this.marks = (counts & 1) > 0 ? reader.unsigned(MAX_TEXT_UNITS) : 0;
    // Each takes a byte at least: nothing is allocated on the word of whoever wrote the numbers.
    if (this.operations === 0 || this.operations + this.marks > reader.remaining) {
      throw new MalformedError(UNSOUND);
    }
    this.readOperations();
    const last = this.marks > 0 ? this.readMarks(log, stamp) : stamp + this.length - 1;
    const isSound = last <= lastSound && last <= MAX_STAMP - MAX_TEXT_UNITS;
    this.soundEnd = isSound ? this.from + this.length : this.findSoundEnd(log, stamp, lastSound);
    if (this.inserted > reader.remaining) throw new MalformedError(UNSOUND);
    log.reserve(this.inserted);
    this.hasPairs = reader.utf16(log.text, log.characters, this.inserted);
    this.signatures =
      this.signed > 0 ? Array.from({ length: this.signed }, () => readSignature(reader)) : NO_SIGNATURES;
  }

  /** Lets go of the delta: it may be a whole history. */
  close(): void {
    this.reader.buffer = NO_BYTES;
    this.heads = fewHeads;
    this.references = fewReferences;
    this.signatures = NO_SIGNATURES;
  }

  private readOperations(): void {
    const { reader, operations } = this;
    const isLong = operations > FEW;
    const heads = isLong ? new Uint32Array(operations) : fewHeads;
    reader.numbers(heads, 0, operations, MAX_TEXT_UNITS * CODES);
    let length = 0;
    let inserted = 0;
    let referred = 0;
    let signed = 0;
    for (let i = 0; i < operations; i++) {
      const head = heads[i]!;
      const code = head & (CODES - 1);
      const units = head >> CODE_BITS;
      if (units === 0 || (code === CODE_SIGN && units > 1)) throw new MalformedError(UNSOUND);
      length += units;
      referred += REFERENCES[code]!;
      if (code < CODE_DELETE) inserted += units;
      else if (code === CODE_SIGN) signed++;
    }
    if (this.from + length > MAX_TEXT_UNITS || referred > reader.remaining) throw new MalformedError(UNSOUND);
    const references = isLong ? new Float64Array(referred) : fewReferences;
    reader.numbers(references, 0, referred, 4 * MAX_TEXT_UNITS * (this.authors + 1));
    this.heads = heads;
    this.references = references;
    this.length = length;
    this.inserted = inserted;
    this.signed = signed;
  }

  /** Returns the stamp of the section's last unit. */
  private readMarks(log: AuthorLog, first: Stamp): Stamp {
    const { reader } = this;
    log.reserveMarks(this.marks);
    const { markUnits, markStamps, marks } = log;
    reader.numbers(markUnits, marks, this.marks, MAX_TEXT_UNITS * FAR_SECONDS);
    const markEnd = marks + this.marks;
    const end = this.from + this.length;
    let unit = this.from;
    let second = secondsOf(first);
    let count = countOf(first);
    for (let i = marks; i < markEnd; i++) {
      const mark = markUnits[i]!;
      const units = mark >> FAR_BITS;
      const near = mark & (FAR_SECONDS - 1);
      if (units === 0 && i > marks) throw new MalformedError(UNSOUND);
      unit += units;
      count += units;
      if (near > 0) {
        second += near + (count >> COUNT_BITS);
        count = 0;
      } else {
        const jump = reader.unsigned(2 ** 33);
        const seconds = Math.floor(jump / 2);
        const counts = jump % 2 === 1 ? reader.unsigned(MAX_COUNTER) : 0;
        if (seconds + counts === 0) throw new MalformedError(UNSOUND);
        second += seconds + (count >> COUNT_BITS);
        count = seconds > 0 ? counts : (count & MAX_COUNTER) + counts;
      }
      markUnits[i] = unit;
      markStamps[i] = stampOf(second, count);
    }
    if (unit >= end) throw new MalformedError(UNSOUND);
    return stampOf(second, count) + end - 1 - unit;
  }

  private findSoundEnd({ markUnits, markStamps, marks }: AuthorLog, first: Stamp, lastSound: Stamp): number {
    const markEnd = marks + this.marks;
    const end = this.from + this.length;
    let unit = this.from;
    let stamp = first;
    for (let i = marks; ; i++) {
      const next = i < markEnd ? markUnits[i]! : end;
      const sound = unit + lastSound - stamp + 1;
      if (sound < next || i === markEnd) return Math.max(unit, Math.min(sound, next));
      unit = next;
      stamp = markStamps[i]!;
      if (stamp > MAX_STAMP - this.length) throw new MalformedError(UNSOUND);
    }
  }
}

const UNSOUND = "Expected a section as its format says";

const NO_BYTES = new Uint8Array(0);

/** So many operations share an array: a keystroke must not cost one. */
const FEW = 64;
const fewHeads = new Uint32Array(FEW);
const fewReferences = new Float64Array(2 * FEW);

const NO_SIGNATURES: readonly Signature[] = [];

function readSignature(reader: ByteReader): Signature {
  const color = reader.byte();
  const name = reader.string(MAX_SIGNATURE_BYTES);
  if (name.length > MAX_SIGNATURE_UNITS) throw new MalformedError(UNSOUND);
  return { name, color };
}
