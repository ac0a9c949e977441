/** Thrown by `ByteReader` and caught where a decoder meets the outside: bytes are not what the format says. */
export class MalformedError extends Error {
  override readonly name = "MalformedError";
}

/** Appends to a growing buffer. Numbers are unsigned LEB128, strings are UTF-8 behind their length in bytes. */
export class ByteWriter {
  private buffer = new Uint8Array(64);
  private length = 0;

  byte(value: number): this {
    this.reserve(1);
    this.buffer[this.length++] = value;
    return this;
  }

  /** `value` is an integer from 0 to 2^53 - 1; anything else is a programmer's error and throws. */
  unsigned(value: number): this {
    if (this.length + 8 > this.buffer.length) this.reserve(8);
    if ((value & 0x7f) === value) {
      this.buffer[this.length++] = value;
      return this;
    }
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`Expected an unsigned integer, got ${value}`);
    let rest = value;
    // Shifts are for 31 bits.
    for (; rest > 0x7fffffff; rest = Math.floor(rest / 0x80)) this.buffer[this.length++] = (rest % 0x80) | 0x80;
    for (; rest >= 0x80; rest >>= 7) this.buffer[this.length++] = (rest & 0x7f) | 0x80;
    this.buffer[this.length++] = rest;
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.reserve(bytes.length);
    copy(bytes, bytes.length, this.buffer, this.length);
    this.length += bytes.length;
    return this;
  }

  /** All that another writer holds. */
  append(other: ByteWriter): this {
    this.reserve(other.length);
    copy(other.buffer, other.length, this.buffer, this.length);
    this.length += other.length;
    return this;
  }

  bytes(bytes: Uint8Array): this {
    return this.unsigned(bytes.length).raw(bytes);
  }

  string(text: string): this {
    return this.bytes(encoder.encode(text));
  }

  /** The UTF-16 units from `from` to `to`, which are well-formed, as UTF-8; without their number. */
  utf16(units: Uint16Array, from: number, to: number): this {
    this.reserve(3 * (to - from));
    let { length } = this;
    for (let i = from; i < to; i++) {
      const unit = units[i] as number;
      if (unit < 0x80) {
        this.buffer[length++] = unit;
      } else if (unit < 0x800) {
        this.buffer[length++] = 0xc0 | (unit >> 6);
        this.buffer[length++] = 0x80 | (unit & 0x3f);
      } else if ((unit & 0xfc00) === 0xd800) {
        const point = 0x10000 + ((unit & 0x3ff) << 10) + ((units[++i] as number) & 0x3ff);
        this.buffer[length++] = 0xf0 | (point >> 18);
        this.buffer[length++] = 0x80 | ((point >> 12) & 0x3f);
        this.buffer[length++] = 0x80 | ((point >> 6) & 0x3f);
        this.buffer[length++] = 0x80 | (point & 0x3f);
      } else {
        this.buffer[length++] = 0xe0 | (unit >> 12);
        this.buffer[length++] = 0x80 | ((unit >> 6) & 0x3f);
        this.buffer[length++] = 0x80 | (unit & 0x3f);
      }
    }
    this.length = length;
    return this;
  }

  get size(): number {
    return this.length;
  }

  finish(): Uint8Array {
    const bytes = new Uint8Array(this.length);
    copy(this.buffer, this.length, bytes, 0);
    return bytes;
  }

  /** Empties it, to be used again. */
  clear(): this {
    this.length = 0;
    return this;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more));
    grown.set(this.buffer);
    this.buffer = grown;
  }
}

/** Reads what `ByteWriter` wrote, trusting nothing: every read throws `MalformedError` rather than pass the end. */
export class ByteReader {
  /** Where in `buffer` it reads next. */
  offset = 0;

  constructor(public buffer: Uint8Array) {}

  /** Passes `length` bytes, and returns where in `buffer` they begin. */
  skip(length: number): number {
    if (length > this.remaining) throw new MalformedError(`Expected ${length} bytes, got ${this.remaining}`);
    this.offset += length;
    return this.offset - length;
  }

  byte(): number {
    const value = this.buffer[this.offset];
    if (value === undefined) throw new MalformedError("Expected a byte, got the end");
    this.offset++;
    return value;
  }

