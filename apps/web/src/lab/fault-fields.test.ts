import { NO_FAULTS } from "@hearsay/mesh";
import { describe, expect, it } from "vitest";
import { FAULT_FIELDS } from "./fault-fields";
import { readNumber, readWhole } from "./numbers";

const written = (texts: readonly string[]) => FAULT_FIELDS.map(({ read }, i) => read(texts[i] ?? ""));

describe("the fields of the lab", () => {
  it("write what they read", () => {
    const texts = ["500", "20000", "12.5", "-3600"];
    const faults = Object.assign({}, NO_FAULTS, ...written(texts));
    expect(faults).toEqual({ ...NO_FAULTS, delayMs: 500, rateBytesPerSecond: 20_000, loss: 0.125, skewMs: -3_600_000 });
    expect(FAULT_FIELDS.map(({ write }) => write(faults))).toEqual(texts);
  });

  it("are empty where a fault is off, and switch it off where they are empty", () => {
    expect(FAULT_FIELDS.map(({ write }) => write(NO_FAULTS))).toEqual(["", "", "", ""]);
    expect(Object.assign({ cut: NO_FAULTS.cut }, ...written([]))).toEqual(NO_FAULTS);
  });

  it("show a share as it was written", () => {
    const loss = FAULT_FIELDS[2];
    for (const text of ["29", "0.1", "33.333"]) expect(loss?.write({ ...NO_FAULTS, ...loss.read(text) })).toBe(text);
  });

  it.each(["-1", "60001", "1.5", "fast", "1e3", "٣", "0x10", "--1"])("take no %s for a delay", (text) => {
    expect(FAULT_FIELDS[0]?.read(text)).toBeUndefined();
  });

  it("take no rate of nothing, no loss of more than all, and no clock that is set beyond ten years", () => {
    expect(written(["0", "0", "100.001", "315576001"])).toEqual([{ delayMs: 0 }, undefined, undefined, undefined]);
  });
});

describe("a number that somebody wrote", () => {
  it("is one within its bounds, and whole where it has to be", () => {
    expect(readNumber("-0", -1, 1)).toBe(0);
    expect(readNumber("1.25", 0, 2)).toBe(1.25);
    expect(readNumber("2.001", 0, 2)).toBeUndefined();
    expect(readWhole("2.0", 0, 2)).toBe(2);
    expect(readWhole("1.5", 0, 2)).toBeUndefined();
  });
});
