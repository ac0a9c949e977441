import { isAhead, MAX_DRIFT_MS, Register } from "@hearsay/merge";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { decodeMessage, encodeMessage, MAX_MESSAGE_BYTES } from "./message";
import { createNode, helloOf, NOW, peerId, pushOf } from "./test-fixtures/test-node";
import { anyPeer, anySpread, anyTrace, PEERS, play, print, type Trace } from "./test-fixtures/trace";

const anyText = fc.constantFrom("", "a", "b", "naïve 📝");
const anyTime = fc.oneof(fc.nat(2000), fc.nat(2 * MAX_DRIFT_MS)).map((offsetMs) => NOW + offsetMs);
const honestBytes = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: PEERS }), anyText, anyTime).map((parts) => pushOf(...parts)),
  fc
    .tuple(anySpread, anyTime, anyPeer)
    .map(([spread, timeMs, replica]) =>
      encodeMessage(helloOf(1, { spread, timestamp: { timeMs, counter: 0, replica } })),
    ),
  fc.constant(encodeMessage({ type: "ahead" })),
);
const registerTrace = anyTrace(fc.record({ text: anyText }), honestBytes);

const playFresh = (trace: Trace<{ readonly text: string }>) => play(createNode(0), trace);

/** What the traces that choose plumtree lead to. */
const OF_THE_TREE = ["rumor", "delta", "have", "ask", "news", "prune", "digest"];

describe("a trace", () => {
  it("G2: played twice gives the same effects, byte for byte, hostile bytes and stepping clocks included", () => {
    fc.assert(
      fc.property(registerTrace, (trace) => {
        expect(print(playFresh(trace))).toBe(print(playFresh(trace)));
      }),
      { numRuns: 300 },
    );
  });

  it("G1: is played without a clock, a timer or randomness of the platform", () => {
    const forbidden = () => {
      throw new Error("Expected a node to touch nothing");
    };
    fc.assert(
      fc.property(registerTrace, (trace) => {
        const spies = [
          vi.spyOn(Math, "random").mockImplementation(forbidden),
          vi.spyOn(Date, "now").mockImplementation(forbidden),
          vi.spyOn(performance, "now").mockImplementation(forbidden),
          vi.spyOn(globalThis, "setTimeout").mockImplementation(forbidden),
        ];
        try {
          playFresh(trace);
        } finally {
          for (const spy of spies) spy.mockRestore();
        }
      }),
      { numRuns: 50 },
    );
  });

  it("G21: never has two messages under way to one neighbor, and none to anyone else", () => {
    fc.assert(
      fc.property(registerTrace, (trace) => {
        const underWay = new Map<string, boolean>();
        for (const { input, effects } of playFresh(trace)) {
          if (input.type === "connected") underWay.set(input.peer, false);
          if (input.type === "disconnected") underWay.delete(input.peer);
          if (input.type === "writable" && underWay.has(input.peer)) underWay.set(input.peer, false);
          for (const effect of effects) {
            if (effect.type === "otherVersion") underWay.delete(effect.peer);
            if (effect.type !== "send") continue;
            expect(underWay.get(effect.peer)).toBe(false);
            underWay.set(effect.peer, true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("G6: sends nothing but sound messages within the limits, whatever came in", () => {
    fc.assert(
      fc.property(registerTrace, (trace) => {
        for (const { effects } of playFresh(trace)) {
          for (const effect of effects) {
            if (effect.type !== "send") continue;
            expect(effect.bytes.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
            expect(["hello", "members", "push", "ahead", ...OF_THE_TREE]).toContain(decodeMessage(effect.bytes).type);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("G20: sends no data and no setting that the receiver must refuse as ahead, however the clock steps", () => {
    fc.assert(
      fc.property(registerTrace, (trace) => {
        for (const { now, effects } of playFresh(trace)) {
          for (const effect of effects) {
            const message = effect.type === "send" ? decodeMessage(effect.bytes) : undefined;
            if (message?.type === "hello" && message.chosen) expect(isAhead(message.chosen.timestamp, now)).toBe(false);
            if (message?.type !== "push") continue;
            expect(new Register(peerId(99)).merge(message.delta, now).type).toBe("changed");
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
