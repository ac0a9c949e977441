import { ByteWriter, MAX_COUNTER, MAX_NOTE_DELTA_BYTES, MAX_TIME_MS } from "@hearsay/merge";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeMessage,
  encodeMessage,
  MAX_DELTA_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_PIECE_BYTES,
  MAX_PRESENCE_BYTES,
  MAX_VERSION_BYTES,
  type Message,
  PROTOCOL_VERSION,
} from "./message";
import { type ChosenSpread, MAX_INTERVAL_MS, MIN_INTERVAL_MS, STRATEGIES } from "./spread";
import { peerId } from "./test-fixtures/test-node";

const anyChoice: fc.Arbitrary<ChosenSpread> = fc.record({
  spread: fc.record({
    strategy: fc.constantFrom(...STRATEGIES),
    intervalMs: fc.integer({ min: MIN_INTERVAL_MS, max: MAX_INTERVAL_MS }),
  }),
  timestamp: fc.record({
    timeMs: fc.maxSafeNat().map((value) => value % (MAX_TIME_MS + 1)),
    counter: fc.nat(MAX_COUNTER),
    replica: fc.nat(255).map(peerId),
  }),
});
const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  fc.record({
    type: fc.constant("hello" as const),
    presence: fc.uint8Array({ maxLength: MAX_PRESENCE_BYTES }),
    chosen: fc.option(anyChoice, { nil: undefined }),
  }),
  fc.record({ type: fc.constant("push" as const), delta: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ type: fc.constantFrom("ahead" as const, "prune" as const) }),
  fc.record({
    type: fc.constant("news" as const),
    version: fc.uint8Array({ maxLength: 200 }),
    delta: fc.uint8Array({ maxLength: 300 }),
  }),
  fc.record({ type: fc.constant("digest" as const), digest: fc.uint8Array({ minLength: 8, maxLength: 8 }) }),
  fc.record({ type: fc.constant("rumor" as const), delta: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ type: fc.constant("feedback" as const), knew: fc.boolean() }),
  fc.record({
    type: fc.constant("delta" as const),
    isRumor: fc.boolean(),
    version: fc.uint8Array({ maxLength: 200 }),
    delta: fc.uint8Array({ maxLength: 300 }),
  }),
  fc.record({ type: fc.constantFrom("have" as const, "ask" as const), version: fc.uint8Array({ maxLength: 200 }) }),
);

const TYPES = ["hello", "push", "ahead", "rumor", "feedback", "delta", "have", "ask", "news", "prune", "digest"];

const HELLO = 0;
const DELTA = 5;
const malformed = { type: "malformed" };
const hello = (chosen: ChosenSpread | undefined, presenceBytes: number): Message => ({
  type: "hello",
  presence: new Uint8Array(presenceBytes),
  chosen,
});
const choice = (intervalMs: number): ChosenSpread => ({
  spread: { strategy: "push", intervalMs },
  timestamp: { timeMs: MAX_TIME_MS, counter: MAX_COUNTER, replica: peerId(255) },
});

