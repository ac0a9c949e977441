import { describe, expect, it } from "vitest";
import { digestOf } from "../digest";
import type { Effect } from "../effect";
import { type Decoded, encodeMessage, MAX_PIECE_BYTES, type Message } from "../message";
import type { PeerId } from "../peer-id";
import { MAX_GRAFT_WAIT_MS } from "../repair";
import {
  connectedNoteNode,
  createNote,
  createNoteNode,
  type NoteNode,
  typed,
  typing,
} from "../test-fixtures/note-node";
import { NoteRoom, RegisterRoom } from "../test-fixtures/rooms";
import { connectedNode, createNode, drain, NOW, peerId, sends, sentTo } from "../test-fixtures/test-node";
import { completeLinks, type Links, losesNothing, losesPercent, ringLinks } from "../test-fixtures/virtual-room";
import { MAX_REPAIR_INTERVAL_MS } from "./plumtree";

const INTERVAL_MS = 200;
const [ada, bob, cid] = [peerId(1), peerId(2), peerId(3)];

/** A node of a note with three neighbors, in a room that spreads by plumtree. */
function treeNode(): NoteNode {
  const node = connectedNoteNode(0, 3);
  node.handle({ type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: INTERVAL_MS } }, NOW);
  leave(node, NOW);
  return node;
}

function leave(node: NoteNode, now: number): readonly Decoded[] {
  return [ada, bob, cid].flatMap((peer) => drain(node, peer, now));
}

function receive(node: NoteNode, peer: PeerId, message: Message, now: number): readonly Effect[] {
  return node.handle({ type: "received", peer, bytes: encodeMessage(message) }, now);
}

/** What another writer has, as a message of one of the types that carry data. */
function written(text: string) {
  const { note } = createNote(9);
  note.edit(typing(text, 0), NOW);
  const delta = note.since(undefined, MAX_PIECE_BYTES);
  if (!delta) throw new Error("Expected a note that has something");
  return { version: note.version(), delta };
}

/** To whom which messages go. */
function sent(effects: readonly Effect[]): readonly (readonly [PeerId, string])[] {
  return sends(effects).flatMap(({ peer }) => sentTo(peer, effects).map(({ type }) => [peer, type] as const));
}

const firePush = (node: NoteNode, now: number) => node.handle({ type: "timerFired", timer: "push" }, now);
const fireGraft = (node: NoteNode, now: number) => node.handle({ type: "timerFired", timer: "graft" }, now);

