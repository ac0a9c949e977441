import {
  DEFAULT_OVERLAY,
  DEFAULT_RUMOR_COUNTER,
  DEFAULT_SPREAD,
  decodeMessage,
  encodeMessage,
  GossipNode,
  type Input,
  MAX_PIECE_BYTES,
  type Message,
  NeighborList,
  type PeerId,
  Random,
  TIMERS,
} from "@hearsay/gossip";
import {
  equalBytes,
  Note,
  type NoteOperation,
  Register,
  type Replica,
  TEXT_RULES,
  Text,
  type TextOperation,
} from "@hearsay/merge";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { describe, expect, test } from "vitest";
import { ALIVE_FRAME, decodeFrame, encodeBeat, encodeCarry, GOODBYE_FRAME, MAX_CARRY_HOPS, Reassembly } from "./frame";
import { Seal } from "./introduction";
import { createPeerId, createRoomKey, deriveSecrets, parseRoomKey } from "./room-key";
import { FUZZ_INPUTS, fuzz } from "./test-fixtures/hostile-bytes";

const NOW = Date.UTC(2026, 0, 1);
const [ADA, BOB] = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"] as [PeerId, PeerId];
const STRANGERS = ["cccccccccccccccc", "dddddddddddddddd", "eeeeeeeeeeeeeeee"] as PeerId[];
const NOTHING = new Uint8Array(0);
const EVERYTHING = Number.POSITIVE_INFINITY;
/** A replica takes in what was changed only a little, and so it grows: it is made anew after so many. */
const LIFE = 500;

const body = (from: number, to: number, insert: string): NoteOperation<TextOperation> => ({
  part: "body",
  operation: { type: "edit", edits: [{ from, to, insert }], joinsUndo: false },
});

function createNote(author: PeerId) {
  const text = new Text(author, TEXT_RULES);
  return { text, note: new Note(new Register(author), text) };
}

/** A writer's note with most of what there can be in one, its deltas, and its versions. */
function story(author: PeerId) {
  const { note, text } = createNote(author);
  const versions = [note.version()];
  const deltas: Uint8Array[] = [];
  const write = (operation: NoteOperation<TextOperation>, seconds: number) => {
    note.edit(operation, NOW + 1_000 * seconds);
    deltas.push(note.since(versions.at(-1), EVERYTHING) ?? NOTHING);
    versions.push(note.version());
  };
  write({ part: "title", operation: { text: "To buy" } }, 0);
  write({ part: "body", operation: { type: "sign", signature: { name: "Ada", color: 3 } } }, 1);
  write(body(0, 0, "milk, eggs and 🥚🥚, ünd"), 2);
  write(body(3, 9, "bread"), 4);
  write({ part: "body", operation: { type: "undo" } }, 5);
  write({ part: "body", operation: { type: "redo" } }, 6);
  for (let i = 0; i < 20; i++) write(body((7 * i) % text.length, (7 * i) % text.length, `${i}`), 7 + i);
  deltas.push(note.since(undefined, EVERYTHING) ?? NOTHING);
  return { note, text, deltas, versions };
}

const STORY = story(BOB);
const record = (ageMs: number, presence: Uint8Array | undefined) => ({
  peer: BOB,
  at: NOW,
  isGone: presence === undefined,
  isToldToAll: false,
  isNews: true,
  presenceAt: NOW - ageMs,
  presence,
  digest: new Uint8Array(8),
});
const SAMPLES: readonly Message[] = [
  { type: "hello", degree: 3, members: new Uint8Array(8), chosen: undefined },
  { type: "members", records: [record(1, Uint8Array.of(1, 2, 3)), record(2, undefined)] },
  { type: "members", records: STRANGERS.map((peer) => ({ ...record(3, NOTHING), peer })) },
  { type: "overlay", overlay: { type: "join" } },
  { type: "overlay", overlay: { type: "forwardJoin", peer: BOB, steps: 3 } },
  { type: "overlay", overlay: { type: "neighbor", degree: 2 } },
  { type: "overlay", overlay: { type: "part", peers: [BOB, ADA] } },
  { type: "overlay", overlay: { type: "shuffle", steps: 2, path: [BOB], peers: [ADA, BOB] } },
  { type: "overlay", overlay: { type: "shuffled", path: [ADA, BOB], peers: [BOB] } },
  { type: "overlay", overlay: { type: "shuffled", path: [], peers: STRANGERS } },
  {
    type: "hello",
    degree: 0,
    members: new Uint8Array(8),
    chosen: { spread: DEFAULT_SPREAD, timestamp: { timeMs: NOW, counter: 1, replica: BOB } },
  },
  { type: "feedback", knew: true },
  { type: "ahead" },
  { type: "prune", roots: [ADA, BOB] },
  { type: "digest", digest: new Uint8Array(8) },
  { type: "have", version: NOTHING, state: new Uint8Array(8) },
  ...STORY.versions.flatMap((version) => [{ type: "have", version } as const, { type: "ask", version } as const]),
  ...STORY.deltas.flatMap((delta, i) => {
    const version = STORY.versions[i] ?? NOTHING;
    return [
      { type: "delta", isRumor: i % 2 === 0, version, delta } as const,
      { type: "news", branches: [[BOB, 2]], version, delta } as const,
      { type: "push", delta } as const,
      { type: "rumor", delta } as const,
    ];
  }),
];

