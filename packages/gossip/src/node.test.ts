import { ByteWriter, MAX_COUNTER, MAX_DRIFT_MS, MAX_NOTE_BYTES, writeTimestamp } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import { encodeMessage, PROTOCOL_VERSION } from "./message";
import { DEFAULT_SPREAD } from "./spread";
import {
  connectedNode,
  createNode,
  deltaOf,
  drain,
  NOW,
  peerId,
  pushOf,
  sends,
  sentTo,
  type TestNode,
} from "./test-fixtures/test-node";

const ada = peerId(1);
const receive = (node: TestNode, bytes: Uint8Array, now: number) =>
  node.handle({ type: "received", peer: ada, bytes }, now);
const edit = (node: TestNode, text: string, now: number) => node.handle({ type: "edited", operation: { text } }, now);
const firePush = (node: TestNode) => node.handle({ type: "timerFired", timer: "push" }, NOW);

describe("a node among its neighbors", () => {
  it("G1: starts once", () => {
    const { node } = createNode(0);
    node.start(NOW);
    expect(() => node.start(NOW)).toThrow("Expected to be started once");
  });

  it("G4: hears nothing from who is no neighbor, before a channel and after it", () => {
    const node = connectedNode(0, 1);
    const stranger = { type: "received", peer: peerId(9), bytes: pushOf(9, "news", NOW) } as const;
    expect(node.handle(stranger, NOW)).toEqual([]);
    node.handle({ type: "connected", peer: peerId(9) }, NOW);
    node.handle({ type: "disconnected", peer: peerId(9) }, NOW);
    expect(node.handle(stranger, NOW)).toEqual([]);
    expect(node.register.text).toBe("");
  });

  it("G4: sends nothing to who is gone", () => {
    const node = connectedNode(0, 1);
    edit(node, "news", NOW);
    firePush(node);
    firePush(node);
    node.handle({ type: "disconnected", peer: ada }, NOW);
    expect(node.handle({ type: "writable", peer: ada }, NOW)).toEqual([]);
    expect(sends(firePush(node))).toEqual([]);
  });

  it("G4: who is gone is not sent what is written again on that occasion", () => {
    const node = connectedNode(0, 2);
    node.handle({ type: "spreadChosen", spread: { strategy: "broadcast", intervalMs: 200 } }, NOW);
    for (const peer of [1, 2].map(peerId)) drain(node, peer, NOW);
    edit(node, "news", NOW + 3_600_000);
    for (const peer of [1, 2].map(peerId)) drain(node, peer, NOW + 3_600_000);
    const effects = node.handle({ type: "disconnected", peer: peerId(1) }, NOW);
    expect(effects).toContainEqual({ type: "changed", by: "restamp" });
    expect(sends(effects).map(({ peer }) => peer)).toEqual([peerId(2)]);
  });

  it("G4: a disconnection of a stranger changes nothing", () => {
    const node = connectedNode(0, 1);
    expect(node.handle({ type: "disconnected", peer: peerId(9) }, NOW)).toEqual([]);
    edit(node, "news", NOW);
    expect(sends(firePush(node))).toHaveLength(1);
  });
});

