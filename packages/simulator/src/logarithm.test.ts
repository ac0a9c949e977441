import { expect, it } from "vitest";
import { logarithm } from "./logarithm";

it.each([1e-300, 1e-9, 0.1, 0.5, 0.999, 1, 1.001, Math.SQRT2, 2, Math.E, 10, 1e9, 1e300])(
  "the logarithm of %d is the engine's, but for the last digits",
  (x) => {
    const expected = Math.log(x);
    expect(Math.abs(logarithm(x) - expected)).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(expected)));
  },
);

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("there is none of %d", (x) => {
  expect(() => logarithm(x)).toThrow(RangeError);
});
