import { describe, expect, test } from "vitest";
import { parseOptions } from "./options";
import { PLANS } from "./plan";

describe("the command line of the bench", () => {
  test("asks for the whole plan where it asks for nothing", () => {
    expect(parseOptions([])).toEqual(PLANS);
  });

  test("asks for some sizes", () => {
    expect(parseOptions(["--tabs", "16,6"]).map(({ tabs }) => tabs)).toEqual([6, 16]);
  });

  test("asks for one of the two", () => {
    expect(parseOptions(["--only", "y-webrtc"]).map(({ contenders }) => contenders)).toEqual([
      ["y-webrtc"],
      ["y-webrtc"],
      ["y-webrtc"],
      [],
    ]);
  });

  test("asks for one room of each kind", () => {
    expect(parseOptions(["--quick"]).every(({ rounds }) => rounds === 1)).toBe(true);
  });

  test.each([["--tabs", "7"], ["--tabs", ""], ["--only", "yjs"], ["--slow"]])(
    "is refused where it asks for what there is not: %s %s",
    (...line) => {
      expect(() => parseOptions(line)).toThrow();
    },
  );
});