describe("what a node receives", () => {
  it("G17: later data replaces its own and is reported; what it wrote unseen is reported as lost", () => {
    const node = connectedNode(0, 1);
    expect(receive(node, pushOf(1, "first", NOW), NOW)).toEqual([{ type: "changed", by: "peer" }]);
    edit(node, "mine", NOW + 1);
    const mine = node.register.timestamp;
    expect(receive(node, pushOf(2, "theirs", NOW + 2), NOW + 2)).toEqual([
      { type: "changed", by: "peer" },
      { type: "lost", lost: { text: "mine", timestamp: mine } },
    ]);
    expect(node.register.text).toBe("theirs");
  });

  it("G17: earlier data is discarded, and reported only where it is a lost text", () => {
    const node = connectedNode(0, 1);
    edit(node, "mine", NOW);
    const effects = receive(node, pushOf(1, "stale", NOW - 1), NOW);
    expect(effects.map(({ type }) => type)).toEqual(["lost"]);
    expect(receive(node, pushOf(1, "mine", NOW - 1), NOW)).toEqual([]);
    expect(node.register.text).toBe("mine");
  });

  it("G18: data that is ahead is refused and answered; the same data is accepted once time has come near enough", () => {
    const node = connectedNode(0, 1);
    const bytes = pushOf(1, "news", NOW + MAX_DRIFT_MS + 1);
    const refused = receive(node, bytes, NOW);
    expect(refused).toContainEqual({ type: "refused", peer: ada, reason: "ahead" });
    expect(sentTo(ada, refused)).toEqual([{ type: "ahead" }]);
    expect(node.register.text).toBe("");
    expect(receive(node, bytes, NOW + 1)).toEqual([{ type: "changed", by: "peer" }]);
  });

  it("G18: the pusher reports the answer, and keeps the neighbor", () => {
    const node = connectedNode(0, 1);
    edit(node, "news", NOW);
    expect(receive(node, encodeMessage({ type: "ahead" }), NOW)).toEqual([{ type: "refusedByPeer", peer: ada }]);
    expect(sends(firePush(node))).toHaveLength(1);
  });

  it("G18: who passes on what is ahead stays a neighbor, and its answers do not pile up", () => {
    const node = connectedNode(0, 1);
    const bytes = pushOf(2, "news", NOW + MAX_DRIFT_MS + 1);
    for (let i = 0; i < 10; i++) receive(node, bytes, NOW);
    expect(drain(node, ada, NOW)).toEqual([{ type: "ahead" }]);
    expect(receive(node, pushOf(1, "sound", NOW), NOW)).toEqual([{ type: "changed", by: "peer" }]);
  });

  it("G19: a contradiction and malformed data are refused and not answered", () => {
    const node = connectedNode(0, 1);
    receive(node, pushOf(1, "truth", NOW), NOW);
    const lie = receive(node, pushOf(1, "a lie", NOW), NOW);
    expect(lie).toEqual([
      { type: "refused", peer: ada, reason: "contradiction" },
      { type: "diverged", peer: ada },
    ]);
    const garbage = receive(node, encodeMessage({ type: "push", delta: Uint8Array.of(1, 2, 3) }), NOW);
    expect(garbage).toEqual([{ type: "refused", peer: ada, reason: "malformed" }]);
    expect(node.register.text).toBe("truth");
  });

  it("G7: what is no message is dropped and reported, and the neighbor stays", () => {
    const node = connectedNode(0, 1);
    const effects = receive(node, Uint8Array.of(PROTOCOL_VERSION, 99), NOW);
    expect(effects).toEqual([{ type: "refused", peer: ada, reason: "malformed" }]);
    expect(receive(node, pushOf(1, "news", NOW), NOW)).toEqual([{ type: "changed", by: "peer" }]);
  });

  it("G20: data of its own that is ahead is written again before the next input, whatever that is", () => {
    const node = connectedNode(0, 1);
    edit(node, "news", NOW + 3_600_000);
    expect(firePush(node)[0]).toEqual({ type: "changed", by: "restamp" });
    expect(node.register.timestamp).toEqual({ timeMs: NOW, counter: 0, replica: node.self });
    expect(firePush(node)).not.toContainEqual({ type: "changed", by: "restamp" });
  });

  it("G20: a peer with the highest counter at the very bound keeps nobody from writing, nor makes it write again", () => {
    const edge = new ByteWriter().byte(PROTOCOL_VERSION).byte(1);
    writeTimestamp(edge, { timeMs: NOW + MAX_DRIFT_MS, counter: MAX_COUNTER, replica: ada });
    const node = connectedNode(0, 1);
    expect(receive(node, edge.unsigned(0).string("edge").finish(), NOW)).toEqual([{ type: "changed", by: "peer" }]);
    expect(edit(node, "mine", NOW)).toEqual([{ type: "changed", by: "self" }]);
    expect(node.handle({ type: "writable", peer: ada }, NOW)).toEqual([]);
    const [push] = sends(node.handle({ type: "timerFired", timer: "push" }, NOW + 1));
    expect(receive(connectedNode(5, 1), push!.bytes, NOW + 1)).toEqual([{ type: "changed", by: "peer" }]);
  });

  it("G6: an edit over the limit throws, and the node goes on with what it held", () => {
    const node = connectedNode(0, 1);
    edit(node, "news", NOW);
    expect(() => edit(node, "a".repeat(MAX_NOTE_BYTES + 1), NOW)).toThrow(RangeError);
    expect(node.register.text).toBe("news");
    expect(sentTo(ada, firePush(node))).toEqual([{ type: "push", delta: deltaOf(node.register) }]);
  });

  it("G6: the largest text fits a push", () => {
    const node = connectedNode(0, 1);
    edit(node, "a".repeat(MAX_NOTE_BYTES), NOW);
    const [push] = sends(firePush(node));
    expect(receive(connectedNode(5, 1), push!.bytes, NOW)).toEqual([{ type: "changed", by: "peer" }]);
  });
});

