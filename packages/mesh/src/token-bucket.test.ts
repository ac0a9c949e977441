import fc from "fast-check";
import { expect, test } from "vitest";
import { TokenBucket } from "./token-bucket";

test("a full bucket gives its burst at once and then refuses", () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, 0);
  expect([1, 2, 3, 4].map(() => bucket.take(1, 0))).toEqual([true, true, true, false]);
});

test("an empty bucket gives one token when its time has come, not a millisecond earlier", () => {
  const bucket = new TokenBucket({ burst: 1, perSecond: 2 }, 0);
  expect(bucket.take(1, 0)).toBe(true);
  expect(bucket.take(1, 499)).toBe(false);
  expect(bucket.take(1, 500)).toBe(true);
});

test("a bucket that rests never holds more than its burst", () => {
  const bucket = new TokenBucket({ burst: 2, perSecond: 100 }, 0);
  expect([1, 2, 3].map(() => bucket.take(1, 1_000_000))).toEqual([true, true, false]);
});

test("of several tokens all are taken, or none", () => {
  const bucket = new TokenBucket({ burst: 10, perSecond: 1 }, 0);
  expect([7, 4, 3, 1].map((tokens) => bucket.take(tokens, 0))).toEqual([true, false, true, false]);
});

test("a clock that goes back gives nothing away", () => {
  const bucket = new TokenBucket({ burst: 1, perSecond: 1 }, 10_000);
  expect(bucket.take(1, 10_000)).toBe(true);
  expect(bucket.take(1, 0)).toBe(false);
  expect(bucket.take(1, 10_999)).toBe(false);
  expect(bucket.take(1, 11_000)).toBe(true);
});

test("in any stretch of time at most burst + rate * time are taken", () => {
  const size = fc.record({ burst: fc.integer({ min: 1, max: 20 }), perSecond: fc.integer({ min: 0, max: 50 }) });
  const pauses = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(size, pauses, ({ burst, perSecond }, pausesMs) => {
      const bucket = new TokenBucket({ burst, perSecond }, 0);
      let nowMs = 0;
      const takenAtMs: number[] = [];
      for (const pauseMs of pausesMs) {
        nowMs += pauseMs;
        if (bucket.take(1, nowMs)) takenAtMs.push(nowMs);
      }
      takenAtMs.forEach((from, first) => {
        takenAtMs.slice(first).forEach((to, more) => {
          expect(more + 1).toBeLessThanOrEqual(burst + (perSecond * (to - from)) / 1000);
        });
      });
    }),
  );
});
