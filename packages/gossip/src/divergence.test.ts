import { describe, expect, it } from "vitest";
import { MAX_PAST, STATE_BYTES, stateOf } from "./divergence";
import type { Effect } from "./effect";
import { decodeMessage, encodeMessage, MAX_PIECE_BYTES, type Message } from "./message";
import { HELLO_INTERVAL_MS } from "./node-options";
import { DEFAULT_SPREAD } from "./spread";
import { connectedNoteNode, createNote, createNoteNode, type NoteNode, typed, typing } from "./test-fixtures/note-node";
import { NoteRoom } from "./test-fixtures/rooms";
import { drain, NOW, peerId, sentTo } from "./test-fixtures/test-node";
import { completeLinks, losesNothing } from "./test-fixtures/virtual-room";

const [ada, bob] = [peerId(1), peerId(2)];
const LIAR = 9;
const ALONG = [[peerId(LIAR), 0]] as const;

/** What the liar wrote under its one id, and told somebody. */
function lie(text: string) {
  const { note } = createNote(LIAR);
  note.edit(typing(text, 0), NOW);
  const version = note.version();
  return { note, version, delta: note.since(undefined, MAX_PIECE_BYTES)! };
}

function receive(node: NoteNode, peer: typeof ada, message: Message): readonly Effect[] {
  const effects = [...node.handle({ type: "received", peer, bytes: encodeMessage(message) }, NOW)];
  const sent = effects.some(({ type }) => type === "send");
  if (sent) drain(node, peer, NOW);
  return effects;
}

const ofDivergence = (effects: readonly Effect[]) =>
  effects.filter(({ type }) => type === "diverged" || type === "reconciled");

/** A node that holds "Milk" of the liar's, with two neighbors. */
function deceived(): NoteNode {
  const node = connectedNoteNode(0, 2);
  const { version, delta } = lie("Milk");
  expect(receive(node, ada, { type: "news", branches: ALONG, version, delta })).toContainEqual({
    type: "changed",
    by: "peer",
  });
  return node;
}

const isAcross = (report: string) => {
  const [by, of] = report.split(" ").map((peer) => Number.parseInt(peer, 16) < 3);
  return by !== of;
};

/** The same node, which notes whom it reports. */
function watched(node: NoteNode, reports: string[]): NoteNode {
  return {
    ...node,
    handle: (input, now) => {
      const effects = node.handle(input, now);
      for (const effect of effects) if (effect.type === "diverged") reports.push(`${node.self} ${effect.peer}`);
      return effects;
    },
  };
}

