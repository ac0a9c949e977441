import { type ByteReader, MalformedError } from "../bytes";
import {
  CODE_DELETE,
  CODE_INSERT,
  CODE_INSERT_BEHIND_OWN,
  CODE_INSERT_SAME_RIGHT,
  CODE_RESTORE,
  CODE_SIGN,
  CODES,
  ID_BYTES,
} from "./delta-format";
import { MAX_SIGNATURE_BYTES, MAX_SIGNATURE_UNITS, type Signature } from "./signature";
import { MAX_AUTHORS, MAX_TEXT_UNITS } from "./text-document";

/** A delta as its bytes say it: sound in form, not yet in meaning. */
export interface ParsedDelta {
  /** All of it. */
  readonly bytes: Uint8Array;
  /** Where in `bytes` each author's id begins. */
  readonly authors: readonly number[];
  readonly sections: readonly Section[];
}

export interface Section {
  /** The author's number in the table. */
  readonly author: number;
  readonly from: number;
  readonly length: number;
  readonly heads: readonly number[];
  /** In the order of the heads; how many each head has follows from its code. */
  readonly references: readonly number[];
  readonly marks: readonly ParsedMark[];
  /** Holds the inserted text from `textStart` on; good until the next delta is read. */
  readonly text: Uint16Array;
  readonly textStart: number;
  readonly signatures: readonly Signature[];
}

export interface ParsedMark {
  /** From the start of the section. */
  readonly offset: number;
  readonly seconds: number;
  readonly count: number;
}

/** Reads a delta to its end. Throws `MalformedError`. */
export function readDelta(reader: ByteReader): ParsedDelta {
  const count = reader.unsigned(MAX_AUTHORS);
  if (count * ID_BYTES > reader.remaining) throw new MalformedError(`Expected ${count} authors`);
  const authors = new Array<number>(count);
  for (let i = 0; i < count; i++) authors[i] = reader.skip(ID_BYTES);
  scratchUsed = 0;
  const sections = [readSection(reader, count)];
  while (reader.remaining > 0) sections.push(readSection(reader, count));
  return { bytes: reader.buffer, authors, sections };
}

/** Small texts share one buffer: a keystroke must not cost an array. */
const scratch = new Uint16Array(1_024);
let scratchUsed = 0;

function readSection(reader: ByteReader, authors: number): Section {
  if (authors === 0) throw new MalformedError("Expected an author");
  const author = authors > 1 ? reader.unsigned(authors - 1) : 0;
  const from = reader.unsigned(MAX_TEXT_UNITS);
  const counts = reader.unsigned(2 * MAX_TEXT_UNITS + 1);
  const operations = counts >> 1;
  const markCount = counts % 2 === 1 ? reader.unsigned(MAX_TEXT_UNITS) : 0;
  // Each takes a byte at least: nothing is allocated on the word of whoever wrote the numbers.
  if (operations === 0 || operations + markCount > reader.remaining) throw new MalformedError("Expected operations");
  // Of its exact size: to grow would cost a keystroke more than all the rest.
  const heads = new Array<number>(operations);
  let length = 0;
  let inserted = 0;
  let signed = 0;
  for (let i = 0; i < operations; i++) {
    const head = reader.unsigned(MAX_TEXT_UNITS * CODES);
    const code = head % CODES;
    const units = (head - code) / CODES;
    if (units === 0 || (code === CODE_SIGN && units > 1)) throw new MalformedError("Expected a length");
    length += units;
    if (code < CODE_DELETE) inserted += units;
    if (code === CODE_SIGN) signed++;
    heads[i] = head;
  }
  if (from + length > MAX_TEXT_UNITS) throw new MalformedError("Expected fewer units");
  const references = readReferences(reader, heads, authors);
  const marks = readMarks(reader, markCount, length);
  // A unit takes a byte at least.
  if (inserted > reader.remaining) throw new MalformedError(`Expected ${inserted} characters`);
  const isSmall = scratchUsed + inserted <= scratch.length;
  const text = isSmall ? scratch : new Uint16Array(inserted);
  const textStart = isSmall ? scratchUsed : 0;
  if (isSmall) scratchUsed += inserted;
  reader.utf16(text, textStart, inserted);
  const signatures = signed > 0 ? Array.from({ length: signed }, () => readSignature(reader)) : NO_SIGNATURES;
  return { author, from, length, heads, references, marks, text, textStart, signatures };
}

function readReferences(reader: ByteReader, heads: readonly number[], authors: number): readonly number[] {
  const limit = 4 * MAX_TEXT_UNITS * (authors + 1);
  let count = 0;
  for (let i = 0; i < heads.length; i++) count += REFERENCES[heads[i]! % CODES]!;
  if (count === 0) return NO_REFERENCES;
  if (count > reader.remaining) throw new MalformedError(`Expected ${count} references`);
  const references = new Array<number>(count);
  for (let i = 0; i < count; i++) references[i] = reader.unsigned(limit);
  return references;
}

/** By code. */
const REFERENCES: readonly number[] = Array.from({ length: CODES }, (_, code) => {
  if (code === CODE_INSERT) return 2;
  if (code === CODE_INSERT_BEHIND_OWN || code === CODE_INSERT_SAME_RIGHT) return 1;
  return code >= CODE_DELETE && code <= CODE_RESTORE ? 1 : 0;
});

function readMarks(reader: ByteReader, count: number, length: number): readonly ParsedMark[] {
  if (count === 0) return NO_MARKS;
  const marks: ParsedMark[] = [];
  let offset = 0;
  for (let i = 0; i < count; i++) {
    const step = reader.unsigned(MAX_TEXT_UNITS);
    if (i > 0 && step === 0) throw new MalformedError("Expected marks on different units");
    offset += step;
    if (offset >= length) throw new MalformedError("Expected a mark within its section");
    const jump = reader.unsigned(2 ** 33);
    if (jump === 0) throw new MalformedError("Expected a mark that jumps");
    const hasCount = jump % 2 === 1;
    const jumpCount = hasCount ? reader.unsigned(2 ** 20 - 1) : 0;
    if (hasCount && jumpCount === 0) throw new MalformedError("Expected the shortest form of a mark");
    marks.push({ offset, seconds: Math.floor(jump / 2), count: jumpCount });
  }
  return marks;
}

const NO_REFERENCES: readonly number[] = [];
const NO_SIGNATURES: readonly Signature[] = [];
const NO_MARKS: readonly ParsedMark[] = [];

function readSignature(reader: ByteReader): Signature {
  const color = reader.byte();
  const name = reader.string(MAX_SIGNATURE_BYTES);
  if (name.length > MAX_SIGNATURE_UNITS) throw new MalformedError("Expected a shorter name");
  return { name, color };
}
