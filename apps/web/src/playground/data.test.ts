import { encodeMessage } from "@hearsay/gossip";
import { parseReplicaId, Register } from "@hearsay/merge";
import { expect, it } from "vitest";
import { contentOf, labelAt, labelOf, MESSAGE_BYTES, textOf } from "./data";

it("data is named A to Z, then AA, AB and so on", () => {
  expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(labelAt)).toEqual([
    "A",
    "B",
    "Z",
    "AA",
    "AB",
    "AZ",
    "BA",
    "ZZ",
    "AAA",
  ]);
});

it("a text is as long as a message is to be, and its label can be read back", () => {
  expect(labelOf(textOf("AB"))).toBe("AB");
  expect(labelOf("")).toBeUndefined();
});

it("a message tells what it carries, and weighs about what an uplink is counted in", () => {
  const register = new Register(parseReplicaId("0123456789abcdef")!);
  register.edit({ text: textOf("Q") }, 1_000_000_000_000);
  const message = encodeMessage({ type: "push", delta: register.since(undefined, 10_000)! });
  expect(contentOf(message)).toEqual({ type: "data", label: "Q", timestamp: register.timestamp });
  expect(Math.abs(message.length - MESSAGE_BYTES)).toBeLessThan(MESSAGE_BYTES / 20);
});

it("an answer to a rumor is told apart, and what a tree needs, and all else is none of the reader's business", () => {
  expect(contentOf(encodeMessage({ type: "feedback", knew: true }))).toEqual({ type: "feedback", knew: true });
  expect(contentOf(encodeMessage({ type: "prune", roots: [parseReplicaId("00".repeat(8))!] }))).toEqual({
    type: "control",
    what: "prune",
  });
  expect(contentOf(encodeMessage({ type: "ahead" }))).toEqual({ type: "other" });
  expect(contentOf(Uint8Array.of(1, 2, 3))).toEqual({ type: "other" });
});
