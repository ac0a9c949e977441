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
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`Expected an unsigned integer, got ${value}`);
    this.reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.buffer[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.length++] = rest;
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  bytes(bytes: Uint8Array): this {
    return this.unsigned(bytes.length).raw(bytes);
  }

  string(text: string): this {
    return this.bytes(encoder.encode(text));
  }

  finish(): Uint8Array {
    return this.buffer.slice(0, this.length);
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
  private offset = 0;

  constructor(private readonly buffer: Uint8Array) {}

  byte(): number {
    const value = this.buffer[this.offset];
    if (value === undefined) throw new MalformedError("Expected a byte, got the end");
    this.offset++;
    return value;
  }

  /** An integer from 0 to `limit`, which is at most 2^53 - 1, in its shortest form. */
  unsigned(limit: number): number {
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

  raw(length: number): Uint8Array {
    if (length > this.remaining) throw new MalformedError(`Expected ${length} bytes, got ${this.remaining}`);
    const bytes = this.buffer.subarray(this.offset, this.offset + length);
    this.offset += length;
    return bytes;
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

const encoder = new TextEncoder();
// A leading byte order mark is text like any other here: two holders must never differ by it.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
