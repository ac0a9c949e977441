import { type ByteReader, MalformedError } from "../bytes";
import { MAX_COUNTER } from "../timestamp";
import {
  CODE_DELETE,
  CODE_DELETE_BACK,
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
  /** In the order of the heads; which of them a head has follows from its code. */
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
  readonly targets: readonly number[];
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
  const lefts = readReferences(reader, heads, LEFT_CODES, authors);
  const rights = readReferences(reader, heads, RIGHT_CODES, authors);
  const targets = readReferences(reader, heads, TARGET_CODES, authors);
  const marks = readMarks(reader, markCount, length);
  // A unit takes a byte at least.
  if (inserted > reader.remaining) throw new MalformedError(`Expected ${inserted} characters`);
  const isSmall = scratchUsed + inserted <= scratch.length;
  const text = isSmall ? scratch : new Uint16Array(inserted);
  const textStart = isSmall ? scratchUsed : 0;
  if (isSmall) scratchUsed += inserted;
  reader.utf16(text, textStart, inserted);
  const signatures = signed > 0 ? Array.from({ length: signed }, () => readSignature(reader)) : NO_SIGNATURES;
  return { author, from, length, heads, lefts, rights, targets, marks, text, textStart, signatures };
}

/** One reference for each head that has one of `codes`. */
function readReferences(
  reader: ByteReader,
  heads: readonly number[],
  codes: readonly boolean[],
  authors: number,
): readonly number[] {
  let count = 0;
  for (let i = 0; i < heads.length; i++) if (codes[heads[i]! % CODES]) count++;
  if (count === 0) return NO_REFERENCES;
  if (count > reader.remaining) throw new MalformedError(`Expected ${count} references`);
  const limit = 4 * MAX_TEXT_UNITS * (authors + 1);
  const references = new Array<number>(count);
  for (let i = 0; i < count; i++) references[i] = reader.unsigned(limit);
  return references;
}

const among = (...codes: readonly number[]) => Array.from({ length: CODES }, (_, code) => codes.includes(code));
const LEFT_CODES = among(CODE_INSERT, CODE_INSERT_SAME_RIGHT);
const RIGHT_CODES = among(CODE_INSERT, CODE_INSERT_BEHIND_OWN);
const TARGET_CODES = among(CODE_DELETE, CODE_DELETE_BACK, CODE_RESTORE);

function readMarks(reader: ByteReader, count: number, length: number): readonly ParsedMark[] {
  if (count === 0) return NO_MARKS;
  const offsets: number[] = [];
  let offset = 0;
  for (let i = 0; i < count; i++) {
    const step = reader.unsigned(MAX_TEXT_UNITS);
    if (i > 0 && step === 0) throw new MalformedError("Expected marks on different units");
    offset += step;
    if (offset >= length) throw new MalformedError("Expected a mark within its section");
    offsets.push(offset);
  }
  const jumps = offsets.map(() => reader.unsigned(2 ** 33));
  return offsets.map((offset, i) => {
    const jump = jumps[i]!;
    if (jump === 0) throw new MalformedError("Expected a mark that jumps");
    const count = jump % 2 === 1 ? reader.unsigned(MAX_COUNTER) : 0;
    if (jump % 2 === 1 && count === 0) throw new MalformedError("Expected the shortest form of a mark");
    return { offset, seconds: Math.floor(jump / 2), count };
  });
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
