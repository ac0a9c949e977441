import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteWriter, equalBytes } from "./bytes";
import { replicaId, timestamp } from "./test-fixtures/deltas";
import {
  compareTimestamps,
  decodeTimestamp,
  isAhead,
  MAX_COUNTER,
  MAX_DRIFT_MS,
  MAX_TIME_MS,
  type Timestamp,
  tick,
  writeTimestamp,
} from "./timestamp";

// Few values close together, so that ties are common; and the very ends.
const anyTime = fc.oneof(fc.nat(3), fc.constantFrom(MAX_TIME_MS - 1, MAX_TIME_MS), fc.nat({ max: 2 ** 31 - 1 }));
const anyCounter = fc.oneof(fc.nat(2), fc.constantFrom(MAX_COUNTER - 1, MAX_COUNTER));
const anyTimestamp = fc.tuple(anyTime, anyCounter, fc.nat(3)).map((parts) => timestamp(...parts));

const encode = (value: Timestamp): Uint8Array => {
  const writer = new ByteWriter();
  writeTimestamp(writer, value);
  return writer.finish();
};

describe("timestamps", () => {
  it("M4: the order is total: antisymmetric, transitive, and 0 only for the same timestamp", () => {
    fc.assert(
      fc.property(anyTimestamp, anyTimestamp, anyTimestamp, (a, b, c) => {
        expect(Math.sign(compareTimestamps(a, b))).toBe(0 - Math.sign(compareTimestamps(b, a)));
        expect(compareTimestamps(a, b) === 0).toBe(equalBytes(encode(a), encode(b)));
        if (compareTimestamps(a, b) <= 0 && compareTimestamps(b, c) <= 0) {
          expect(compareTimestamps(a, c)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("M4: time comes before counter, and counter before replica", () => {
    const inOrder = [timestamp(1, 9, 9), timestamp(2, 0, 0), timestamp(2, 0, 1), timestamp(2, 1, 0)];
    expect([...inOrder].reverse().sort(compareTimestamps)).toEqual(inOrder);
  });

  it("M4: a timestamp is the same after a round trip, and every truncation is malformed", () => {
    fc.assert(
      fc.property(anyTimestamp, (value) => {
        const bytes = encode(value);
        expect(decodeTimestamp(bytes)).toEqual(value);
        for (let length = 0; length < bytes.length; length++) {
          expect(decodeTimestamp(bytes.subarray(0, length))).toBeUndefined();
        }
        expect(decodeTimestamp(Uint8Array.of(...bytes, 0))).toBeUndefined();
      }),
    );
  });

  it("M2: a timestamp beyond its limits, and any random bytes, decode to undefined or a timestamp", () => {
    expect(decodeTimestamp(encode({ ...timestamp(0, 0, 0), timeMs: MAX_TIME_MS + 1 }))).toBeUndefined();
    expect(decodeTimestamp(encode({ ...timestamp(0, 0, 0), counter: MAX_COUNTER + 1 }))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        const value = decodeTimestamp(bytes);
        if (value) expect(encode(value)).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it("M5: a write is later than the last, whatever the clock and whoever the writer", () => {
    fc.assert(
      fc.property(anyTimestamp, anyTime, fc.nat(3), (last, now, writer) => {
        fc.pre(last.timeMs < MAX_TIME_MS);
        const next = tick(last, now, replicaId(writer));
        expect(compareTimestamps(next, last)).toBeGreaterThan(0);
        expect(next.timeMs).toBeGreaterThanOrEqual(now);
        expect(next.replica).toBe(replicaId(writer));
      }),
      { numRuns: 1000 },
    );
  });

  it("M5: a clock that is later gives the time; one that is not adds one to the counter", () => {
    expect(tick(undefined, 1000, replicaId(1))).toEqual(timestamp(1000, 0, 1));
    expect(tick(timestamp(999, 5, 2), 1000, replicaId(1))).toEqual(timestamp(1000, 0, 1));
    expect(tick(timestamp(1000, 5, 2), 1000, replicaId(1))).toEqual(timestamp(1000, 6, 1));
    expect(tick(timestamp(5000, 5, 2), 1000, replicaId(1))).toEqual(timestamp(5000, 6, 1));
  });

  it("M6: a full counter carries into the time, and nobody is kept from writing", () => {
    expect(tick(timestamp(1000, MAX_COUNTER, 2), 1000, replicaId(1))).toEqual(timestamp(1001, 0, 1));
    expect(tick(timestamp(1000, MAX_COUNTER - 1, 2), 1000, replicaId(1))).toEqual(timestamp(1000, MAX_COUNTER, 1));
    let last = timestamp(1000, MAX_COUNTER, 9);
    for (let i = 0; i < 3; i++) {
      const next = tick({ ...last, counter: MAX_COUNTER }, 1000, replicaId(1));
      expect(compareTimestamps(next, last)).toBeGreaterThan(0);
      last = next;
    }
  });

  it("M7: the end of time throws", () => {
    expect(tick(timestamp(MAX_TIME_MS, 0, 2), 0, replicaId(1))).toEqual(timestamp(MAX_TIME_MS, 1, 1));
    expect(() => tick(timestamp(MAX_TIME_MS, MAX_COUNTER, 2), 0, replicaId(1))).toThrow(RangeError);
    expect(() => tick(undefined, MAX_TIME_MS + 1, replicaId(1))).toThrow(RangeError);
  });

  it("M7: a clock that gives no whole ms throws", () => {
    for (const now of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => tick(undefined, now, replicaId(1))).toThrow(RangeError);
    }
  });

  it("M8: only the future side is ahead, and the bound itself is not", () => {
    const now = 1_000_000;
    expect(isAhead(timestamp(now + MAX_DRIFT_MS, MAX_COUNTER, 1), now)).toBe(false);
    expect(isAhead(timestamp(now + MAX_DRIFT_MS + 1, 0, 1), now)).toBe(true);
    fc.assert(
      fc.property(fc.nat(now + MAX_DRIFT_MS), anyCounter, (timeMs, counter) => {
        expect(isAhead(timestamp(timeMs, counter, 1), now)).toBe(false);
      }),
    );
  });
});
