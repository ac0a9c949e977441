import { isAhead, MAX_DRIFT_MS, Register, type RegisterOperation } from "@hearsay/merge";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Effect } from "./effect";
import type { Input } from "./input";
import { decodeMessage, encodeMessage, MAX_MESSAGE_BYTES, PROTOCOL_VERSION } from "./message";
import { STRATEGIES } from "./spread";
import { createNode, NOW, peerId, pushOf } from "./test-fixtures/test-node";

const PEERS = 4;
const anyPeer = fc.integer({ min: 1, max: PEERS }).map(peerId);
const anyText = fc.constantFrom("", "a", "b", "naïve 📝");
const anyTime = fc.oneof(fc.nat(2000), fc.nat(2 * MAX_DRIFT_MS)).map((offsetMs) => NOW + offsetMs);
const anySpread = fc.record({
  strategy: fc.constantFrom(...STRATEGIES),
  intervalMs: fc.constantFrom(20, 200, 60_000),
});

const honestBytes = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: PEERS }), anyText, anyTime).map((parts) => pushOf(...parts)),
  fc.tuple(anySpread, anyTime, anyPeer).map(([spread, timeMs, replica]) =>
    encodeMessage({
      type: "hello",
      presence: Uint8Array.of(1),
      chosen: { spread, timestamp: { timeMs, counter: 0, replica } },
    }),
  ),
  fc.constant(encodeMessage({ type: "ahead" })),
);
const hostileBytes = fc.oneof(
  fc.uint8Array({ maxLength: 30 }),
  fc.uint8Array({ maxLength: 30 }).map((bytes) => Uint8Array.of(PROTOCOL_VERSION, ...bytes)),
  fc
    .tuple(honestBytes, fc.nat(), fc.nat(255))
    .map(([bytes, index, byte]) => bytes.map((each, i) => (i === index % bytes.length ? byte : each))),
);

const anyInput: fc.Arbitrary<Input<RegisterOperation>> = fc.oneof(
  fc.record({ type: fc.constant("connected" as const), peer: anyPeer }),
  fc.record({ type: fc.constant("disconnected" as const), peer: anyPeer }),
  { weight: 4, arbitrary: fc.record({ type: fc.constant("received" as const), peer: anyPeer, bytes: honestBytes }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("received" as const), peer: anyPeer, bytes: hostileBytes }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("writable" as const), peer: anyPeer }) },
  fc.record({ type: fc.constant("edited" as const), operation: fc.record({ text: anyText }) }),
  fc.record({ type: fc.constant("introduced" as const), presence: fc.uint8Array({ maxLength: 4 }) }),
  fc.record({ type: fc.constant("spreadChosen" as const), spread: anySpread }),
  fc.record({ type: fc.constant("timerFired" as const), timer: fc.constantFrom("push" as const, "hello" as const) }),
);
/** Inputs, and how far the clock steps before each: forth, and sometimes far forth or back. */
const anyTrace = fc.array(
  fc.tuple(anyInput, fc.oneof({ weight: 8, arbitrary: fc.nat(300) }, fc.constantFrom(-200_000, 200_000))),
  { maxLength: 60 },
);
type Trace = readonly (readonly [Input<RegisterOperation>, number])[];

interface Step {
  readonly input: Input<RegisterOperation>;
  readonly now: number;
  readonly effects: readonly Effect[];
}

function play(trace: Trace): readonly Step[] {
  const node = createNode(0);
  let now = NOW;
  const steps: Step[] = [];
  const started = node.node.start(now);
  for (const [input, waitedMs] of trace) {
    now += waitedMs;
    steps.push({ input, now, effects: [...(steps.length === 0 ? started : []), ...node.handle(input, now)] });
  }
  return steps;
}

const print = (steps: readonly Step[]) =>
  JSON.stringify(steps, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
  );

describe("a trace", () => {
  it("G2: played twice gives the same effects, byte for byte, hostile bytes and stepping clocks included", () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        expect(print(play(trace))).toBe(print(play(trace)));
      }),
      { numRuns: 300 },
    );
  });

  it("G1: is played without a clock, a timer or randomness of the platform", () => {
    const forbidden = () => {
      throw new Error("Expected a node to touch nothing");
    };
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const spies = [
          vi.spyOn(Math, "random").mockImplementation(forbidden),
          vi.spyOn(Date, "now").mockImplementation(forbidden),
          vi.spyOn(performance, "now").mockImplementation(forbidden),
          vi.spyOn(globalThis, "setTimeout").mockImplementation(forbidden),
        ];
        try {
          play(trace);
        } finally {
          for (const spy of spies) spy.mockRestore();
        }
      }),
      { numRuns: 50 },
    );
  });

  it("G21: never has two messages under way to one neighbor, and none to anyone else", () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const underWay = new Map<string, boolean>();
        for (const { input, effects } of play(trace)) {
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
      fc.property(anyTrace, (trace) => {
        for (const { effects } of play(trace)) {
          for (const effect of effects) {
            if (effect.type !== "send") continue;
            expect(effect.bytes.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
            expect(["hello", "push", "ahead"]).toContain(decodeMessage(effect.bytes).type);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("G20: sends no data and no setting that the receiver must refuse as ahead, however the clock steps", () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        for (const { now, effects } of play(trace)) {
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
