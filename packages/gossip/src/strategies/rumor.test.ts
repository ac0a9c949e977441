import { MAX_DRIFT_MS, Register } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import { decodeMessage, encodeMessage } from "../message";
import { connectedNode, deltaOf, drain, NOW, peerId, sends, sentTo, type TestNode } from "../test-fixtures/test-node";

const SENDER = peerId(1);

describe("rumor", () => {
  it("G31: who wrote tells one neighbor every Δ, who never learned anything tells nobody", () => {
    const node = rumorNode();
    expect(fire(node, NOW + 1)).toEqual([]);
    node.handle({ type: "edited", operation: { text: "psst" } }, NOW + 2);
    for (let round = 0; round < 10; round++) expect(fire(node, NOW + 3 + round)).toEqual(["rumor"]);
  });

  it("G31: who learned it from a neighbor tells it on", () => {
    const node = rumorNode();
    hear(node, "psst", NOW + 1, NOW + 1);
    expect(fire(node, NOW + 2)).toEqual(["rumor"]);
  });

  it("G32: a rumor is answered with whether it was known, and copies that come in one ms were not", () => {
    const node = rumorNode();
    expect(hear(node, "psst", NOW, NOW + 5)).toEqual([{ type: "feedback", knew: false }]);
    expect(hear(node, "psst", NOW, NOW + 5)).toEqual([{ type: "feedback", knew: false }]);
    expect(hear(node, "psst", NOW, NOW + 6)).toEqual([{ type: "feedback", knew: true }]);
  });

  it("G32: an older rumor was known, and one that is refused gets no feedback", () => {
    const node = rumorNode();
    hear(node, "newer", NOW + 10, NOW + 10);
    expect(hear(node, "older", NOW, NOW + 20)).toEqual([{ type: "feedback", knew: true }]);
    expect(hear(node, "ahead", NOW + 2 * MAX_DRIFT_MS, NOW + 30)).toEqual([{ type: "ahead" }]);
  });

  it("G33: after k useless contacts in a row a node is silent, and a useful one starts the count afresh", () => {
    const node = rumorNode();
    node.handle({ type: "edited", operation: { text: "psst" } }, NOW);
    const answers = [true, true, false, true, true, true];
    for (const [round, knew] of answers.entries()) {
      expect(fire(node, NOW + 1 + round)).toEqual(["rumor"]);
      const bytes = encodeMessage({ type: "feedback", knew });
      node.handle({ type: "received", peer: SENDER, bytes }, NOW + 1 + round);
    }
    expect(fire(node, NOW + 20)).toEqual([]);
    hear(node, "something else", NOW + 21, NOW + 21);
    expect(fire(node, NOW + 22)).toEqual(["rumor"]);
  });
});

describe("a setting chosen again", () => {
  it("G28: the same setting with a later timestamp leaves a rumor hot and the timer as it is", () => {
    const node = rumorNode();
    node.handle({ type: "edited", operation: { text: "psst" } }, NOW + 1);
    const again = node.handle({ type: "spreadChosen", spread: { strategy: "rumor", intervalMs: 100 } }, NOW + 2);
    expect(new Set(again.map(({ type }) => type))).toEqual(new Set(["spreadChanged", "send"]));
    for (let i = 1; i <= 3; i++) drain(node, peerId(i), NOW + 2);
    expect(fire(node, NOW + 3)).toEqual(["rumor"]);
  });
});

describe("what a node has stored", () => {
  it("G34: comes back whatever the clock says, gets a sound timestamp, and spreads", () => {
    const node = connectedNode(9, 3);
    const earlier = new Register(peerId(8));
    earlier.edit({ text: "from the other clock" }, NOW + 10 * MAX_DRIFT_MS);
    const effects = node.handle({ type: "loaded", delta: deltaOf(earlier) }, NOW);
    expect(effects).toContainEqual({ type: "changed", by: "storage" });
    expect(node.register.text).toBe("from the other clock");
    const sent = sends(node.handle({ type: "timerFired", timer: "push" }, NOW + 1));
    expect(sent.map(({ bytes }) => decodeMessage(bytes).type)).toEqual(["push"]);
    expect(node.register.timestamp?.timeMs).toBe(NOW + 1);
  });

  it("G34: is dropped without a word where it does not decode", () => {
    const node = connectedNode(9, 3);
    expect(node.handle({ type: "loaded", delta: Uint8Array.of(1, 2, 3) }, NOW)).toEqual([]);
  });
});

/** A node with three neighbors, in a room that spreads by rumor; its k is 3. */
function rumorNode(): TestNode {
  const node = connectedNode(9, 3);
  node.handle({ type: "spreadChosen", spread: { strategy: "rumor", intervalMs: 100 } }, NOW);
  for (let i = 1; i <= 3; i++) drain(node, peerId(i), NOW);
  return node;
}

/** Lets Δ pass; returns the types of the messages that go out. */
function fire(node: TestNode, now: number): readonly string[] {
  const sent = sends(node.handle({ type: "timerFired", timer: "push" }, now));
  for (const { peer } of sent) drain(node, peer, now);
  return sent.map(({ bytes }) => decodeMessage(bytes).type);
}

/** Lets the node hear a rumor that was written at `writtenAt`; returns what it answers. */
function hear(node: TestNode, text: string, writtenAt: number, now: number) {
  const register = new Register(SENDER);
  register.edit({ text }, writtenAt);
  const bytes = encodeMessage({ type: "rumor", delta: deltaOf(register) });
  const answers = sentTo(SENDER, node.handle({ type: "received", peer: SENDER, bytes }, now));
  drain(node, SENDER, now);
  return answers;
}
