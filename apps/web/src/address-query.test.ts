import { describe, expect, it } from "vitest";
import { readSettings, withoutFaults } from "./address-query";

describe("the query of the address", () => {
  it("asks for nothing where there is none", async () => {
    expect(await readSettings("")).toEqual({ faults: {}, problems: [] });
  });

  it("is read where there is one", async () => {
    expect(await readSettings("?delay=5")).toEqual({ faults: { delayMs: 5 }, problems: [] });
  });
});

describe("switching the faults off", () => {
  it("keeps what is set for the room", () => {
    expect(withoutFaults("?strategy=push&delay=5&interval=100&loss=1&rate=1&skew=1")).toBe(
      "?strategy=push&interval=100",
    );
  });

  it("leaves no question mark behind", () => {
    expect(withoutFaults("?delay=5")).toBe("");
  });
});