describe("plumtree", () => {
  it("G46: what its user changed goes at once to every neighbor, and no more than that", () => {
    const node = treeNode();
    const before = node.note.version();
    const effects = node.handle(typed("Milk", 0), NOW);
    const news = { type: "news", version: node.note.version(), delta: node.note.since(before, MAX_PIECE_BYTES) };
    for (const peer of [ada, bob, cid]) expect(sentTo(peer, effects)).toEqual([news]);
  });

  it("G46: news that brings something goes on at once to the others, as news", () => {
    const node = treeNode();
    const effects = receive(node, ada, { type: "news", ...written("Milk") }, NOW);
    expect(node.text.toString()).toBe("Milk");
    expect(sent(effects)).toEqual([
      [bob, "news"],
      [cid, "news"],
    ]);
  });

  it("G46: news that fell due while a message was under way becomes one, and none is left out", () => {
    const node = treeNode();
    node.handle(typed("a", 0), NOW);
    for (const [at, letter] of [..."bc"].entries()) node.handle(typed(letter, at + 1), NOW);
    const [late, ...more] = drain(node, ada, NOW);
    expect(more).toEqual([]);
    const reader = createNote(8);
    reader.note.merge(node.note.since(undefined, 0) ?? new Uint8Array(0), NOW);
    if (late?.type === "news") expect(reader.note.merge(late.delta, NOW).type).toBe("held");
    expect(late?.type).toBe("news");
  });

  it("G47: news that had come before is answered with a prune, and no news goes that way any more", () => {
    const node = treeNode();
    const news = { type: "news" as const, ...written("Milk") };
    receive(node, ada, news, NOW);
    leave(node, NOW);
    expect(sent(receive(node, bob, news, NOW))).toEqual([[bob, "prune"]]);
    leave(node, NOW);
    expect(sent(node.handle(typed("!", 4), NOW)).map(([peer]) => peer)).toEqual([ada, cid]);
  });

  it("G47: who is sent a prune sends no news that way any more, until it is asked", () => {
    const node = treeNode();
    receive(node, bob, { type: "prune" }, NOW);
    expect(sent(node.handle(typed("a", 0), NOW)).map(([peer]) => peer)).toEqual([ada, cid]);
    leave(node, NOW);
    receive(node, bob, { type: "ask", version: createNote(2).note.version() }, NOW);
    leave(node, NOW);
    expect(sent(node.handle(typed("b", 1), NOW)).map(([peer]) => peer)).toEqual([ada, bob, cid]);
  });

  it("G47: news that shows a gap is no reason to prune: the neighbor is asked at once", () => {
    const node = treeNode();
    receive(node, ada, { type: "prune" }, NOW);
    const { note } = createNote(9);
    note.edit(typing("Milk", 0), NOW);
    const milk = note.version();
    note.edit(typing(" and eggs", 4), NOW);
    const delta = note.since(milk, MAX_PIECE_BYTES) ?? new Uint8Array(0);
    expect(sent(receive(node, ada, { type: "news", version: note.version(), delta }, NOW))).toEqual([[ada, "ask"]]);
    leave(node, NOW);
    expect(sent(node.handle(typed("a", 0), NOW)).map(([peer]) => peer)).toEqual([ada, bob, cid]);
  });

  it("G48: what came in answer to a question goes on to those alone that are not known to have it", () => {
    const node = treeNode();
    const data = written("Milk");
    receive(node, bob, { type: "have", version: data.version }, NOW);
    const effects = receive(node, ada, { type: "delta", isRumor: false, ...data }, NOW);
    expect(sent(effects)).toEqual([[cid, "delta"]]);
  });

  it("G49: every Δ one neighbor hears a digest of what there is, ever more seldom while all have the same", () => {
    const node = treeNode();
    node.handle(typed("Milk", 0), NOW);
    leave(node, NOW);
    const digest = digestOf(node.note.version());
    let now = NOW;
    const next = () => {
      const effects = firePush(node, now);
      expect(sends(effects).map(({ peer }) => sentTo(peer, effects))).toEqual([[{ type: "digest", digest }]]);
      leave(node, now);
      const timer = effects.find((effect) => effect.type === "setTimer");
      const wait = (timer?.at ?? now) - now;
      now += wait;
      return wait;
    };
    expect([next(), next(), next()]).toEqual([INTERVAL_MS, INTERVAL_MS, INTERVAL_MS]);
    for (const peer of [ada, bob, cid]) receive(node, peer, { type: "digest", digest }, now);
    leave(node, now);
    expect([next(), next(), next(), next(), next()]).toEqual([400, 800, 1_600, 2_000, MAX_REPAIR_INTERVAL_MS]);
    const early = now - 1_000;
    const effects = node.handle(typed("!", 4), early);
    expect(effects).toContainEqual({ type: "setTimer", timer: "push", at: early + INTERVAL_MS });
  });

  it("G50: a digest of the same is answered once, so that both know; one of something else with what there is", () => {
    const node = treeNode();
    receive(node, bob, { type: "news", ...written("Milk") }, NOW);
    leave(node, NOW);
    const digest = digestOf(node.note.version());
    const fourth = peerId(4);
    node.handle({ type: "connected", peer: fourth }, NOW);
    drain(node, fourth, NOW);
    node.handle(typed("!", 4), NOW);
    drain(node, fourth, NOW);
    expect(sent(receive(node, fourth, { type: "digest", digest }, NOW))).toEqual([[fourth, "have"]]);
    drain(node, fourth, NOW);
    const same = { type: "digest" as const, digest: digestOf(node.note.version()) };
    expect(sent(receive(node, fourth, same, NOW))).toEqual([]);
  });

  it("G50: who hears that it lacks nothing and the other something says so, and nothing where neither does", () => {
    const node = treeNode();
    node.handle(typed("Milk", 0), NOW);
    leave(node, NOW);
    const blank = { type: "have" as const, version: createNote(2).note.version() };
    expect(sent(receive(node, ada, blank, NOW))).toEqual([[ada, "have"]]);
    leave(node, NOW);
    expect(sent(receive(node, ada, { type: "have", version: node.note.version() }, NOW))).toEqual([]);
  });

  it("G51: who lacks something waits a moment, and asks one of those that have it", () => {
    const node = treeNode();
    const { version } = written("Milk");
    const effects = receive(node, ada, { type: "have", version }, NOW);
    expect(effects).toEqual([{ type: "setTimer", timer: "graft", at: NOW + MAX_GRAFT_WAIT_MS }]);
    expect(receive(node, bob, { type: "have", version }, NOW + 1)).toEqual([]);
    expect(sent(fireGraft(node, NOW + MAX_GRAFT_WAIT_MS))).toEqual([[ada, "ask"]]);
  });

  it("G51: what has come by then along the tree is not asked for", () => {
    const node = treeNode();
    const data = written("Milk");
    receive(node, ada, { type: "have", version: data.version }, NOW);
    receive(node, bob, { type: "news", ...data }, NOW + 10);
    leave(node, NOW + 10);
    expect(fireGraft(node, NOW + MAX_GRAFT_WAIT_MS)).toEqual([]);
  });

  it("G51: of two that have something, the one that is gone is not asked", () => {
    const node = treeNode();
    const { version } = written("Milk");
    receive(node, ada, { type: "have", version }, NOW);
    receive(node, bob, { type: "have", version }, NOW);
    node.handle({ type: "disconnected", peer: ada }, NOW);
    expect(sent(fireGraft(node, NOW + MAX_GRAFT_WAIT_MS))).toEqual([[bob, "ask"]]);
  });

  it("G52: a register goes so too: news once to each, a digest every Δ, and its data to who asks", () => {
    const node = connectedNode(0, 2);
    node.handle({ type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: INTERVAL_MS } }, NOW);
    for (const peer of [ada, bob]) drain(node, peer, NOW);
    const effects = node.handle({ type: "edited", operation: { text: "news" } }, NOW);
    expect([ada, bob].flatMap((peer) => sentTo(peer, effects)).map(({ type }) => type)).toEqual(["news", "news"]);
    for (const peer of [ada, bob]) drain(node, peer, NOW);
    const tick = node.handle({ type: "timerFired", timer: "push" }, NOW);
    expect(
      sends(tick)
        .flatMap(({ peer }) => sentTo(peer, tick))
        .map(({ type }) => type),
    ).toEqual(["digest"]);
  });

  it("G52: a register that is longer than a piece goes whole", () => {
    const node = connectedNode(0, 1);
    node.handle({ type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: INTERVAL_MS } }, NOW);
    drain(node, ada, NOW);
    const text = "a".repeat(2 * MAX_PIECE_BYTES);
    const [news] = sentTo(ada, node.handle({ type: "edited", operation: { text } }, NOW));
    const reader = createNode(5);
    if (news?.type === "news") reader.register.merge(news.delta, NOW);
    expect(reader.register.text === text).toBe(true);
  });
});

