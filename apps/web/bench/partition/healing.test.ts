import { describe, expect, test } from "vitest";
import { healedAtMs, isHealed, type Look, STEADY_MS } from "./healing";

function looks(...seen: readonly (readonly [atMs: number, isWhole: boolean])[]): readonly Look[] {
  return seen.map(([atMs, isWhole]) => ({ atMs, isWhole }));
}

describe("a room", () => {
  test("is healed from when on it stays whole", () => {
    expect(healedAtMs(looks([0, false], [200, true], [400, true]))).toBe(200);
  });

  test("that falls apart again was not healed by what came before", () => {
    expect(healedAtMs(looks([0, true], [200, false], [400, true]))).toBe(400);
  });

  test("that is not whole in the end is never healed", () => {
    expect(healedAtMs(looks([0, true], [200, false]))).toBe(Number.POSITIVE_INFINITY);
    expect(healedAtMs([])).toBe(Number.POSITIVE_INFINITY);
  });

  test("is called so only once it has been whole for a while", () => {
    expect(isHealed(looks([100, true], [99 + STEADY_MS, true]))).toBe(false);
    expect(isHealed(looks([100, true], [100 + STEADY_MS, true]))).toBe(true);
    expect(isHealed(looks([100, true], [100 + STEADY_MS, false]))).toBe(false);
    expect(isHealed([])).toBe(false);
  });
});