describe("messages", () => {
  it("G5: every message is the same after a round trip, and begins with the version and its type", () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const bytes = encodeMessage(message);
        expect(decodeMessage(bytes)).toEqual(message);
        expect([bytes[0], bytes[1]]).toEqual([PROTOCOL_VERSION, TYPES.indexOf(message.type)]);
      }),
      { numRuns: 1000 },
    );
  });

  it("G6: the largest hello, push, version and delta fit a message", () => {
    expect(MAX_DELTA_BYTES).toBe(MAX_NOTE_DELTA_BYTES);
    expect(MAX_PIECE_BYTES).toBeLessThan(MAX_DELTA_BYTES);
    const [version, delta] = [new Uint8Array(MAX_VERSION_BYTES), new Uint8Array(MAX_DELTA_BYTES)];
    const largest: readonly Message[] = [
      hello(choice(MAX_INTERVAL_MS), MAX_PRESENCE_BYTES),
      { type: "push", delta },
      { type: "rumor", delta },
      { type: "have", version },
      { type: "ask", version },
      { type: "delta", isRumor: true, version, delta },
      { type: "news", version, delta },
    ];
    for (const message of largest) {
      const bytes = encodeMessage(message);
      expect(bytes.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
      expect(decodeMessage(bytes).type).toBe(message.type);
    }
  });

  it("G6: one byte more than a version, a delta or a message may have is malformed", () => {
    const [version, delta] = [new Uint8Array(MAX_VERSION_BYTES + 1), new Uint8Array(MAX_DELTA_BYTES + 1)];
    const none = new Uint8Array(0);
    const broken: readonly Message[] = [
      { type: "push", delta },
      { type: "rumor", delta },
      { type: "have", version },
      { type: "ask", version },
      { type: "delta", isRumor: false, version, delta: none },
      { type: "delta", isRumor: false, version: none, delta },
      { type: "news", version, delta: none },
      { type: "news", version: none, delta },
      { type: "digest", digest: new Uint8Array(9) },
      { type: "digest", digest: none },
    ];
    for (const message of broken) expect(decodeMessage(encodeMessage(message))).toEqual(malformed);
    expect(decodeMessage(new Uint8Array(MAX_MESSAGE_BYTES + 1).fill(PROTOCOL_VERSION))).toEqual(malformed);
  });

  it("G6: a delta that says its version is longer than what follows is malformed", () => {
    const bytes = (length: number) => new ByteWriter().byte(PROTOCOL_VERSION).byte(DELTA).byte(0).unsigned(length);
    expect(decodeMessage(bytes(2).byte(7).finish())).toEqual(malformed);
    expect(decodeMessage(bytes(Number.MAX_SAFE_INTEGER).byte(7).finish())).toEqual(malformed);
    expect(decodeMessage(bytes(1).byte(7).finish()).type).toBe("delta");
    expect(decodeMessage(Uint8Array.of(PROTOCOL_VERSION, DELTA, 2, 0))).toEqual(malformed);
  });

  it("G6: a hello that breaks a bound is malformed", () => {
    const broken = [
      hello(undefined, MAX_PRESENCE_BYTES + 1),
      hello(choice(MIN_INTERVAL_MS - 1), 0),
      hello(choice(MAX_INTERVAL_MS + 1), 0),
      hello({ ...choice(200), timestamp: { ...choice(200).timestamp, counter: MAX_COUNTER + 1 } }, 0),
    ];
    for (const message of broken) expect(decodeMessage(encodeMessage(message))).toEqual(malformed);
    expect(decodeMessage(Uint8Array.of(PROTOCOL_VERSION, HELLO, 0, 2))).toEqual(malformed);
    expect(decodeMessage(Uint8Array.of(PROTOCOL_VERSION, HELLO, 0, 1, STRATEGIES.length, 100))).toEqual(malformed);
  });

  it("G7: nothing, an unknown type, a truncation and what goes on after the end are malformed", () => {
    expect(decodeMessage(new Uint8Array(0))).toEqual(malformed);
    expect(decodeMessage(Uint8Array.of(PROTOCOL_VERSION))).toEqual(malformed);
    for (let type = TYPES.length; type < 256; type++) {
      expect(decodeMessage(Uint8Array.of(PROTOCOL_VERSION, type))).toEqual(malformed);
    }
    const sound = encodeMessage(hello(choice(200), 5));
    for (let length = 0; length < sound.length; length++) {
      expect(decodeMessage(sound.subarray(0, length))).toEqual(malformed);
    }
    expect(decodeMessage(Uint8Array.of(...sound, 0))).toEqual(malformed);
    expect(decodeMessage(Uint8Array.of(...encodeMessage({ type: "ahead" }), 0))).toEqual(malformed);
  });

  it("G7: whatever bytes come, decoding gives a message or says what is wrong, and never throws", () => {
    const types = [...TYPES, "malformed", "otherVersion"];
    const afterVersion = fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.of(PROTOCOL_VERSION, ...bytes));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), afterVersion), (bytes) => {
        if (!types.includes(decodeMessage(bytes).type)) throw new Error("Expected a known type");
      }),
      { numRuns: 20_000 },
    );
  });

  it("G7: a sound message with bytes changed decodes to what encodes as those bytes, or is refused", () => {
    const anyChange = fc.tuple(fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(anyMessage, fc.array(anyChange, { minLength: 1, maxLength: 3 }), (message, changes) => {
        const bytes = encodeMessage(message);
        for (const [index, byte] of changes) bytes[index % bytes.length] = byte;
        const decoded = decodeMessage(bytes);
        if (decoded.type === "malformed" || decoded.type === "otherVersion") return;
        expect(encodeMessage(decoded)).toEqual(bytes);
      }),
      { numRuns: 5000 },
    );
  });

  it("G7: what a hello says is a copy, also where the bytes are a Buffer that is used again", () => {
    const bytes = Buffer.from(encodeMessage({ type: "hello", presence: Uint8Array.of(1, 2, 3), chosen: undefined }));
    const decoded = decodeMessage(bytes);
    bytes.fill(9);
    expect(decoded).toEqual({ type: "hello", presence: Uint8Array.of(1, 2, 3), chosen: undefined });
  });

  it("G8: another version is told by the first byte, whatever follows", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), (bytes) => {
        fc.pre(bytes[0] !== PROTOCOL_VERSION);
        expect(decodeMessage(bytes)).toEqual({ type: "otherVersion", version: bytes[0] });
      }),
    );
  });
});