/** Those that are about who is in the room, which are few beside those about data. */
const OF_THE_ROOM = SAMPLES.filter(({ type }) => type === "overlay" || type === "members" || type === "hello");

describe("bytes from anybody", { timeout: 60_000 + FUZZ_INPUTS }, () => {
  test("X1: frames: none throws, and each that is one has one form", () => {
    const reassembly = new Reassembly();
    const beat = { wallMs: NOW, sentAtMs: 1_000, echo: { sentAtMs: 900, heldMs: 20 } };
    const beats = [encodeBeat(beat), encodeBeat({ ...beat, echo: undefined })];
    const carried = { hops: MAX_CARRY_HOPS, from: ADA, to: BOB, sealed: Uint8Array.of(1, 2, 3) };
    const carries = [encodeCarry(carried) ?? NOTHING, encodeCarry({ ...carried, hops: 1, sealed: NOTHING }) ?? NOTHING];
    const samples = [ALIVE_FRAME, GOODBYE_FRAME, ...beats, ...carries, Uint8Array.of(0, 1, 2), Uint8Array.of(1, 3)];
    let carriesTaken = 0;
    fuzz(samples, (bytes) => {
      const frame = decodeFrame(bytes);
      if (frame?.type === "beat") expect(encodeBeat(frame.beat)).toEqual(bytes);
      if (frame?.type === "carry") {
        carriesTaken++;
        expect(encodeCarry(frame.carried)).toEqual(bytes);
        expect(frame.carried.hops).toBeLessThanOrEqual(MAX_CARRY_HOPS);
      }
      if (frame?.type === "part") reassembly.add(frame.bytes, frame.last);
    });
    expect(carriesTaken).toBeGreaterThan(FUZZ_INPUTS / 50);
  });

  test("X2: messages: none throws, and each that is one has one form", () => {
    fuzz(SAMPLES.map(encodeMessage), (bytes) => {
      const message = decodeMessage(bytes);
      if (message.type === "malformed" || message.type === "otherVersion") return;
      if (!equalBytes(encodeMessage(message), bytes)) throw new Error("Expected the same bytes");
    });
  });

  test("X3: sealed introductions: none opens but those that were sealed", () => {
    const secrets = deriveSecrets(createRoomKey(), "text");
    const seal = new Seal(secrets, ADA);
    const samples = [1, 2, 3].map((i) => seal.close(BOB, { attempt: `${i}`.repeat(16), signal: { i } }) ?? NOTHING);
    const receiver = new Seal(secrets, BOB);
    fuzz(samples, (bytes) => {
      const opened = receiver.open(ADA, bytes);
      if (opened && !samples.some((sample) => equalBytes(sample, bytes))) throw new Error("Expected it to stay closed");
    });
  });

  test("X4: what a holder of the key seals: no plain text throws", () => {
    const secrets = deriveSecrets(createRoomKey(), "text");
    const nonce = new Uint8Array(24);
    const plain = new TextEncoder().encode(`{"attempt":"0123456789abcdef","signal":{"type":"offer","sdp":"v=0"}}`);
    fuzz([plain], (bytes) => {
      const bound = new TextEncoder().encode(JSON.stringify(["hearsay introduction", secrets.name, ADA, BOB, 1]));
      const sealed = xchacha20poly1305(secrets.sealKey, nonce, bound).encrypt(bytes);
      const opened = new Seal(secrets, BOB).open(ADA, Uint8Array.of(1, ...nonce, ...sealed));
      if (opened) expect(opened.attempt).toMatch(/^[0-9a-f]{16}$/);
    });
  });

  test("X5: keys of rooms: no text throws, and each key has one form", () => {
    fuzz([new TextEncoder().encode(createRoomKey())], (bytes) => {
      const text = Buffer.from(bytes).toString("latin1");
      const key = parseRoomKey(text);
      if (key !== undefined) expect(key).toBe(text);
    });
  });
});

const REPLICAS: Record<string, { readonly create: () => Replica<unknown>; readonly samples: () => Samples }> = {
  Register: { create: () => new Register(ADA), samples: registerSamples },
  Text: { create: () => new Text(ADA, TEXT_RULES), samples: () => partsOf(STORY.deltas, STORY.versions) },
  Note: { create: () => createNote(ADA).note, samples: () => ({ deltas: STORY.deltas, versions: STORY.versions }) },
};

