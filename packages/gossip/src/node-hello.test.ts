import { MAX_DRIFT_MS, type Timestamp } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import { encodeMessage, PROTOCOL_VERSION } from "./message";
import { HELLO_INTERVAL_MS } from "./node-options";
import { MAX_INTERVAL_MS, MIN_INTERVAL_MS, type Spread, type Strategy } from "./spread";
import {
  connectedNode,
  createNode,
  drain,
  helloOf,
  NOW,
  PUSH,
  peerId,
  pushOf,
  sends,
  sentTo,
  type TestNode,
} from "./test-fixtures/test-node";

const ada = peerId(1);
const SLOW: Spread = { strategy: "push", intervalMs: 5000 };
const NAIVE: Spread = { strategy: "broadcast", intervalMs: 300 };

const receive = (node: TestNode, bytes: Uint8Array, now: number) =>
  node.handle({ type: "received", peer: ada, bytes }, now);
const choose = (node: TestNode, spread: Spread, now: number) => node.handle({ type: "spreadChosen", spread }, now);
const at = (timeMs: number): Timestamp => ({ timeMs, counter: 0, replica: peerId(77) });
const chosenHello = (spread: Spread, timestamp: Timestamp) => encodeMessage(helloOf(1, { spread, timestamp }));

describe("hello", () => {
  it("G24: a new channel begins with the room's setting and how many neighbors the node has", () => {
    const node = connectedNode(0, 0);
    choose(node, SLOW, NOW);
    const chosen = { spread: SLOW, timestamp: { timeMs: NOW, counter: 0, replica: node.self } };
    const opened = node.handle({ type: "connected", peer: ada }, NOW);
    expect(sentTo(ada, opened)).toEqual([helloOf(1, chosen)]);
  });

  it("G24: before anything was chosen, a hello says just that", () => {
    const node = connectedNode(0, 0);
    expect(sentTo(ada, node.handle({ type: "connected", peer: ada }, NOW))).toEqual([helloOf(1, undefined)]);
  });

  it("G25: a hello is repeated to one random neighbor, again and again, whatever the strategy", () => {
    for (const strategy of ["push", "broadcast"] satisfies Strategy[]) {
      const node = connectedNode(0, 3);
      const first = choose(node, { strategy, intervalMs: 200 }, NOW);
      expect(first).toContainEqual({ type: "setTimer", timer: "hello", at: NOW + HELLO_INTERVAL_MS });
      const greeted = new Set<string>();
      for (let i = 1; i <= 20; i++) {
        const now = NOW + i * HELLO_INTERVAL_MS;
        for (const peer of [1, 2, 3].map(peerId)) drain(node, peer, now);
        const effects = node.handle({ type: "timerFired", timer: "hello" }, now);
        expect(sends(effects)).toHaveLength(1);
        for (const { peer } of sends(effects)) greeted.add(peer);
        expect(effects).toContainEqual({ type: "setTimer", timer: "hello", at: now + HELLO_INTERVAL_MS });
      }
      expect(greeted.size).toBe(3);
    }
  });

  it("G25: the timer is set by the first presence or choice, and not once more by the next", () => {
    const node = connectedNode(0, 1);
    const NOBODY = new Uint8Array(0);
    const timers = (effects: readonly { readonly type: string; readonly timer?: string }[]) =>
      effects.filter((effect) => effect.type === "setTimer" && effect.timer === "hello").length;
    expect(timers(node.handle({ type: "introduced", presence: NOBODY }, NOW))).toBe(1);
    expect(timers(node.handle({ type: "introduced", presence: NOBODY }, NOW))).toBe(0);
    expect(timers(choose(node, SLOW, NOW))).toBe(0);
    expect(timers(receive(connectedNode(0, 1), chosenHello(SLOW, at(NOW)), NOW))).toBe(1);
  });
});

