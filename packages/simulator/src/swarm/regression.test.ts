import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check, checkTwice } from "./check";
import { draw } from "./draw";
import { formatRegression, parseRegression, type Regression } from "./regression";

const FOLDER = new URL("../../testdata/regressions/", import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

describe("what once broke a law", () => {
  it.each(files)("breaks none any more: %s", (file) => {
    const regression = parseRegression(readFileSync(new URL(file, FOLDER), "utf8"));
    expect(checkTwice(regression.run).broken).toBeUndefined();
  });

  it("comes back from its file as it was", () => {
    for (let seed = 0; seed < 8; seed++) {
      const drawn = draw(seed);
      const regression: Regression = { run: drawn.run, seed, law: "converges", message: 'of "1"' };
      const read = parseRegression(formatRegression(regression));
      expect(JSON.stringify(read.run)).toBe(JSON.stringify(drawn.run));
      expect(check(read.run).traceHash).toBe(check(drawn.run).traceHash);
    }
  }, 30_000);

  it("is told from what is no regression", () => {
    expect(() => parseRegression('{ "seed": 1 }')).toThrow("Expected a regression");
  });
});
