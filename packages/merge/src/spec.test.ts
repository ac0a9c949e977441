import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const rules = readFileSync(new URL("../SPEC.md", import.meta.url), "utf8").matchAll(/^- \*\*(\w+)\*\* /gm);
const ids = [...rules].map(([, id]) => id!);
const folder = new URL(".", import.meta.url);
const quoted = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts"))
  .flatMap((path) => [...readFileSync(new URL(path, folder), "utf8").matchAll(/\bit\("([MT]\d+): /g)])
  .map(([, id]) => id!);

describe("SPEC.md", () => {
  it("numbers its rules one after the other", () => {
    expect(ids.length).toBeGreaterThan(0);
    for (const letter of ["M", "T"]) {
      const own = ids.filter((id) => id.startsWith(letter));
      expect(own).toEqual(own.map((_, i) => `${letter}${i + 1}`));
    }
  });

  it("has a test for every rule, and a rule for every test", () => {
    expect([...new Set(quoted)].sort()).toEqual([...ids].sort());
  });
});