describe("the room's setting", () => {
  it("G27: holds by default until somebody chooses", () => {
    expect(createNode(0).node.spread).toEqual(PUSH);
  });

  it("G27: the latest choice wins, in whatever order choices come", () => {
    const [early, late] = [chosenHello(SLOW, at(NOW)), chosenHello(NAIVE, at(NOW + 1))];
    for (const order of [
      [early, late],
      [late, early],
      [late, late, early],
    ]) {
      const node = connectedNode(0, 1);
      for (const bytes of order) receive(node, bytes, NOW);
      expect(node.node.spread).toEqual(NAIVE);
    }
  });

  it("G27: a choice that is not later is not adopted, and nothing is told", () => {
    const node = connectedNode(0, 2);
    receive(node, chosenHello(NAIVE, at(NOW)), NOW);
    for (const peer of [1, 2].map(peerId)) drain(node, peer, NOW);
    for (const timestamp of [at(NOW), at(NOW - 1)]) {
      const effects = receive(node, chosenHello(SLOW, timestamp), NOW);
      expect(effects).toEqual([]);
    }
    expect(node.node.spread).toEqual(NAIVE);
  });

  it("G27: a choice that is ahead is not adopted until time has come near enough", () => {
    const node = connectedNode(0, 1);
    const bytes = chosenHello(NAIVE, at(NOW + MAX_DRIFT_MS + 1));
    expect(receive(node, bytes, NOW)).toEqual([]);
    expect(node.node.spread).toEqual(PUSH);
    receive(node, bytes, NOW + 1);
    expect(node.node.spread).toEqual(NAIVE);
  });

  it("G27: a choice of its own is later than the one it replaces, though its clock is behind", () => {
    const node = connectedNode(0, 1);
    receive(node, chosenHello(NAIVE, at(NOW + MAX_DRIFT_MS)), NOW);
    choose(node, SLOW, NOW);
    const other = connectedNode(1, 1);
    receive(other, chosenHello(NAIVE, at(NOW + MAX_DRIFT_MS)), NOW);
    const [hello] = drain(node, ada, NOW);
    if (hello?.type === "hello") receive(other, encodeMessage(hello), NOW);
    expect(other.node.spread).toEqual(SLOW);
  });

  it("G28: who adopts a choice reports it, tells every neighbor, and starts its timer afresh", () => {
    const node = connectedNode(0, 3);
    const effects = receive(node, chosenHello(SLOW, at(NOW)), NOW);
    expect(effects).toContainEqual({ type: "spreadChanged" });
    for (const peer of [1, 2, 3].map(peerId)) {
      expect(sentTo(peer, effects)).toEqual([helloOf(3, { spread: SLOW, timestamp: at(NOW) })]);
    }
    const timer = effects.find((effect) => effect.type === "setTimer" && effect.timer === "push");
    const wait = timer?.type === "setTimer" ? timer.at - NOW : Number.NaN;
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(SLOW.intervalMs);
  });

  it("G29: a choice of its own that breaks a bound throws, and the setting stays", () => {
    const node = connectedNode(0, 1);
    const strategy = "push";
    for (const intervalMs of [MIN_INTERVAL_MS - 1, MAX_INTERVAL_MS + 1, 100.5, Number.NaN]) {
      expect(() => choose(node, { strategy, intervalMs }, NOW)).toThrow(RangeError);
    }
    expect(() => choose(node, { strategy: "none" as Strategy, intervalMs: 100 }, NOW)).toThrow(RangeError);
    expect(node.node.spread).toEqual(PUSH);
    for (const intervalMs of [MIN_INTERVAL_MS, MAX_INTERVAL_MS]) choose(node, { strategy, intervalMs }, NOW);
  });

  it("G29: a choice of its own that is ahead gets a sound timestamp, or nobody would adopt it", () => {
    const node = connectedNode(0, 1);
    choose(node, SLOW, NOW + 3_600_000);
    drain(node, ada, NOW + 3_600_000);
    const [hello] = sends(node.handle({ type: "timerFired", timer: "hello" }, NOW));
    const other = connectedNode(1, 1);
    receive(other, hello!.bytes, NOW);
    expect([node.node.spread, other.node.spread]).toEqual([SLOW, SLOW]);
  });
});

describe("another version", () => {
  const foreign = Uint8Array.of(PROTOCOL_VERSION + 1, 1, 2, 3);

  it("G30: is reported, and neither heard nor sent to any more", () => {
    const node = connectedNode(0, 1);
    node.handle({ type: "edited", operation: { text: "news" } }, NOW);
    node.handle({ type: "timerFired", timer: "push" }, NOW);
    node.handle({ type: "timerFired", timer: "push" }, NOW);
    const effects = receive(node, foreign, NOW);
    expect(effects).toEqual([{ type: "otherVersion", peer: ada, version: PROTOCOL_VERSION + 1 }]);
    expect(receive(node, foreign, NOW)).toEqual([]);
    expect(receive(node, pushOf(1, "theirs", NOW + 1), NOW)).toEqual([]);
    expect(drain(node, ada, NOW)).toEqual([]);
    expect(sends(node.handle({ type: "timerFired", timer: "push" }, NOW))).toEqual([]);
  });

  it("G30: a new channel gives it another chance", () => {
    const node = connectedNode(0, 1);
    receive(node, foreign, NOW);
    expect(sentTo(ada, node.handle({ type: "connected", peer: ada }, NOW))).toHaveLength(1);
    expect(receive(node, pushOf(1, "theirs", NOW), NOW)).toEqual([{ type: "changed", by: "peer" }]);
  });
});