describe("rooms that spread by plumtree", () => {
  const noteRoom = (count: number, links: Links, loses: NoteRoomLoses) => {
    const members = Array.from({ length: count }, (_, i) => createNoteNode(i, { rumorCounter: 3 }));
    const room = new NoteRoom(members, links, loses);
    room.handle(0, { type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: INTERVAL_MS } });
    room.run(5_000);
    return room;
  };
  const areEqual = (room: NoteRoom) => () => new Set(room.texts).size === 1;

  it("G53: every letter of everyone comes to all, whatever share of the messages is lost", () => {
    for (const [seed, percent] of [10, 30, 60].entries()) {
      for (const links of [ringLinks(8), completeLinks(8)]) {
        const room = noteRoom(8, links, losesPercent(percent, seed));
        for (let round = 0; round < 6; round++) {
          for (let i = 0; i < 8; i++) {
            room.handle(i, typed(String.fromCharCode(97 + i), 0));
            room.run(11);
          }
        }
        room.runUntil(() => areEqual(room)() && room.lengths[0] === 48, 60_000);
        expect([...(room.texts[0] ?? "")].sort().join("")).toBe([..."abcdefgh"].map((c) => c.repeat(6)).join(""));
      }
    }
  });

  it("G53: what had got out of a writer comes to all after it has crashed, and a large note to all in pieces", () => {
    const room = noteRoom(6, ringLinks(6), losesPercent(20, 1));
    room.handle(0, typed("last words", 0));
    room.runUntil(() => room.texts.slice(1).includes("last words"), 10_000);
    room.crash(0);
    room.run(10_000);
    expect(room.texts.slice(1)).toEqual(Array(5).fill("last words"));
    const large = noteRoom(3, completeLinks(3), losesPercent(33, 7));
    large.handle(0, typed("a line of the large note\n".repeat(42_000), 0));
    large.runUntil(() => large.lengths.every((length) => length === 1_050_000), 120_000);
  });

  it("G53: two halves that were apart come together once they are linked, with all of both", () => {
    const links: Links = [...completeLinks(3), ...completeLinks(3).map(([a, b]) => [a + 3, b + 3] as const)];
    const members = Array.from({ length: 6 }, (_, i) => createNoteNode(i, { rumorCounter: 3 }));
    const room = new NoteRoom(members, links, losesNothing);
    for (const i of [0, 3]) {
      room.handle(i, { type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: INTERVAL_MS } });
    }
    room.run(2_000);
    room.handle(0, typed("left", 0));
    room.handle(3, typed("right", 0));
    room.run(2_000);
    room.link(1, 4);
    room.runUntil(areEqual(room), 3_000);
    expect(room.lengths[0]).toBe(9);
  });

  it("G47: the tree settles: in the end an edit of anyone is sent about once to each other node", () => {
    const room = noteRoom(12, completeLinks(12), losesNothing);
    for (let i = 0; i < 60; i++) {
      room.handle(i % 12, typed("a", 0));
      room.run(400);
    }
    room.run(10_000);
    const quiet = messagesIn(room, () => room.run(5_000));
    const busy = messagesIn(room, () => {
      for (let i = 0; i < 10; i++) {
        room.handle((5 * i) % 12, typed("a", 0));
        room.run(500);
      }
    });
    expect(areEqual(room)()).toBe(true);
    // Eleven others, and what a repair every Δ, instead of every 2 s, costs at most.
    const repairs = (12 * 5_000) / INTERVAL_MS;
    expect(busy - quiet).toBeLessThan(10 * 11 * 1.2 + 2 * repairs);
    expect(quiet).toBeLessThan(12 * 2 * (5_000 / MAX_REPAIR_INTERVAL_MS + 5_000 / 2_000));
  });

  it("G52: a room of registers comes to hold the latest, at once and whoever wrote it", () => {
    const room = new RegisterRoom(5, ringLinks(5));
    room.handle(0, { type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: INTERVAL_MS } });
    room.run(2_000);
    room.handle(3, { type: "edited", operation: { text: "latest" } });
    room.run(150);
    expect(room.texts).toEqual(Array(5).fill("latest"));
  });
});

type NoteRoomLoses = ConstructorParameters<typeof NoteRoom>[2];

/** How many messages go out meanwhile. */
function messagesIn(room: NoteRoom, meanwhile: () => void): number {
  const before = room.sent;
  meanwhile();
  return room.sent - before;
}
