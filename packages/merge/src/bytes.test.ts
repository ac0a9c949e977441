import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteReader, ByteWriter, decodeOrUndefined, equalBytes, MalformedError, utf8Length } from "./bytes";

const LARGEST = Number.MAX_SAFE_INTEGER;
const anyInteger = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(300),
  fc.nat(53).map((bits) => Math.min(2 ** bits, LARGEST)),
);
const wellFormed = fc.string({ unit: "binary" }).map((text) => text.toWellFormed());
const encode = (value: number) => new ByteWriter().unsigned(value).finish();

/** Some value of every kind, as it is written, read and compared. */
const anyField = fc.oneof(
  fc.nat(255).map((value) => ({
    write: (writer: ByteWriter) => writer.byte(value),
    read: (reader: ByteReader): unknown => reader.byte(),
    value: value as unknown,
  })),
  anyInteger.map((value) => ({
    write: (writer: ByteWriter) => writer.unsigned(value),
    read: (reader: ByteReader): unknown => reader.unsigned(LARGEST),
    value: value as unknown,
  })),
  fc.uint8Array({ maxLength: 200 }).map((value) => ({
    write: (writer: ByteWriter) => writer.bytes(value),
    read: (reader: ByteReader): unknown => reader.bytes(200),
    value: value as unknown,
  })),
  wellFormed.map((value) => ({
    write: (writer: ByteWriter) => writer.string(value),
    read: (reader: ByteReader): unknown => reader.string(1000),
    value: value as unknown,
  })),
);

