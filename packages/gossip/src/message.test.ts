import { ByteWriter, MAX_COUNTER, MAX_NOTE_DELTA_BYTES, MAX_TIME_MS } from "@hearsay/merge";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STATE_BYTES } from "./divergence";
import { MAX_PRESENCE_BYTES, MAX_RECORDS, type MemberRecord } from "./members/member-record";
import {
  decodeMessage,
  encodeMessage,
  MAX_DELTA_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_PIECE_BYTES,
  MAX_VERSION_BYTES,
  type Message,
  PROTOCOL_VERSION,
} from "./message";
import { MAX_NAMED, MAX_WALK, type OverlayMessage } from "./overlay/overlay-message";
import { type ChosenSpread, MAX_INTERVAL_MS, MIN_INTERVAL_MS, STRATEGIES } from "./spread";
import { type Branch, MANY_LINKS, MAX_TREES } from "./strategies/trees";
import { helloOf, NO_MEMBERS, peerId } from "./test-fixtures/test-node";

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
const anyPeer = fc.nat(255).map(peerId);
const anyRecord = fc
  .record({
    peer: anyPeer,
    at: fc.maxSafeNat().map((value) => value % (MAX_TIME_MS + 1)),
    isGone: fc.boolean(),
    isToldToAll: fc.boolean(),
    isNews: fc.boolean(),
    ageMs: fc.nat(),
    presence: fc.option(fc.uint8Array({ maxLength: MAX_PRESENCE_BYTES }), { nil: undefined }),
    digest: fc.option(fc.uint8Array({ minLength: 8, maxLength: 8 }), { nil: undefined }),
  })
  .map(({ ageMs, ...record }) => ({ ...record, presenceAt: Math.max(0, record.at - ageMs) }));
