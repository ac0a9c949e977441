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
    for (let seed = 0; seed < 20; seed++) {
      const { replica, run } = draw(seed);
      const copy = JSON.parse(JSON.stringify(run));
      expect(check({ replica, run: copy }).traceHash).toBe(check({ replica, run }).traceHash);
    }
  });
});