describe("bytes", () => {
  it("M1: what is written is read again, whatever follows what", () => {
    fc.assert(
      fc.property(fc.array(anyField, { maxLength: 20 }), (fields) => {
        const writer = new ByteWriter();
        for (const field of fields) field.write(writer);
        const reader = new ByteReader(writer.finish());
        for (const field of fields) expect(field.read(reader)).toEqual(field.value);
        reader.end();
      }),
    );
  });

  it("M1: numbers have the encoding that LEB128 gives them", () => {
    expect([...encode(0)]).toEqual([0]);
    expect([...encode(127)]).toEqual([127]);
    expect([...encode(128)]).toEqual([0x80, 1]);
    expect([...encode(624_485)]).toEqual([0xe5, 0x8e, 0x26]);
    expect([...encode(LARGEST)]).toEqual([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]);
  });

  it("M1: only what is an unsigned integer can be written", () => {
    for (const value of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, LARGEST + 1]) {
      expect(() => new ByteWriter().unsigned(value)).toThrow(RangeError);
    }
  });

  it("M1: one value has one form, and any longer form is malformed", () => {
    fc.assert(
      fc.property(anyInteger, fc.integer({ min: 1, max: 4 }), (value, padding) => {
        const shortest = [...encode(value)];
        const longer = [...shortest.slice(0, -1), shortest.at(-1)! | 0x80, ...Array(padding - 1).fill(0x80), 0];
        expect(() => new ByteReader(Uint8Array.from(longer)).unsigned(LARGEST)).toThrow(MalformedError);
      }),
    );
  });

  it("M1: two encodings are equal only where the values are", () => {
    fc.assert(
      fc.property(anyInteger, anyInteger, (left, right) => {
        expect(equalBytes(encode(left), encode(right))).toBe(left === right);
      }),
    );
  });

  it("M1: a string keeps a leading byte order mark, and its length is that of its UTF-8", () => {
    const text = "\uFEFFnaïve 📝";
    const bytes = new ByteWriter().string(text).finish();
    expect(new ByteReader(bytes).string(100)).toBe(text);
    expect(utf8Length(text)).toBe(3 + 6 + 1 + 4);
    expect(bytes.length).toBe(1 + utf8Length(text));
  });

  it("M1: UTF-16 units are written as the UTF-8 of the platform, and read again, from any place to any place", () => {
    fc.assert(
      fc.property(wellFormed, fc.nat(5), (text, before) => {
        const units = Uint16Array.from({ length: before + text.length }, (_, i) => text.charCodeAt(i - before));
        const bytes = new ByteWriter().utf16(units, before, units.length).finish();
        expect(bytes).toEqual(new TextEncoder().encode(text));
        const read = new Uint16Array(units.length);
        const reader = new ByteReader(bytes);
        reader.utf16(read, before, text.length);
        reader.end();
        expect(read.subarray(before)).toEqual(units.subarray(before));
      }),
    );
  });

  it("M1: a writer that was cleared begins anew, and what it had given out stays as it was", () => {
    fc.assert(
      fc.property(fc.array(anyField, { maxLength: 10 }), fc.array(anyField, { maxLength: 10 }), (first, second) => {
        const writer = new ByteWriter();
        for (const field of first) field.write(writer);
        const before = writer.finish();
        const copy = before.slice();
        writer.clear();
        for (const field of second) field.write(writer);
        const fresh = new ByteWriter();
        for (const field of second) field.write(fresh);
        expect(writer.size).toBe(fresh.size);
        expect(writer.finish()).toEqual(fresh.finish());
        expect(before).toEqual(copy);
      }),
    );
  });

  it("M2: every truncation of a sound encoding fails as malformed", () => {
    fc.assert(
      fc.property(fc.array(anyField, { minLength: 1, maxLength: 5 }), (fields) => {
        const writer = new ByteWriter();
        for (const field of fields) field.write(writer);
        const bytes = writer.finish();
        for (let length = 0; length < bytes.length; length++) {
          const reader = new ByteReader(bytes.subarray(0, length));
          expect(() => {
            for (const field of fields) field.read(reader);
          }).toThrow(MalformedError);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("M2: a number over its limit is malformed, and one at it is sound", () => {
    fc.assert(
      fc.property(anyInteger, (limit) => {
        expect(new ByteReader(encode(limit)).unsigned(limit)).toBe(limit);
        if (limit === LARGEST) return;
        expect(() => new ByteReader(encode(limit + 1)).unsigned(limit)).toThrow(MalformedError);
      }),
    );
  });

  it("M2: no number passes 2^53 - 1, nor does its encoding go on for ever", () => {
    const over = [
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10],
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
      Array<number>(1000).fill(0x80),
    ];
    for (const bytes of over) {
      expect(() => new ByteReader(Uint8Array.from(bytes)).unsigned(LARGEST)).toThrow(MalformedError);
    }
  });

  it("M2: bytes and strings over their limit are malformed, and so is what is no UTF-8", () => {
    const five = new ByteWriter().string("12345").finish();
    expect(new ByteReader(five).string(5)).toBe("12345");
    expect(() => new ByteReader(five).string(4)).toThrow(MalformedError);
    expect(() => new ByteReader(five).bytes(4)).toThrow(MalformedError);
    const notUtf8 = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]];
    for (const bytes of notUtf8) {
      const encoded = new ByteWriter().bytes(Uint8Array.from(bytes)).finish();
      expect(() => new ByteReader(encoded).string(10)).toThrow(MalformedError);
    }
  });

  it("M2: UTF-16 is read from what the platform takes for UTF-8 and from nothing else, and no half of a pair", () => {
    const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const decode = (bytes: Uint8Array): string | undefined => {
      try {
        return strict.decode(bytes);
      } catch {
        return undefined;
      }
    };
    // What is next to a bound, on either side, comes up by itself far too seldom.
    const anyBytes = fc.oneof(
      fc.array(fc.nat(255), { maxLength: 4 }),
      fc.constantFrom(
        [0x7f],
        [0x80],
        [0xc1, 0xbf],
        [0xc2, 0x80],
        [0xe0, 0x9f, 0xbf],
        [0xe0, 0xa0, 0x80],
        [0xed, 0x9f, 0xbf],
        [0xed, 0xa0, 0x80],
        [0xed, 0xbf, 0xbf],
        [0xee, 0x80, 0x80],
        [0xf0, 0x8f, 0xbf, 0xbf],
        [0xf0, 0x90, 0x80, 0x80],
        [0xf4, 0x8f, 0xbf, 0xbf],
        [0xf4, 0x90, 0x80, 0x80],
        [0xf5, 0x80, 0x80, 0x80],
      ),
    );
    fc.assert(
      fc.property(anyBytes, anyBytes, (first, second) => {
        const bytes = [...first, ...second];
        const text = decode(Uint8Array.from(bytes));
        const isRead = (count: number) => {
          const reader = new ByteReader(Uint8Array.from(bytes));
          const units = new Uint16Array(count);
          const isSound = doesNotFail(() => {
            reader.utf16(units, 0, count);
            reader.end();
          });
          if (isSound) expect(String.fromCharCode(...units)).toBe(text);
          return isSound;
        };
        const counts = [0, 1, 2, 3, 4, 5, 6, 7, 8].filter(isRead);
        expect(counts).toEqual(text === undefined ? [] : [text.length]);
      }),
      { numRuns: 2_000 },
    );
    const pair = new TextEncoder().encode("📝");
    expect(() => new ByteReader(pair).utf16(new Uint16Array(2), 0, 1)).toThrow(MalformedError);
  });

  it("M2: what is skipped is within the bytes, and says where it began", () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3));
    expect([reader.skip(2), reader.byte()]).toEqual([0, 3]);
    expect(() => reader.skip(1)).toThrow(MalformedError);
    expect(reader.skip(0)).toBe(3);
  });

  it("M2: whatever is read from whatever bytes, nothing but a MalformedError is thrown", () => {
    const reads: ((reader: ByteReader) => unknown)[] = [
      (reader) => reader.byte(),
      (reader) => reader.unsigned(LARGEST),
      (reader) => reader.unsigned(100),
      (reader) => reader.raw(5),
      (reader) => reader.bytes(LARGEST),
      (reader) => reader.string(LARGEST),
      (reader) => reader.rest(),
      (reader) => reader.skip(3),
      (reader) => reader.utf16(new Uint16Array(5), 0, 5),
      (reader) => reader.end(),
    ];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.array(fc.nat(reads.length - 1)), (bytes, picks) => {
        const reader = new ByteReader(bytes);
        try {
          for (const pick of picks) reads[pick]!(reader);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedError);
        }
        expect(reader.remaining).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });

  it("M2: decodeOrUndefined asks for the end, gives undefined for what is malformed, and lets other errors pass", () => {
    expect(decodeOrUndefined(Uint8Array.of(7), (reader) => reader.byte())).toBe(7);
    expect(decodeOrUndefined(Uint8Array.of(7, 8), (reader) => reader.byte())).toBeUndefined();
    expect(decodeOrUndefined(Uint8Array.of(), (reader) => reader.byte())).toBeUndefined();
    const broken = () => decodeOrUndefined(Uint8Array.of(7), () => new ByteWriter().unsigned(-1));
    expect(broken).toThrow(RangeError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        decodeOrUndefined(bytes, (reader) => [reader.unsigned(LARGEST), reader.string(50), reader.bytes(9)]);
      }),
      { numRuns: 2000 },
    );
  });

  it("M2: rest gives all that is left, and then nothing is", () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3));
    reader.byte();
    expect([...reader.rest()]).toEqual([2, 3]);
    expect(reader.remaining).toBe(0);
  });
});

/** Whether `read` ends without a `MalformedError`. Other errors pass. */
function doesNotFail(read: () => void): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof MalformedError) return false;
    throw error;
  }
}
