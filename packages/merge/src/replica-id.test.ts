import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteReader, ByteWriter, MalformedError } from "./bytes";
import {
  nextReplicaId,
  parseReplicaId,
  readReplicaId,
  replicaIdFromBytes,
  replicaIdToBytes,
  writeReplicaId,
} from "./replica-id";

const eightBytes = fc.uint8Array({ minLength: 8, maxLength: 8 });

describe("a replica id", () => {
  it("M3: is the same 8 bytes after a round trip, and parses as itself", () => {
    fc.assert(
      fc.property(eightBytes, (bytes) => {
        const id = replicaIdFromBytes(bytes);
        const writer = new ByteWriter();
        writeReplicaId(writer, id);
        expect(writer.finish()).toEqual(bytes);
        expect(replicaIdToBytes(id)).toEqual(bytes);
        expect(readReplicaId(new ByteReader(bytes))).toBe(id);
        expect(parseReplicaId(id)).toBe(id);
      }),
    );
  });

  it("M3: is nothing but 16 lower-case hex digits", () => {
    expect(parseReplicaId("00ff00ff00ff00ff")).toBe("00ff00ff00ff00ff");
    const others = ["", "00ff00ff00ff00f", "00ff00ff00ff00fff", "00FF00ff00ff00ff", "00ff00ff00ff00ff\n", 7, null, {}];
    for (const value of others) expect(parseReplicaId(value)).toBeUndefined();
  });

  it("M3: is followed by one more, as a number of 64 bits, and the last of them by the first", () => {
    const id = (digits: string) => parseReplicaId(digits)!;
    expect(nextReplicaId(id("0000000000000000"))).toBe("0000000000000001");
    expect(nextReplicaId(id("00000000ffffffff"))).toBe("0000000100000000");
    expect(nextReplicaId(id("00ff00ff00ff00ff"))).toBe("00ff00ff00ff0100");
    expect(nextReplicaId(id("ffffffffffffffff"))).toBe("0000000000000000");
    fc.assert(
      fc.property(eightBytes, (bytes) => {
        const next = nextReplicaId(replicaIdFromBytes(bytes));
        expect(parseReplicaId(next)).toBe(next);
        expect(BigInt(`0x${next}`)).toBe(BigInt.asUintN(64, BigInt(`0x${replicaIdFromBytes(bytes)}`) + 1n));
      }),
    );
  });

  it("M3: needs all of its 8 bytes", () => {
    expect(() => replicaIdFromBytes(new Uint8Array(7))).toThrow(RangeError);
    expect(() => readReplicaId(new ByteReader(new Uint8Array(7)))).toThrow(MalformedError);
  });

  it("M4: orders as its bytes do", () => {
    fc.assert(
      fc.property(eightBytes, eightBytes, (left, right) => {
        const first = left.findIndex((byte, i) => byte !== right[i]);
        const less = first >= 0 && left[first]! < right[first]!;
        expect(replicaIdFromBytes(left) < replicaIdFromBytes(right)).toBe(less);
      }),
    );
  });
});
