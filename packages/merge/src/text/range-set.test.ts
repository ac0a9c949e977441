import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RangeSet } from "./range-set";

describe("a set of ranges", () => {
  it("does as its slow twin does, which holds each number", () => {
    const ranges = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 9 })), { maxLength: 40 });
    fc.assert(
      fc.property(ranges, (ranges) => {
        const set = new RangeSet();
        const twin = new Set<number>();
        for (const [from, length] of ranges) {
          const numbers = Array.from({ length }, (_, i) => from + i);
          const overlaps = numbers.some((number) => twin.has(number));
          expect(set.overlaps(from, from + length)).toBe(overlaps);
          if (overlaps) continue;
          set.add(from, from + length);
          for (const number of numbers) twin.add(number);
        }
        for (let number = 0; number < 70; number++) expect(set.overlaps(number, number + 1)).toBe(twin.has(number));
      }),
    );
  });
});
