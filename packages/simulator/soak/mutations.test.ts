import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MUTATIONS } from "./mutations";

const ROOT = new URL("../../../", import.meta.url);

describe("the mutations", () => {
  it.each(MUTATIONS)("find what they change: $name", ({ file, search }) => {
    expect(readFileSync(new URL(file, ROOT), "utf8").split(search)).toHaveLength(2);
  });
});
