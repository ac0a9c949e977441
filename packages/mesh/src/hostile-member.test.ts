import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  DEFAULT_SPREAD,
  encodeMessage,
  MAX_DELTA_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_PRESENCE_BYTES,
  MAX_RECORDS,
  type Message,
  type PeerId,
  PROTOCOL_VERSION,
} from "@hearsay/gossip";
import {
  ByteWriter,
  MAX_AUTHORS,
  MAX_DRIFT_MS,
  MAX_TEXT_UNITS,
  MAX_TIME_MS,
  Note,
  Register,
  TEXT_RULES,
  Text,
} from "@hearsay/merge";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CARRY_BUDGET } from "./courier";
import { encodeBeat, encodeCarry, MAX_CARRY_HOPS } from "./frame";
import { Seal } from "./introduction";
import { MAX_FRAME_BYTES } from "./link";
import { MIN_SHUN_MS } from "./quarantine";
import { createPeerId, deriveSecrets } from "./room-key";
import { HostileMember } from "./test-fixtures/hostile-member";
import { type NoteTab, run, TestRoom } from "./test-fixtures/test-room";
import { WatchedLinks } from "./test-fixtures/watched-links";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const NOW = Date.UTC(2026, 0, 1);
const NOTHING = new Uint8Array(0);
const NOBODY = createPeerId();
const BRANCHES = [[NOBODY, 0]] as const;
const ROUNDS = 30;
const LARGE = 200_000;
/** So many links lead to peers of a liar's invention at most, and so many frames go out in 100 ms in which it floods. */
const MAX_LIES_DIALLED = 20;
const MAX_FRAMES_A_ROUND = 200;

type OverlayMessage = Extract<Message, { readonly type: "overlay" }>["overlay"];

let room: TestRoom;
let honest: readonly NoteTab[];
let hostile: HostileMember;
/** Those of the honest. */
let watched: WatchedLinks;

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW });
  room = new TestRoom({ serverClock: Date.now });
  watched = new WatchedLinks(room.links);
  honest = Array.from({ length: 3 }, () => room.openNote({ link: watched.factory }));
  hostile = new HostileMember(room);
  await run(2_000);
  expect(hostile.links).toBe(honest.length);
});

afterEach(() => vi.useRealTimers());

function type({ mesh, text }: NoteTab, insert: string): void {
  const at = text.length;
  mesh.edit({ part: "body", operation: { type: "edit", edits: [{ from: at, to: at, insert }], joinsUndo: false } });
}

/** The honest write while the hostile one does `attack`, once in each of `rounds`; then they must be as if it were not there. */
async function withstand(rounds: number, attack: (round: number) => void): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    attack(round);
    for (const [i, tab] of honest.entries()) type(tab, String.fromCharCode(97 + i));
    await run(100);
  }
  await run(5_000);
  const written = (letter: string) => (tab: NoteTab) =>
    [...tab.text.toString()].filter((each) => each === letter).length;
  for (const tab of honest) {
    expect(tab.text.toString()).toBe(honest[0]?.text.toString());
    expect(["a", "b", "c"].map((letter) => written(letter)(tab))).toEqual([rounds, rounds, rounds]);
    const peers = tab.mesh.state.neighbors.map(({ peer }) => peer);
    for (const other of honest) if (other !== tab) expect(peers).toContain(other.mesh.self);
    expect(tab.mesh.state.roomTime.offsetMs).toBe(0);
    expect(tab.text.timestamp?.timeMs).toBeLessThanOrEqual(Date.now() + MAX_DRIFT_MS);
  }
}

const counted = (what: "malformed" | "unsealed" | "ahead" | "contradictions" | "overBudget") =>
  honest.map(({ mesh }) => mesh.state.counts[what]);

/** A version of no title that claims so many units of so many authors. */
function claimOf(authors: number, units: number): Uint8Array {
  const writer = new ByteWriter().unsigned(0);
  for (let i = 0; i < authors; i++) writer.raw(Uint8Array.of(9, 9, 9, 9, 9, 9, i >> 8, i & 255)).unsigned(units);
  return writer.finish();
}

/** What a note of the hostile one's holds that was written at `timeMs`, as a delta. */
function writtenAt(timeMs: number): Uint8Array {
  const author = createPeerId();
  const note = new Note(new Register(author), new Text(author, TEXT_RULES));
  note.edit({ part: "title", operation: { text: "FORGED" } }, timeMs);
  const edits = [{ from: 0, to: 0, insert: "X" }];
  note.edit({ part: "body", operation: { type: "edit", edits, joinsUndo: false } }, timeMs);
  return note.since(undefined, Number.POSITIVE_INFINITY) ?? NOTHING;
}

const deltaMessage = (delta: Uint8Array): Message => ({
  type: "delta",
  isRumor: false,
  version: NOTHING,
  delta,
});

