import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { packedRow, plainRow, unpackRow } from "./row-format";

const LIMIT = 100_000;
const DELTA = new TextEncoder().encode("so it goes, ".repeat(500));

afterEach(() => vi.unstubAllGlobals());

describe("a row", () => {
  it("gives back its delta, plain or packed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (delta) => {
        expect(await unpackRow(plainRow(delta), LIMIT)).toEqual(delta);
        expect(await unpackRow(await packedRow(delta), LIMIT)).toEqual(delta);
      }),
    );
  });

  it("is smaller packed, and never larger than plain", async () => {
    expect((await packedRow(DELTA)).length).toBeLessThan(DELTA.length / 10);
    const noise = crypto.getRandomValues(new Uint8Array(5_000));
    expect(await packedRow(noise)).toEqual(plainRow(noise));
  });

  it("stays plain where the platform cannot deflate", async () => {
    vi.stubGlobal("CompressionStream", undefined);
    expect(await packedRow(DELTA)).toEqual(plainRow(DELTA));
  });

  it("is not read where the platform cannot inflate", async () => {
    const row = await packedRow(DELTA);
    vi.stubGlobal("DecompressionStream", undefined);
    expect(await unpackRow(row, LIMIT)).toBeUndefined();
  });

  it("of more than the limit is not read, however small it is packed", async () => {
    const bomb = await packedRow(new Uint8Array(5_000_000));
    expect(bomb.length).toBeLessThan(10_000);
    expect(await unpackRow(bomb, 4_999_999)).toBeUndefined();
    expect(await unpackRow(bomb, 5_000_000)).toHaveLength(5_000_000);
    expect(await unpackRow(plainRow(DELTA), DELTA.length - 1)).toBeUndefined();
  });

  it("that is empty, of an unknown format, cut or garbled is not read, and never throws", async () => {
    const packed = await packedRow(DELTA);
    expect(await unpackRow(new Uint8Array(0), LIMIT)).toBeUndefined();
    expect(await unpackRow(Uint8Array.of(7, 1, 2), LIMIT)).toBeUndefined();
    for (let length = 1; length < packed.length; length++) {
      expect(await unpackRow(packed.subarray(0, length), LIMIT)).toBeUndefined();
    }
    expect(await unpackRow(Uint8Array.of(3, 255, 255, 255), LIMIT)).toBeUndefined();
  });
});
