import { expect, it } from "vitest";
import { spreadTheory } from "./spread-theory";
import { describeSpread, inThousands, timeLeft } from "./spread-words";

const curve = (rounds: number) => ({ seed: rounds, covered: Array.from({ length: rounds + 1 }, (_, i) => i + 1) });

it("a run, the others and the theory are told in sentences", () => {
  const settings = { nodes: 1_000, lossPercent: 0 };
  expect(describeSpread(settings, spreadTheory(settings), curve(17), [curve(18), curve(17), curve(20)])).toEqual([
    "This run took 17 rounds to reach all of 1,000 nodes.",
    "3 others took 17 to 20, and 18.3 on average.",
    "Theory says about log₂ 1,000 + ln 1,000 = 10.0 + 6.9 = 16.9 rounds.",
  ]);
});

it("what is not known yet is not told", () => {
  const settings = { nodes: 10, lossPercent: 50 };
  expect(describeSpread(settings, spreadTheory(settings), undefined, [])).toEqual([
    "Theory says about log₁₊q 10 + (ln 10)/q, q = 0.5, = 5.7 + 4.6 = 10.3 rounds.",
  ]);
});

it("numbers and times are for people", () => {
  expect([7, 999, 1_000, 1_234_567].map(inThousands)).toEqual(["7", "999", "1,000", "1,234,567"]);
  expect([0.2, 42, 200].map(timeLeft)).toEqual(["about 1 s", "about 42 s", "about 3 min"]);
});
