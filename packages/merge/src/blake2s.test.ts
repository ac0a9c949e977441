import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Blake2s } from "./blake2s";

/** The hash of a platform that has it. */
function expected(words: readonly number[]): Uint8Array {
  return new Uint8Array(
    createHash("blake2s256")
      .update(new Uint8Array(Uint32Array.from(words).buffer))
      .digest(),
  );
}

const anyWord = fc.nat(0xffffffff);

describe("BLAKE2s", () => {
  it("M32: is what others make of the same words, whatever their number", () => {
    for (let count = 0; count <= 70; count++) {
      const words = Array.from({ length: count }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);
      const hash = new Blake2s();
      for (const word of words) hash.word(word);
      expect(hash.digest()).toEqual(expected(words));
    }
  });

  it("M32: can be asked for amid the words, and goes on", () => {
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 60 }), fc.nat(60), (words, at) => {
        const hash = new Blake2s();
        for (const [i, word] of words.entries()) {
          if (i === at) expect(hash.digest()).toEqual(expected(words.slice(0, at)));
          hash.word(word);
        }
        expect(hash.digest()).toEqual(expected(words));
        expect(hash.digest()).toEqual(expected(words));
      }),
    );
  });

  it("M32: tells bytes of different lengths, and large numbers, apart", () => {
    const digests = [
      new Blake2s(),
      new Blake2s().raw(new Uint8Array(0)),
      new Blake2s().raw(new Uint8Array(1)),
      new Blake2s().raw(new Uint8Array(4)),
      new Blake2s().raw(new Uint8Array(5)),
      new Blake2s().number(5),
      new Blake2s().number(2 ** 32 + 5),
      new Blake2s().number(2 ** 52 + 5),
    ].map((hash) => hash.digest().join());
    expect(new Set(digests).size).toBe(digests.length);
  });
});
