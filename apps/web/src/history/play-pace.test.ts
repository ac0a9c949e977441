import { expect, test } from "vitest";
import { MAX_PLAY_MS, paceOf } from "./play-pace";

test.each([2, 3, 20, 101, 102, 340, 5_000, 1_000_000])(
  "a note of %i moments is played in ten seconds at most",
  (moments) => {
    const { stepMs, stride } = paceOf(moments);
    expect(Math.ceil((moments - 1) / stride) * stepMs).toBeLessThanOrEqual(MAX_PLAY_MS);
    expect(stepMs).toBeGreaterThanOrEqual(100);
  },
);

test("a short note is shown moment by moment, none of them for long", () => {
  expect(paceOf(5)).toEqual({ stepMs: 600, stride: 1 });
  expect(paceOf(1)).toEqual({ stepMs: 600, stride: 1 });
  expect(paceOf(0)).toEqual({ stepMs: 600, stride: 1 });
});