describe("another state under the same version", () => {
  it("G82: is told by what a neighbor has, and reported once", () => {
    const node = deceived();
    const { note, version } = lie("Mild");
    expect(version).toEqual(node.note.version());
    const state = stateOf(note, bob);
    const message = { type: "have" as const, version, state };
    // A digest may be of another version: it is answered, and the answer tells.
    const answer = sentTo(bob, receive(node, bob, { type: "digest", digest: state }));
    expect(answer).toEqual([{ type: "have", version, state: stateOf(node.note, node.self) }]);
    expect(ofDivergence(receive(node, bob, message))).toEqual([{ type: "diverged", peer: bob }]);
    expect(ofDivergence(receive(node, bob, message))).toEqual([]);
    const same = { ...message, state: stateOf(node.note, bob) };
    expect(ofDivergence(receive(node, bob, same))).toEqual([{ type: "reconciled", peer: bob }]);
    expect(ofDivergence(receive(node, bob, same))).toEqual([]);
    receive(node, bob, message);
    node.handle({ type: "disconnected", peer: bob }, NOW);
    node.handle({ type: "connected", peer: bob }, NOW);
    expect(ofDivergence(receive(node, bob, message))).toEqual([{ type: "diverged", peer: bob }]);
  });

  it("G82: of another version nothing is said, nor of one that tells no state", () => {
    const node = deceived();
    const { note, version } = lie("Mildew");
    const state = stateOf(note, bob);
    expect(ofDivergence(receive(node, bob, { type: "digest", digest: state }))).toEqual([]);
    expect(ofDivergence(receive(node, bob, { type: "have", version, state }))).toEqual([]);
    expect(ofDivergence(receive(node, bob, { type: "have", version: node.note.version() }))).toEqual([]);
  });

  it("G82: is found too where what a neighbor sends contradicts what is held", () => {
    const node = deceived();
    const { version, delta } = lie("Mild");
    const effects = receive(node, bob, { type: "news", branches: ALONG, version, delta });
    expect(effects).toContainEqual({ type: "refused", peer: bob, reason: "contradiction" });
    expect(ofDivergence(effects)).toEqual([{ type: "diverged", peer: bob }]);
    expect(node.text.toString()).toBe("Milk");
  });

  it("G82: what stands for a state depends on who tells it, and travels in a few bytes", () => {
    const { note } = lie("Milk");
    expect(stateOf(note, ada)).not.toEqual(stateOf(note, bob));
    expect(stateOf(note, ada)).toEqual(stateOf(lie("Milk").note, ada));
    const message = { type: "digest" as const, digest: stateOf(note, ada) };
    const bytes = encodeMessage(message);
    expect(bytes.length).toBe(2 + STATE_BYTES);
    expect(decodeMessage(bytes)).toEqual(message);
    expect(decodeMessage(bytes.subarray(0, -1))).toEqual({ type: "malformed" });
  });

  it("G82: a room of six of which three were told another text finds it out, and writes on, and falls quiet", () => {
    // With the others what a node has is told with a hello, every 2 s.
    const limits = { plumtree: 10 * 200, push: 10 * HELLO_INTERVAL_MS, rumor: 10 * HELLO_INTERVAL_MS } as const;
    for (const strategy of ["plumtree", "push", "rumor"] as const) {
      const reports: string[] = [];
      const members = Array.from({ length: 6 }, (_, i) => watched(createNoteNode(i, { rumorCounter: 3 }), reports));
      const room = new NoteRoom(members, completeLinks(6), losesNothing);
      room.handle(0, { type: "spreadChosen", spread: { strategy, intervalMs: 200 } });
      room.run(3_000);
      // From storage it comes in as from nobody: as if the liar had told each of them by itself.
      for (let i = 0; i < 6; i++) room.handle(i, { type: "loaded", delta: lie(i < 3 ? "Milk" : "Mild").delta });
      room.runUntil(() => new Set(reports.map((report) => report.split(" ")[0])).size === 6, limits[strategy]);
      room.run(5_000);
      const told = room.sent;
      room.run(10_000);
      // Each half tells of the other, and of each of it once.
      expect(new Set(reports).size).toBe(reports.length);
      expect(reports.every((report) => isAcross(report))).toBe(true);
      // Nobody asks, and what a quiet room costs it costs still.
      if (strategy === "plumtree") expect(room.sent - told).toBeLessThan((6 * 10_000) / 500);
      for (let i = 0; i < 6; i++) room.handle(i, typed(`${i}`, 4));
      room.run(5_000);
      for (const { text } of members) {
        expect([...text.toString()].toSorted().join("")).toMatch(/^012345/);
        expect(text.toString()).toMatch(/^Mil[kd]/);
      }
    }
  });

  it("G82: two of whom one is ever ahead, since the liar writes without a pause, find it out", () => {
    const reports: string[] = [];
    const [ada, bob] = [0, 1].map((i) => watched(createNoteNode(i, { rumorCounter: 3 }), reports)) as [
      NoteNode,
      NoteNode,
    ];
    const room = new NoteRoom([ada, bob], [], losesNothing);
    for (const i of [0, 1]) room.handle(i, { type: "spreadChosen", spread: DEFAULT_SPREAD });
    const [milk, mild] = [lie("Milk").note, lie("Mild").note];
    room.handle(0, { type: "loaded", delta: milk.since(undefined, MAX_PIECE_BYTES)! });
    room.handle(1, { type: "loaded", delta: mild.since(undefined, MAX_PIECE_BYTES)! });
    const writeOn = () => {
      const before = milk.version();
      milk.edit(typing("x", 4), NOW + 1);
      room.handle(0, { type: "loaded", delta: milk.since(before, MAX_PIECE_BYTES)! });
      room.run(15);
    };
    writeOn();
    room.link(0, 1);
    for (let i = 0; i < 100; i++) {
      writeOn();
      expect(bob.note.version()).not.toEqual(ada.note.version());
    }
    expect(reports.toSorted()).toEqual([`${ada.self} ${bob.self}`, `${bob.self} ${ada.self}`]);
  });

  it("G82: so many states of before are remembered, and no more", () => {
    const node = connectedNoteNode(0, 1);
    const told = (note: NoteNode["note"]) =>
      ({ type: "have", version: note.version(), state: stateOf(note, ada) }) as const;
    const liar = lie("Mild").note;
    const { delta } = lie("Milk");
    node.handle({ type: "loaded", delta }, NOW);
    const early = told(liar);
    for (let i = 0; i < MAX_PAST - 1; i++) node.handle(typed("x", 0), NOW);
    expect(ofDivergence(receive(node, ada, early))).toEqual([{ type: "diverged", peer: ada }]);
    node.handle({ type: "disconnected", peer: ada }, NOW);
    node.handle({ type: "connected", peer: ada }, NOW);
    node.handle(typed("x", 0), NOW);
    expect(ofDivergence(receive(node, ada, early))).toEqual([]);
  });
});