describe("flow", () => {
  it("G21: while a message is under way nothing more is sent to that neighbor, and others are not kept waiting", () => {
    const node = connectedNode(0, 2);
    node.handle({ type: "spreadChosen", spread: { ...DEFAULT_SPREAD, strategy: "broadcast" } }, NOW);
    drain(node, peerId(2), NOW);
    const effects = edit(node, "news", NOW);
    expect(sentTo(ada, effects)).toEqual([]);
    expect(sentTo(peerId(2), effects)).toHaveLength(1);
  });

  it("G22: pushes that fall due while one is under way become one, made of the data as it is when it is sent", () => {
    const node = connectedNode(0, 1);
    edit(node, "one", NOW);
    expect(sends(firePush(node))).toHaveLength(1);
    for (const text of ["two", "three"]) {
      edit(node, text, NOW);
      expect(sends(firePush(node))).toEqual([]);
    }
    edit(node, "four", NOW);
    expect(drain(node, ada, NOW)).toEqual([{ type: "push", delta: deltaOf(node.register) }]);
    expect(node.register.text).toBe("four");
  });

  it("G22: one message goes out for each `writable`: ahead, then members, then push", () => {
    const node = connectedNode(0, 1);
    edit(node, "news", NOW);
    firePush(node);
    firePush(node);
    receive(node, pushOf(2, "far", NOW + MAX_DRIFT_MS + 1), NOW);
    node.handle({ type: "introduced", presence: Uint8Array.of(1) }, NOW);
    node.handle({ type: "introduced", presence: Uint8Array.of(2) }, NOW);
    const left = drain(node, ada, NOW);
    expect(left.map(({ type }) => type)).toEqual(["hello", "ahead", "members", "push"]);
    expect(left[2]).toMatchObject({ records: [{ peer: node.self, presence: Uint8Array.of(2) }] });
  });

  it("G23: a new channel owes nothing of the old one, also where the old one's end was not noticed", () => {
    for (const noticed of [true, false]) {
      const node = connectedNode(0, 1);
      edit(node, "news", NOW);
      firePush(node);
      firePush(node);
      if (noticed) node.handle({ type: "disconnected", peer: ada }, NOW);
      const opened = node.handle({ type: "connected", peer: ada }, NOW);
      expect(sentTo(ada, opened).map(({ type }) => type)).toEqual(["hello"]);
      expect(drain(node, ada, NOW)).toEqual([]);
      expect(sends(firePush(node))).toHaveLength(1);
    }
  });
});