interface Samples {
  readonly deltas: readonly Uint8Array[];
  readonly versions: readonly Uint8Array[];
}

function registerSamples(): Samples {
  const register = new Register(BOB);
  const written = ["", "milk", "milk and eggs", "🥚".repeat(9)].map((text, i) => {
    register.edit({ text }, NOW + i);
    return { delta: register.since(undefined, EVERYTHING) ?? NOTHING, version: register.version() };
  });
  return { deltas: written.map(({ delta }) => delta), versions: written.map(({ version }) => version) };
}

/** The bodies of a note's deltas and versions, which follow their titles. */
function partsOf(deltas: readonly Uint8Array[], versions: readonly Uint8Array[]): Samples {
  const bodyOf = (bytes: Uint8Array) => bytes.subarray(1 + (bytes[0] ?? 0));
  return { deltas: deltas.map(bodyOf), versions: versions.map(bodyOf) };
}

describe.each(Object.entries(REPLICAS))("%s", { timeout: 60_000 + 2 * FUZZ_INPUTS }, (_name, { create, samples }) => {
  test("X6: deltas: none throws, what is refused changes nothing, and what was taken can be given", () => {
    const { deltas } = samples();
    let replica = create();
    fuzz(deltas, (bytes, index) => {
      const before = replica.version();
      const { type } = replica.merge(bytes, NOW + 60_000);
      if (type === "refused" && !equalBytes(replica.version(), before)) throw new Error("Expected no trace");
      if (index % 3 === 0) replica.merge(deltas[index % deltas.length] ?? NOTHING, NOW + 60_000);
      if (index % LIFE < LIFE - 1) return;
      const heir = create();
      const all = replica.since(undefined, EVERYTHING);
      if (all) expect(heir.merge(all, NOW + 60_000).type).toBe("changed");
      expect(heir.version()).toEqual(replica.version());
      replica = create();
    });
  });

  test("X7: versions: none throws, and no answer is beyond its bounds", () => {
    const { deltas, versions } = samples();
    const replica = create();
    for (const delta of deltas) replica.merge(delta, NOW + 60_000);
    fuzz(versions, (bytes) => {
      const share = replica.shareOf(bytes);
      if (!(share >= 0 && share <= 1)) throw new Error(`Expected a share, got ${share}`);
      replica.includes(bytes, replica.version());
      const delta = replica.since(bytes, MAX_PIECE_BYTES);
      if (delta && delta.length > MAX_PIECE_BYTES) throw new Error("Expected a piece");
    });
  });
});

test("X8: a node that is told anything at all by its neighbors throws nowhere", {
  timeout: 60_000 + FUZZ_INPUTS,
}, () => {
  const create = () => {
    const { note } = createNote(ADA);
    const neighbors = new NeighborList();
    const random = new Random([1, 2, 3, 4]);
    const node = new GossipNode({
      self: ADA,
      replica: note,
      neighbors,
      random,
      spread: DEFAULT_SPREAD,
      rumorCounter: DEFAULT_RUMOR_COUNTER,
      overlay: DEFAULT_OVERLAY,
    });
    node.start(NOW);
    return node;
  };
  const peers = [BOB, createPeerId()];
  let node = create();
  /** Whom the node dials. */
  let dialled: PeerId[] = [];
  const handle = (input: Input<NoteOperation<TextOperation>>, now: number) => {
    for (const effect of node.handle(input, now)) {
      if (effect.type === "connect") dialled.push(effect.peer);
      // Of another version is what was changed in its first byte, and then nothing more would be heard.
      if (effect.type === "otherVersion") node.handle({ type: "connected", peer: effect.peer }, now);
    }
  };
  const samples = [...SAMPLES, ...Array.from({ length: 8 }, () => OF_THE_ROOM).flat()];
  fuzz(samples.map(encodeMessage), (bytes, index) => {
    if (index % LIFE === 0) {
      node = create();
      dialled = [];
    }
    const now = NOW + index * 7;
    const peer = peers[index % 2] ?? BOB;
    if (index % 50 === 0) for (const each of peers) handle({ type: "connected", peer: each }, now);
    handle({ type: "received", peer, bytes }, now);
    for (let i = 0; i < 3; i++) handle({ type: "writable", peer }, now);
    if (index % 20 === 0) for (const timer of TIMERS) handle({ type: "timerFired", timer }, now);
    if (index % 25 === 0) for (const each of dialled.splice(0)) handle({ type: "connectFailed", peer: each }, now);
    if (index % 30 === 0) handle({ type: "edited", operation: body(0, 0, "x") }, now);
  });
});