describe("a hostile member", { timeout: 60_000 }, () => {
  test("M1: that sends frames and messages that are none is counted, and goes unheard", async () => {
    const junk = [
      Uint8Array.of(9),
      Uint8Array.of(2, 255),
      Uint8Array.of(3, 1),
      Uint8Array.of(4, 4),
      Uint8Array.of(0, 1, 2),
      Uint8Array.of(1),
      Uint8Array.of(1, PROTOCOL_VERSION),
      Uint8Array.of(1, PROTOCOL_VERSION, 99),
      Uint8Array.of(1, PROTOCOL_VERSION, 0, 255, 255),
      new Uint8Array(MAX_FRAME_BYTES).fill(PROTOCOL_VERSION).fill(1, 0, 1),
    ];
    await withstand(30, () => {
      for (const frame of junk) hostile.sendFrame(frame);
    });
    for (const malformed of counted("malformed")) expect(malformed).toBeGreaterThan(9 * 30);
  });

  test("M2: that begins messages and never ends them, or makes them too long, fills no memory", async () => {
    const part = new Uint8Array(MAX_FRAME_BYTES);
    const long = new Uint8Array(MAX_MESSAGE_BYTES + 1).fill(PROTOCOL_VERSION);
    const before = memory();
    await withstand(30, (round) => {
      if (round % 2) hostile.send(long);
      else for (let i = 0; i < 40; i++) hostile.sendFrame(part);
    });
    for (const malformed of counted("malformed")) expect(malformed).toBeGreaterThan(20);
    // What came is fifty times as much.
    expect(memory() - before).toBeLessThan(8 * 2 ** 20);
  });

  test("M3: that speaks another version is told apart, and nothing passes", async () => {
    const other = encodeMessage({ type: "prune", roots: [NOBODY] });
    other[0] = PROTOCOL_VERSION + 1;
    await withstand(20, () => hostile.send(other));
    const { self } = hostile.tab.mesh;
    for (const { mesh } of honest) {
      expect(mesh.state.otherVersions).toEqual([{ peer: self, version: PROTOCOL_VERSION + 1 }]);
    }
  });

  test("M4: that answers what nobody asked is no one's trouble", async () => {
    const unasked: readonly Message[] = [
      { type: "feedback", knew: true },
      { type: "ahead" },
      { type: "prune", roots: [NOBODY] },
      { type: "have", version: NOTHING },
      { type: "ask", version: NOTHING },
      { type: "digest", digest: new Uint8Array(8).fill(7) },
      deltaMessage(NOTHING),
      { type: "news", branches: BRANCHES, version: NOTHING, delta: NOTHING },
      { type: "news", branches: BRANCHES, version: NOTHING, delta: Uint8Array.of(0, 1, 2, 3) },
      { type: "push", delta: Uint8Array.of(1) },
      { type: "rumor", delta: Uint8Array.of(1) },
    ];
    await withstand(40, () => {
      for (const message of unasked) hostile.send(message);
    });
    expect(counted("overBudget")).toEqual([0, 0, 0]);
  });

  test("M5: that forges what it says of itself changes what is said of nobody else", async () => {
    for (const { mesh } of honest) mesh.setPresence(Uint8Array.of(1, 2, 3));
    await withstand(40, (round) => {
      for (let i = 0; i < 20; i++) {
        const presence = new Uint8Array(MAX_PRESENCE_BYTES).fill(round * 20 + i);
        const at = Date.now() + i;
        const { self } = hostile.tab.mesh;
        const said = { peer: self, at, isGone: false, presenceAt: at, presence, digest: undefined };
        hostile.send({ type: "members", records: [{ ...said, isToldToAll: false, isNews: true }] });
      }
    });
    const { self } = hostile.tab.mesh;
    for (const { mesh } of honest) {
      for (const { peer, presence } of mesh.state.neighbors) {
        if (peer !== self) expect(presence).toEqual(Uint8Array.of(1, 2, 3));
        else expect(presence.length).toBe(MAX_PRESENCE_BYTES);
      }
    }
  });

  test("M6: that claims to have ever so much makes nobody wait for it", async () => {
    await withstand(30, (round) => {
      const version = claimOf(MAX_AUTHORS >> (round % 15), MAX_TEXT_UNITS);
      hostile.send({ type: "have", version });
      hostile.send({ type: "ask", version: claimOf(round, 2 ** 20) });
      hostile.send({ type: "news", branches: BRANCHES, version, delta: NOTHING });
    });
  });

  test("M7: that writes in the far future is refused, and moves no clock beyond the drift bound", async () => {
    const replica = hostile.tab.mesh.self;
    await withstand(60, (round) => {
      const timeMs = Date.now() + [MAX_DRIFT_MS - 1_000, MAX_DRIFT_MS + 2_000, 86_400_000, 10 ** 12][round % 4]!;
      hostile.send(deltaMessage(writtenAt(timeMs)));
      const choiceMs = round % 2 ? MAX_TIME_MS : Date.now() + MAX_DRIFT_MS + 1_000;
      const timestamp = { timeMs: choiceMs, counter: 0, replica };
      const spread = { strategy: "broadcast" as const, intervalMs: 60_000 };
      hostile.send({ type: "hello", degree: 0, members: new Uint8Array(8), chosen: { spread, timestamp } });
      hostile.sendFrame(encodeBeat({ wallMs: MAX_TIME_MS, sentAtMs: 0, echo: { sentAtMs: 0, heldMs: 0 } }));
    });
    for (const ahead of counted("ahead")) expect(ahead).toBeGreaterThan(20);
    for (const { mesh, note } of honest) {
      expect(note.title.timestamp?.timeMs).toBeLessThanOrEqual(Date.now() + MAX_DRIFT_MS);
      expect(mesh.state.spread).toEqual(DEFAULT_SPREAD);
    }
  });

  test("M8: that says one thing and then another under one timestamp is noticed", async () => {
    const author = hostile.tab.mesh.self;
    await withstand(20, (round) => {
      const title = new Register(author);
      title.edit({ text: `FORGED ${round}` }, NOW + 30_000);
      const delta = title.since(undefined, Number.POSITIVE_INFINITY) ?? NOTHING;
      hostile.send(deltaMessage(new ByteWriter().bytes(delta).finish()));
    });
    for (const contradictions of counted("contradictions")) expect(contradictions).toBeGreaterThan(10);
  });

  test("M9: that says goodbye again and again keeps nobody else from staying", async () => {
    await withstand(30, () => hostile.sendFrame(Uint8Array.of(3)));
  });

  test("M10: that sends piece after piece without end keeps nobody from what the others lost on the way", async () => {
    const author = createPeerId();
    const endless = new Note(new Register(author), new Text(author, TEXT_RULES));
    for (const { mesh } of honest) mesh.setFaults({ loss: 0.4 });
    await withstand(60, () => {
      const before = endless.version();
      const edits = [{ from: 0, to: 0, insert: "X" }];
      endless.edit({ part: "body", operation: { type: "edit", edits, joinsUndo: false } }, Date.now());
      const delta = endless.since(before, Number.POSITIVE_INFINITY) ?? NOTHING;
      const version = Uint8Array.of(...endless.version(), ...claimOf(9, 2 ** 20).subarray(1));
      hostile.send({ type: "delta", isRumor: false, version, delta });
    });
  });

  test("M11: that floods with all kinds of messages is dropped, fills no memory, and is not dialled for a while", async () => {
    const flood: readonly Message[] = [
      { type: "hello", degree: 255, members: new Uint8Array(8), chosen: undefined },
      { type: "digest", digest: new Uint8Array(8) },
      { type: "ask", version: NOTHING },
      { type: "have", version: claimOf(2, 9) },
      { type: "news", branches: BRANCHES, version: NOTHING, delta: NOTHING },
      { type: "prune", roots: [NOBODY] },
      { type: "ahead" },
      { type: "feedback", knew: false },
      { type: "rumor", delta: Uint8Array.of(0, 0) },
    ];
    let told = 0;
    honest[0]?.mesh.subscribe((event) => event.type === "state" && told++);
    const before = memory();
    await withstand(20, () => {
      for (let i = 0; i < 2_000 && hostile.links > 0; i++) hostile.send(flood[i % flood.length]!);
    });
    expect(counted("overBudget")).toEqual([1, 1, 1]);
    expect(hostile.links).toBe(0);
    expect(told).toBeLessThan(7_000 / 25);
    expect(memory() - before).toBeLessThan(16 * 2 ** 20);
    await run(MIN_SHUN_MS / 2);
    expect(hostile.links).toBe(0);
  });

  test("M12: that tells of many members in each of many frames is dropped before that has taken much work", async () => {
    const told = { at: NOW, isGone: false, isToldToAll: false, isNews: true, presenceAt: NOW, digest: undefined };
    const peers = Array.from({ length: MAX_RECORDS }, (_, i) => `00000000000000${(i + 16).toString(16)}` as PeerId);
    const records = peers.map((peer) => ({ ...told, peer, presence: NOTHING }));
    const bytes = encodeMessage({ type: "members", records });
    await withstand(10, () => {
      for (let i = 0; i < 300 && hostile.links > 0; i++) hostile.send(bytes);
    });
    expect(counted("overBudget")).toEqual([1, 1, 1]);
  });

  test("M13: that tells lies of who is in the room has few dialled, little passed on, and nobody taken for a member", async () => {
    const everyone = honest.map(({ mesh }) => mesh.self);
    const invent = () => Array.from({ length: 8 }, () => createPeerId());
    const lies = (number: number): readonly OverlayMessage[] => [
      { type: "join" },
      { type: "forwardJoin", peer: createPeerId(), steps: number % 7 },
      { type: "neighbor", degree: (51 * number) % 256 },
      { type: "shuffle", steps: number % 7, path: everyone, peers: invent() },
      { type: "shuffle", steps: number % 7, path: [], peers: invent() },
      { type: "shuffled", path: everyone, peers: invent() },
      { type: "shuffled", path: [], peers: invent() },
    ];
    const { made } = watched;
    await withstand(ROUNDS, (round) => {
      for (let i = 0; i < 20; i++) for (const overlay of lies(round + i)) hostile.send({ type: "overlay", overlay });
      if (round % 10 === 9) hostile.send({ type: "overlay", overlay: { type: "part", peers: invent() } });
    });
    expect(watched.made - made).toBeLessThan(honest.length * MAX_LIES_DIALLED);
    expect(watched.frames).toBeLessThan(ROUNDS * honest.length * MAX_FRAMES_A_ROUND);
    const known = [...everyone, hostile.tab.mesh.self];
    for (const { mesh } of honest) for (const { peer } of mesh.state.members) expect(known).toContain(peer);
  });

  test("M14: that has introductions carried that nobody sent ends no channel, and is carried for within its budget", async () => {
    const secrets = deriveSecrets(room.key, "latest");
    const everyone = honest.map(({ mesh }) => mesh.self);
    const seals = [...everyone, NOBODY].map((peer) => [peer, new Seal(secrets, peer)] as const);
    const junk = new Uint8Array(100);
    const { opened } = watched;
    await withstand(60, (round) => {
      const hops = 1 + (round % MAX_CARRY_HOPS);
      for (const [from, seal] of seals) {
        for (const to of [...everyone, createPeerId(), createPeerId(), createPeerId()]) {
          const forged = seal.close(to, { attempt: createPeerId(), signal: { type: "offer", sdp: "" } }) ?? junk;
          junk.set(forged.subarray(0, 50));
          for (const sealed of [forged, junk]) {
            const frame = encodeCarry({ hops, from, to, sealed }) ?? NOTHING;
            hostile.sendFrame(frame);
            if (round % 2) hostile.sendFrame(frame.subarray(0, 1 + (round % 17)));
            else hostile.sendFrame(frame.fill(MAX_CARRY_HOPS + 1, 1, 2));
          }
        }
      }
    });
    expect(watched.opened).toBe(opened);
    const budget = CARRY_BUDGET.burst + 12 * CARRY_BUDGET.perSecond;
    expect(watched.carried).toBeLessThan(honest.length * (honest.length - 1) * budget);
    for (const unsealed of counted("unsealed")) expect(unsealed).toBeGreaterThan(20);
    for (const malformed of counted("malformed")) expect(malformed).toBeGreaterThan(2_800);
  });

  test("M15: that prunes the trees of the others takes from them no letter that comes at once", async () => {
    const roots = honest.map(({ mesh }) => mesh.self);
    const lengths = () => honest.map(({ text }) => text.length);
    await withstand(60, (round) => {
      expect(lengths()).toEqual(honest.map(() => round * honest.length));
      hostile.send({ type: "prune", roots: [...roots, NOBODY] });
      for (const root of roots) hostile.send({ type: "prune", roots: [root] });
    });
  });

  test("M16: that writes much that is sound is heard, again and again, and the others go on meanwhile", async () => {
    const roots = honest.map(({ mesh }) => [mesh.self, 0] as const);
    await withstand(12, (round) => {
      const author = createPeerId();
      const note = new Note(new Register(author), new Text(author, TEXT_RULES));
      const edits = [{ from: 0, to: 0, insert: "X".repeat(LARGE) }];
      note.edit({ part: "body", operation: { type: "edit", edits, joinsUndo: false } }, Date.now());
      const delta = note.since(undefined, MAX_DELTA_BYTES) ?? NOTHING;
      const version = note.version();
      const ways: readonly Message[] = [
        { type: "delta", isRumor: round % 2 === 0, version, delta },
        { type: "news", branches: roots, version, delta },
        { type: "push", delta },
        { type: "rumor", delta },
      ];
      for (let i = 0; i < ways.length; i++) hostile.send(ways[(round + i) % ways.length]!);
    });
    for (const { text } of honest) expect(text.length).toBe(12 * (LARGE + honest.length));
    expect(counted("overBudget")).toEqual([0, 0, 0]);
  });
});

/** What is held on to, in bytes. */
function memory(): number {
  // The engine gives buffers back in the background, and is done with those of the first time at the second.
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
