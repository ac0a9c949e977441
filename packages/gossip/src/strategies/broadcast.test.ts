import { describe, expect, it } from "vitest";
import { HELLO_INTERVAL_MS } from "../node-options";
import {
  connectedNode,
  deltaOf,
  drain,
  NOW,
  peerId,
  pushOf,
  sends,
  sentTo,
  type TestNode,
} from "../test-fixtures/test-node";

function broadcasting(count: number): TestNode {
  const node = connectedNode(0, count);
  node.handle({ type: "spreadChosen", spread: { strategy: "broadcast", intervalMs: 200 } }, NOW);
  for (let i = 1; i <= count; i++) drain(node, peerId(i), NOW);
  return node;
}

describe("broadcast", () => {
  it("G14: what its user changed goes to every neighbor, once", () => {
    const node = broadcasting(4);
    const effects = node.handle({ type: "edited", operation: { text: "news" } }, NOW);
    expect(sends(effects)).toHaveLength(4);
    for (let i = 1; i <= 4; i++) {
      expect(sentTo(peerId(i), effects)).toEqual([{ type: "push", delta: deltaOf(node.register) }]);
      expect(drain(node, peerId(i), NOW)).toEqual([]);
    }
  });

  it("G15: who receives does not forward", () => {
    const node = broadcasting(4);
    const bytes = pushOf(1, "news", NOW);
    expect(node.handle({ type: "received", peer: peerId(1), bytes }, NOW)).toEqual([{ type: "changed", by: "peer" }]);
    for (let i = 1; i <= 4; i++) expect(drain(node, peerId(i), NOW)).toEqual([]);
  });

  it("G15: who comes later gets a hello and no data", () => {
    const node = broadcasting(1);
    node.handle({ type: "edited", operation: { text: "news" } }, NOW);
    const effects = node.handle({ type: "connected", peer: peerId(2) }, NOW);
    expect(sentTo(peerId(2), effects).map(({ type }) => type)).toEqual(["hello"]);
    expect(drain(node, peerId(2), NOW)).toEqual([]);
  });

  it("G15: no timer sends data: the one for pushes is cleared, and one that fires all the same does nothing", () => {
    const node = connectedNode(0, 2);
    const chosen = node.handle({ type: "spreadChosen", spread: { strategy: "broadcast", intervalMs: 200 } }, NOW);
    expect(chosen).toContainEqual({ type: "clearTimer", timer: "push" });
    node.handle({ type: "edited", operation: { text: "news" } }, NOW);
    for (const peer of [1, 2].map(peerId)) drain(node, peer, NOW);
    const late = node.handle({ type: "timerFired", timer: "push" }, NOW + 200);
    expect(late).toEqual([{ type: "clearTimer", timer: "push" }]);
    const repeated = node.handle({ type: "timerFired", timer: "hello" }, NOW + HELLO_INTERVAL_MS);
    const types = [1, 2].flatMap((i) => sentTo(peerId(i), repeated)).map(({ type }) => type);
    expect(types).toEqual(["hello"]);
  });

  it("G16: a push is taken in by a node that broadcasts", () => {
    const node = broadcasting(1);
    node.handle({ type: "received", peer: peerId(1), bytes: pushOf(1, "news", NOW) }, NOW);
    expect(node.register.text).toBe("news");
  });

  it("G20: data that is written again, since it was ahead, is broadcast like an edit", () => {
    const node = broadcasting(2);
    node.handle({ type: "edited", operation: { text: "news" } }, NOW + 3_600_000);
    for (const peer of [1, 2].map(peerId)) drain(node, peer, NOW + 3_600_000);
    const effects = node.handle({ type: "writable", peer: peerId(1) }, NOW);
    expect(effects).toContainEqual({ type: "changed", by: "restamp" });
    expect(sentTo(peerId(2), effects)).toEqual([{ type: "push", delta: deltaOf(node.register) }]);
    expect(node.register.timestamp?.timeMs).toBe(NOW);
  });
});