const anyState = fc.option(fc.uint8Array({ minLength: STATE_BYTES, maxLength: STATE_BYTES }), { nil: undefined });
const anyNames = (limit: number) => fc.array(anyPeer, { maxLength: limit });
const anyOverlayMessage: fc.Arbitrary<OverlayMessage> = fc.oneof(
  fc.record({ type: fc.constant("join" as const) }),
  fc.record({ type: fc.constant("forwardJoin" as const), peer: anyPeer, steps: fc.nat(MAX_WALK) }),
  fc.record({ type: fc.constant("neighbor" as const), degree: fc.nat(255) }),
  fc.record({ type: fc.constant("part" as const), peers: anyNames(MAX_NAMED) }),
  fc.record({
    type: fc.constant("shuffle" as const),
    steps: fc.nat(MAX_WALK),
    path: anyNames(MAX_WALK),
    peers: anyNames(MAX_NAMED),
  }),
  fc.record({ type: fc.constant("shuffled" as const), path: anyNames(MAX_WALK), peers: anyNames(MAX_NAMED) }),
);
const anyBranch: fc.Arbitrary<Branch> = fc.tuple(anyPeer, fc.nat(MANY_LINKS));
const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  fc.record({
    type: fc.constant("hello" as const),
    degree: fc.nat(255),
    members: fc.uint8Array({ minLength: 8, maxLength: 8 }),
    chosen: fc.option(anyChoice, { nil: undefined }),
  }),
  fc.record({ type: fc.constant("members" as const), records: fc.array(anyRecord, { maxLength: 5 }) }),
  fc.record({ type: fc.constant("overlay" as const), overlay: anyOverlayMessage }),
  fc.record({ type: fc.constant("push" as const), delta: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ type: fc.constant("ahead" as const) }),
  fc.record({ type: fc.constant("prune" as const), roots: anyNames(MAX_TREES) }),
  fc.record({
    type: fc.constant("news" as const),
    branches: fc.array(anyBranch, { maxLength: MAX_TREES }),
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
  fc.record({ type: fc.constant("have" as const), version: fc.uint8Array({ maxLength: 200 }), state: anyState }),
  fc.record({ type: fc.constant("ask" as const), version: fc.uint8Array({ maxLength: 200 }) }),
);

const TYPES = [
  ...["hello", "push", "ahead", "rumor", "feedback", "delta", "have", "ask", "news", "prune", "digest"],
  ...["members", "overlay"],
];

const HELLO = 0;
const DELTA = 5;
const malformed = { type: "malformed" };
const said = (presenceBytes: number): MemberRecord => ({
  peer: peerId(1),
  at: MAX_TIME_MS,
  isGone: false,
  isToldToAll: false,
  isNews: false,
  presenceAt: 0,
  presence: new Uint8Array(presenceBytes),
  digest: NO_MEMBERS,
});
const told = (records: readonly MemberRecord[]): Message => ({ type: "members", records });
const trees = (count: number) => Array.from({ length: count }, (_, i) => peerId(i));
const branches = (count: number) => trees(count).map((root) => [root, MANY_LINKS] as const);
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
      helloOf(255, choice(MAX_INTERVAL_MS)),
      told(Array.from({ length: MAX_RECORDS }, () => said(MAX_PRESENCE_BYTES))),
      { type: "push", delta },
      { type: "rumor", delta },
      { type: "have", version },
      { type: "ask", version },
      { type: "prune", roots: trees(MAX_TREES) },
      { type: "delta", isRumor: true, version, delta },
      { type: "news", branches: branches(MAX_TREES), version, delta },
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
      { type: "prune", roots: trees(MAX_TREES + 1) },
      { type: "delta", isRumor: false, version, delta: none },
      { type: "delta", isRumor: false, version: none, delta },
      { type: "news", branches: branches(1), version, delta: none },
      { type: "news", branches: branches(1), version: none, delta },
      { type: "news", branches: branches(MAX_TREES + 1), version: none, delta: none },
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
      helloOf(0, choice(MIN_INTERVAL_MS - 1)),
      helloOf(0, choice(MAX_INTERVAL_MS + 1)),
      helloOf(0, { ...choice(200), timestamp: { ...choice(200).timestamp, counter: MAX_COUNTER + 1 } }),
    ];
    for (const message of broken) expect(decodeMessage(encodeMessage(message))).toEqual(malformed);
    expect(decodeMessage(Uint8Array.of(PROTOCOL_VERSION, HELLO, 0, 2))).toEqual(malformed);
    expect(decodeMessage(Uint8Array.of(PROTOCOL_VERSION, HELLO, 0, ...NO_MEMBERS, 1, STRATEGIES.length, 100))).toEqual(
      malformed,
    );
  });

  it("G7: nothing, an unknown type, a truncation and what goes on after the end are malformed", () => {
    expect(decodeMessage(new Uint8Array(0))).toEqual(malformed);
    expect(decodeMessage(Uint8Array.of(PROTOCOL_VERSION))).toEqual(malformed);
    for (let type = TYPES.length; type < 256; type++) {
      expect(decodeMessage(Uint8Array.of(PROTOCOL_VERSION, type))).toEqual(malformed);
    }
    const sound = encodeMessage(helloOf(5, choice(200)));
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

  it("G6: what is told of the members and of the overlay has its limits too", () => {
    const peers = (count: number) => Array.from({ length: count }, (_, i) => peerId(i));
    const broken: readonly Message[] = [
      told([said(MAX_PRESENCE_BYTES + 1)]),
      told(Array.from({ length: MAX_RECORDS + 1 }, () => said(0))),
      { type: "overlay", overlay: { type: "part", peers: peers(MAX_NAMED + 1) } },
      { type: "overlay", overlay: { type: "forwardJoin", peer: peerId(1), steps: MAX_WALK + 1 } },
      { type: "overlay", overlay: { type: "shuffled", path: peers(MAX_WALK + 1), peers: [] } },
    ];
    for (const message of broken) expect(decodeMessage(encodeMessage(message))).toEqual(malformed);
  });

  it("G7: what a record says is a copy, also where the bytes are a Buffer that is used again", () => {
    const bytes = Buffer.from(encodeMessage(told([{ ...said(0), presence: Uint8Array.of(1, 2, 3) }])));
    const decoded = decodeMessage(bytes);
    bytes.fill(9);
    expect(decoded).toEqual(told([{ ...said(0), presence: Uint8Array.of(1, 2, 3) }]));
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
