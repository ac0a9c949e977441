import { expect, it } from "vitest";
import { decadeTicks, linearScale, logScale, wholeTicks } from "./scale";

it("a linear scale puts equal steps equally far apart", () => {
  const scale = linearScale({ from: 0, to: 10 }, { from: 100, to: 0 });
  expect([0, 5, 10].map(scale)).toEqual([100, 50, 0]);
});

it("a logarithmic scale puts equal factors equally far apart", () => {
  const scale = logScale({ from: 1, to: 100 }, { from: 0, to: 200 });
  expect([1, 10, 100].map((value) => Math.round(scale(value)))).toEqual([0, 100, 200]);
});

it("whole ticks are few, round, and begin at 0", () => {
  expect(wholeTicks(12, 8)).toEqual([0, 2, 4, 6, 8, 10, 12]);
  expect(wholeTicks(42, 8)).toEqual([0, 10, 20, 30, 40]);
  expect(wholeTicks(5, 8)).toEqual([0, 1, 2, 3, 4, 5]);
});

it("the ticks of a logarithmic axis are the powers of ten in it, its ends included", () => {
  expect(decadeTicks({ from: 1, to: 1_000 })).toEqual([1, 10, 100, 1_000]);
  expect(decadeTicks({ from: 20, to: 3_000 })).toEqual([100, 1_000]);
});