  /** An integer from 0 to `limit`, which is at most 2^53 - 1, in its shortest form. */
  unsigned(limit: number): number {
    const first = this.buffer[this.offset];
    if (first !== undefined && first < 0x80 && first <= limit) {
      this.offset++;
      return first;
    }
    let value = 0;
    let scale = 1;
    for (let length = 1; ; length++) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (length > 8 || value > limit) throw new MalformedError(`Expected a number up to ${limit}`);
      if (byte < 0x80) {
        // One value, one form: otherwise two different messages could carry one timestamp.
        if (byte === 0 && length > 1) throw new MalformedError("Expected the shortest form of a number");
        return value;
      }
      scale *= 0x80;
    }
  }

  /** Reads `count` numbers of at most `limit`, which is 127 at least, into `numbers` from `at` on. */
  numbers(numbers: Uint32Array | Float64Array, at: number, count: number, limit: number): void {
    const { buffer } = this;
    let { offset } = this;
    for (let i = at; i < at + count; i++) {
      const byte = buffer[offset];
      if (byte !== undefined && byte < 0x80) {
        numbers[i] = byte;
        offset++;
        continue;
      }
      this.offset = offset;
      numbers[i] = this.unsigned(limit);
      offset = this.offset;
    }
    this.offset = offset;
  }

  raw(length: number): Uint8Array {
    const at = this.skip(length);
    return this.buffer.subarray(at, at + length);
  }

  /** At most `limit` bytes, behind their length. A view, not a copy. */
  bytes(limit: number): Uint8Array {
    return this.raw(this.unsigned(limit));
  }

  /** A string of at most `limit` bytes of sound UTF-8. */
  string(limit: number): string {
    const bytes = this.bytes(limit);
    try {
      return decoder.decode(bytes);
    } catch {
      throw new MalformedError("Expected UTF-8");
    }
  }

  /**
   * Reads `count` UTF-16 units, which were written as UTF-8 without their number, into `units` from `start` on. Returns
   * whether there are pairs of surrogates among them.
   */
  utf16(units: Uint16Array, start: number, count: number): boolean {
    const { buffer } = this;
    if (count > FEW && count <= this.remaining && isAscii(buffer.subarray(this.offset, this.offset + count))) {
      units.set(buffer.subarray(this.offset, this.offset + count), start);
      this.offset += count;
      return false;
    }
    const end = start + count;
    let hasPairs = false;
    for (let i = start; i < end; ) {
      const byte = buffer[this.offset];
      if (byte !== undefined && byte < 0x80) {
        units[i++] = byte;
        this.offset++;
        continue;
      }
      const point = this.codePoint();
      if (point < 0x10000) {
        units[i++] = point;
      } else {
        if (i + 2 > end) throw new MalformedError("Expected a whole pair of surrogates");
        units[i++] = 0xd800 | ((point - 0x10000) >> 10);
        units[i++] = 0xdc00 | (point & 0x3ff);
        hasPairs = true;
      }
    }
    return hasPairs;
  }

  private codePoint(): number {
    const lead = this.byte();
    if (lead < 0x80) return lead;
    let more = 3;
    if (lead < 0xe0) more = 1;
    else if (lead < 0xf0) more = 2;
    let point = lead & (0x3f >> more);
    for (let i = 0; i < more; i++) {
      const byte = this.byte();
      if ((byte & 0xc0) !== 0x80) throw new MalformedError("Expected UTF-8");
      point = (point << 6) | (byte & 0x3f);
    }
    const isSurrogate = point >= 0xd800 && point < 0xe000;
    const isShortest = point >= (SHORTEST[more] as number);
    if (lead < 0xc0 || lead > 0xf4 || isSurrogate || !isShortest || point > 0x10ffff) {
      throw new MalformedError("Expected UTF-8");
    }
    return point;
  }

  /** All that is left. A view, not a copy. */
  rest(): Uint8Array {
    return this.raw(this.remaining);
  }

  end(): void {
    if (this.remaining > 0) throw new MalformedError(`Expected the end, got ${this.remaining} more bytes`);
  }

  get remaining(): number {
    return this.buffer.length - this.offset;
  }
}

/** Runs a decoder on bytes from outside. Returns undefined where they are malformed; other errors pass. */
export function decodeOrUndefined<T>(bytes: Uint8Array, decode: (reader: ByteReader) => T): T | undefined {
  try {
    const reader = new ByteReader(bytes);
    const value = decode(reader);
    reader.end();
    return value;
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

/** The length of `text` in bytes of UTF-8. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

/** Whether two byte strings are the same. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

/** Whether each byte is a character: sound UTF-8 that takes more has fewer of them. */
function isAscii(bytes: Uint8Array): boolean {
  try {
    return decoder.decode(bytes).length === bytes.length;
  } catch {
    return false;
  }
}

/** Copies the first `length` bytes. */
function copy(from: Uint8Array, length: number, to: Uint8Array, start: number): void {
  // For a few bytes a view of them would cost more than the copy.
  if (length > FEW) to.set(from.subarray(0, length), start);
  else for (let i = 0; i < length; i++) to[start + i] = from[i] as number;
}

/** So many bytes are copied faster one by one. */
const FEW = 64;

/** The lowest code point that needs so many bytes behind the first. */
const SHORTEST: readonly number[] = [0, 0x80, 0x800, 0x10000];

const encoder = new TextEncoder();
// A leading byte order mark is text like any other here: two holders must never differ by it.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
