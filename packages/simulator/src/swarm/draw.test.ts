import { describe, expect, it } from "vitest";
import { check } from "./check";
import { draw } from "./draw";

describe("drawing", () => {
  it("gives the same run for the same seed, and another for another", () => {
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7)).not.toEqual(draw(7 + 2 ** 32));
  });

  it("gives plain data: what comes back from JSON runs the same way", () => {
    for (let seed = 0; seed < 8; seed++) {
      const { run } = draw(seed);
      const copy = JSON.parse(JSON.stringify(run));
      expect(check(copy).traceHash).toBe(check(run).traceHash);
    }
  }, 30_000);
});
