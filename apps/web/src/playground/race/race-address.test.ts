import { expect, it } from "vitest";
import { decodeRace, encodeRace } from "./race-address";

const RACE = {
  seed: 7,
  nodes: 25,
  intervalMs: 1_000,
  latencyMs: 50,
  bytesPerSecond: 1_500,
  messageBytes: 1_000,
  writer: 24,
};

it("a race goes into an address and comes back", () => {
  expect(encodeRace(RACE)).toBe("7.25.1000.50.1500.1000.24");
  expect(decodeRace(encodeRace(RACE))).toEqual(RACE);
});

it("nothing but a sound race is read from an address", () => {
  for (const bad of [
    "",
    "7",
    "7.25.1000.50.1500.1000.25",
    "7.25.1000.50.0.1000.1",
    "7.201.1000.50.1500.1000.1",
    "-7.25.1000.50.1500.1000.1",
    "7.25.1e3.50.1500.1000.1",
    "7.25.1000.50.1500.1000.1.1",
    "7".repeat(100),
  ]) {
    expect(decodeRace(bad), bad).toBeUndefined();
  }
});
