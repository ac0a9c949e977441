import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const rules = readFileSync(new URL("../SPEC.md", import.meta.url), "utf8").matchAll(/^- \*\*(\w+)\*\* /gm);
const ids = [...rules].map(([, id]) => id!);
const folder = new URL(".", import.meta.url);
const quoted = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts"))
  .flatMap((path) => [...readFileSync(new URL(path, folder), "utf8").matchAll(/\bit\("(G\d+): /g)])
  .map(([, id]) => id!);

describe("SPEC.md", () => {
  it("numbers its rules in order, and none twice", () => {
    const numbers = ids.map((id) => Number(id.slice(1)));
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual([...new Set(numbers)].sort((left, right) => left - right));
  });

  it("has a test for every rule, and a rule for every test", () => {
    expect([...new Set(quoted)].sort()).toEqual([...ids].sort());
  });
});
