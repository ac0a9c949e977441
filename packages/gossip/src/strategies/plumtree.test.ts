import { describe, expect, it } from "vitest";
import { stateOf } from "../divergence";
import type { MemberRecord } from "../members/member-record";
import { encodeMessage, MAX_PIECE_BYTES } from "../message";
import { LATE_PART, MAX_PUT_OFF } from "../pace";
import type { PeerId } from "../peer-id";
import { LITTLE_BYTES, MAX_GRAFT_WAIT_MS } from "../repair";
import { DEFAULT_SPREAD } from "../spread";
import { createNote, type NoteNode, typed, typing } from "../test-fixtures/note-node";
import { connectedNode, createNode, drain, NOW, peerId, sends, sentTo } from "../test-fixtures/test-node";
import {
  INTERVAL_MS,
  leave,
  newsOf,
  receive,
  sent,
  treeNode,
  WRITER,
  type Written,
  writings,
  written,
} from "../test-fixtures/tree-node";
import { MAX_REPAIR_INTERVAL_MS } from "./plumtree";

const [ada, bob, cid] = [peerId(1), peerId(2), peerId(3)];

const firePush = (node: NoteNode, now: number) => node.handle({ type: "timerFired", timer: "push" }, now);
const fireGraft = (node: NoteNode, now: number) => node.handle({ type: "timerFired", timer: "graft" }, now);

/** Of a member that says nothing of itself. */
const memberRecord = (number: number): MemberRecord => ({
  peer: peerId(number),
  at: NOW,
  isGone: false,
  isToldToAll: false,
  isNews: false,
  presenceAt: NOW,
  presence: new Uint8Array(0),
  digest: undefined,
});

describe("plumtree", () => {
  it("G49: every Δ one neighbor hears a digest of what there is, ever more seldom while all have the same", () => {
    const node = treeNode();
    node.handle(typed("Milk", 0), NOW);
    leave(node, NOW);
    const digest = stateOf(node.note, node.self);
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
    for (const peer of [ada, bob, cid]) receive(node, peer, { type: "digest", digest: stateOf(node.note, peer) }, now);
    leave(node, now);
    expect([next(), next(), next(), next(), next()]).toEqual([400, 800, 1_600, 2_000, MAX_REPAIR_INTERVAL_MS]);
    const early = now - 1_000;
    const effects = node.handle(typed("!", 4), early);
    expect(effects).toContainEqual({ type: "setTimer", timer: "push", at: early + INTERVAL_MS });
  });

  it("G49: Δ after the last news a digest goes along each link that this did not go along, once", () => {
    const node = treeNode();
    const [first, second] = writings("Milk", "eggs") as [Written, Written];
    receive(node, ada, newsOf(first), NOW);
    leave(node, NOW);
    // Both have it by another link.
    for (const peer of [bob, cid]) receive(node, peer, { type: "prune", roots: [peerId(WRITER)] }, NOW);
    receive(node, ada, newsOf(second), NOW + 10);
    leave(node, NOW + 10);
    const turn = (now: number) => {
      const effects = firePush(node, now);
      leave(node, now);
      return sent(effects);
    };
    expect(turn(NOW + 9 + INTERVAL_MS)).toHaveLength(1);
    expect(turn(NOW + 10 + INTERVAL_MS)).toEqual([
      [bob, "digest"],
      [cid, "digest"],
    ]);
    expect(turn(NOW + 10 + 2 * INTERVAL_MS)).toHaveLength(1);
  });

  it("G49: while news keeps coming the turn waits for Δ without any, but not for ever", () => {
    const node = treeNode();
    firePush(node, NOW);
    leave(node, NOW);
    const pauseMs = INTERVAL_MS / 2;
    const turnAfterEdit = (i: number) => {
      const effects = node.handle(typed("a", 0), NOW + i * pauseMs);
      leave(node, NOW + i * pauseMs);
      return effects.find((effect) => effect.type === "setTimer" && effect.timer === "push");
    };
    for (let i = 0; i < 2 * MAX_PUT_OFF; i++) {
      expect(turnAfterEdit(i)).toMatchObject({ at: NOW + i * pauseMs + INTERVAL_MS });
    }
    expect(turnAfterEdit(2 * MAX_PUT_OFF)).toBeUndefined();
    firePush(node, NOW + 2 * MAX_PUT_OFF * pauseMs);
    expect(turnAfterEdit(2 * MAX_PUT_OFF)).toBeDefined();
  });

  it("G49: in a large room who comes late to its turn tells one neighbor only, and who comes in time all", () => {
    const told = (lateMs: number, others: number) => {
      const node = treeNode();
      const records = Array.from({ length: others }, (_, i) => memberRecord(100 + i));
      node.handle({ type: "introduced", presence: new Uint8Array(0) }, NOW);
      receive(node, ada, { type: "members", records }, NOW);
      firePush(node, NOW);
      const [first, second] = writings("Milk", "eggs") as [Written, Written];
      receive(node, ada, newsOf(first), NOW);
      for (const peer of [bob, cid]) receive(node, peer, { type: "prune", roots: [peerId(WRITER)] }, NOW);
      receive(node, ada, newsOf(second), NOW + 10);
      leave(node, NOW + 10);
      return sent(firePush(node, NOW + 10 + INTERVAL_MS + lateMs)).length;
    };
    expect([told(0, 40), told(INTERVAL_MS / LATE_PART, 40), told(INTERVAL_MS / LATE_PART + 1, 40)]).toEqual([2, 2, 1]);
    expect(told(10 * INTERVAL_MS, 20)).toBe(2);
  });

  it("G72: who is owed a sign of life is told what there is, unless it is known to have that, in a small room", () => {
    const node = treeNode();
    node.handle(typed("Milk", 0), NOW);
    leave(node, NOW);
    receive(node, ada, { type: "digest", digest: stateOf(node.note, ada) }, NOW);
    leave(node, NOW);
    const idle = (peer: PeerId) => sent(node.handle({ type: "idle", peer }, NOW + 1));
    expect([idle(ada), idle(bob), idle(peerId(9))]).toEqual([[], [[bob, "digest"]], []]);
    node.handle({ type: "introduced", presence: new Uint8Array(0) }, NOW);
    const records = Array.from({ length: 40 }, (_, i) => memberRecord(100 + i));
    receive(node, ada, { type: "members", records }, NOW);
    leave(node, NOW);
    expect(idle(cid)).toEqual([]);
  });

  it("G72: while neighbors hear of it so, the turn is put off for as long as news keeps coming", () => {
    const node = treeNode();
    firePush(node, NOW);
    leave(node, NOW);
    const pauseMs = INTERVAL_MS / 2;
    for (let i = 0; i < 4 * MAX_PUT_OFF; i++) {
      const now = NOW + i * pauseMs;
      const effects = node.handle(typed("a", 0), now);
      leave(node, now);
      expect(effects).toContainEqual({ type: "setTimer", timer: "push", at: now + INTERVAL_MS });
      if (i % MAX_PUT_OFF === 0) node.handle({ type: "idle", peer: bob }, now);
      leave(node, now);
    }
  });

  it("G50: a digest of the same is answered once, so that both know; one of something else with what there is", () => {
    const node = treeNode();
    receive(node, bob, newsOf(written("Milk")), NOW);
    leave(node, NOW);
    const fourth = peerId(4);
    const digest = stateOf(node.note, fourth);
    node.handle({ type: "connected", peer: fourth }, NOW);
    drain(node, fourth, NOW);
    node.handle(typed("!", 4), NOW);
    drain(node, fourth, NOW);
    expect(sent(receive(node, fourth, { type: "digest", digest }, NOW))).toEqual([[fourth, "have"]]);
    drain(node, fourth, NOW);
    const same = { type: "digest" as const, digest: stateOf(node.note, fourth) };
    expect(sent(receive(node, fourth, same, NOW))).toEqual([]);
  });

  it("G50: amid news a digest of the same is not answered, later it is", () => {
    const node = treeNode();
    receive(node, bob, newsOf(written("Milk")), NOW);
    leave(node, NOW);
    const same = { type: "digest" as const, digest: stateOf(node.note, bob) };
    const later = NOW + DEFAULT_SPREAD.intervalMs;
    expect(sent(receive(node, bob, same, later - 1))).toEqual([]);
    expect(sent(receive(node, bob, same, later))).toEqual([[bob, "digest"]]);
  });

  it("G50: who hears that the other lacks something sends it where it is little, says so otherwise, and else nothing", () => {
    const node = treeNode();
    node.handle(typed("Milk", 0), NOW);
    leave(node, NOW);
    const blank = { type: "have" as const, version: createNote(2).note.version() };
    // So soon it may still be on its way along the tree.
    expect(sent(receive(node, ada, blank, NOW + 1))).toEqual([[ada, "have"]]);
    const later = NOW + 2 * DEFAULT_SPREAD.intervalMs;
    leave(node, later);
    expect(sent(receive(node, ada, blank, later))).toEqual([[ada, "delta"]]);
    leave(node, later);
    node.handle(typed("a".repeat(LITTLE_BYTES), 0), later);
    leave(node, later);
    const muchLater = later + 2 * DEFAULT_SPREAD.intervalMs;
    expect(sent(receive(node, ada, blank, muchLater))).toEqual([[ada, "have"]]);
    leave(node, muchLater);
    expect(sent(receive(node, ada, { type: "have", version: node.note.version() }, muchLater))).toEqual([]);
  });

  it("G50: what answers what this node said is answered by nothing but what is lacking, also while news keeps coming", () => {
    const node = treeNode();
    node.handle(typed("Milk", 0), NOW);
    leave(node, NOW);
    const blank = { type: "have" as const, version: createNote(2).note.version() };
    const haves = [1, 2, 3, 4].map((i) => {
      node.handle(typed("!", 0), NOW + i);
      leave(node, NOW + i);
      const answers = sent(receive(node, ada, blank, NOW + i));
      leave(node, NOW + i);
      return answers.length;
    });
    expect(haves).toEqual([1, 0, 1, 0]);
    receive(node, ada, { type: "digest", digest: new Uint8Array(8) }, NOW + 5);
    leave(node, NOW + 5);
    expect(sent(receive(node, ada, blank, NOW + 5))).toEqual([]);
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
    receive(node, bob, newsOf(data), NOW + 10);
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

  it("G51: of several that have something each is asked in its turn, however often the others say so", () => {
    const node = treeNode();
    const { version } = written("Milk");
    const asked: PeerId[] = [];
    receive(node, ada, { type: "have", version }, NOW);
    receive(node, bob, { type: "have", version }, NOW);
    receive(node, cid, { type: "have", version }, NOW);
    for (let i = 1; i <= 6; i++) {
      const now = NOW + i * MAX_GRAFT_WAIT_MS;
      asked.push(...sent(fireGraft(node, now)).map(([peer]) => peer));
      leave(node, now);
      for (const peer of [ada, bob]) receive(node, peer, { type: "have", version }, now);
    }
    expect(asked).toEqual([ada, bob, cid, ada, bob, ada]);
  });

  it("G80: who stops amid sending in pieces keeps nobody from being asked", () => {
    const node = treeNode();
    const { note } = createNote(1);
    note.edit(typing("x", 0), NOW);
    const delta = note.since(undefined, MAX_PIECE_BYTES) ?? new Uint8Array(0);
    const claim = Uint8Array.of(...note.version(), 9, 9, 9, 9, 9, 9, 9, 9, 0xe8, 0x07);
    receive(node, ada, { type: "delta", isRumor: false, version: claim, delta }, NOW);
    leave(node, NOW);
    const { version } = written("Milk");
    const asked: PeerId[] = [];
    for (let i = 1; i <= 20; i++) {
      receive(node, bob, { type: "have", version }, NOW + 200 * i);
      asked.push(...sent(fireGraft(node, NOW + 200 * i)).map(([peer]) => peer));
      leave(node, NOW + 200 * i);
    }
    expect(asked).toContain(bob);
  });

  it("G80: who sends piece after piece without end keeps nobody from being asked", () => {
    const node = treeNode();
    const { note } = createNote(1);
    const { version } = written("Milk");
    const asked: PeerId[] = [];
    for (let i = 1; i <= 60; i++) {
      const before = note.version();
      note.edit(typing("x", 0), NOW);
      const delta = note.since(before, MAX_PIECE_BYTES) ?? new Uint8Array(0);
      const claim = Uint8Array.of(...note.version(), 9, 9, 9, 9, 9, 9, 9, 9, 0xe8, 0x07);
      receive(node, ada, { type: "delta", isRumor: false, version: claim, delta }, NOW + 100 * i);
      receive(node, bob, { type: "have", version }, NOW + 100 * i);
      leave(node, NOW + 100 * i);
      asked.push(...sent(fireGraft(node, NOW + 100 * i)).map(([peer]) => peer));
      leave(node, NOW + 100 * i);
    }
    expect(asked.filter((peer) => peer === bob).length).toBe(3);
  });

  it("G51: what was refused is not asked for again at once", () => {
    const node = treeNode();
    const { note } = createNote(1);
    note.edit(typing("x", 0), NOW + 3_600_000);
    const delta = note.since(undefined, MAX_PIECE_BYTES) ?? new Uint8Array(0);
    const effects = receive(node, ada, { type: "delta", isRumor: false, version: note.version(), delta }, NOW);
    expect(effects.map(({ type }) => type)).toEqual(["refused", "send"]);
    expect(sent(effects)).toEqual([[ada, "ahead"]]);
  });

  it("G22: what was owed under another strategy, and is nothing now, blocks no channel", () => {
    const node = connectedNode(0, 1);
    node.handle({ type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: INTERVAL_MS } }, NOW);
    drain(node, ada, NOW);
    node.handle({ type: "introduced", presence: Uint8Array.of(1) }, NOW);
    const ask = encodeMessage({ type: "ask", version: Uint8Array.of(1, 2, 3) });
    node.handle({ type: "received", peer: ada, bytes: ask }, NOW);
    node.handle({ type: "spreadChosen", spread: { strategy: "push", intervalMs: INTERVAL_MS } }, NOW);
    drain(node, ada, NOW);
    node.handle({ type: "edited", operation: { text: "hello" } }, NOW);
    const effects = node.handle({ type: "timerFired", timer: "push" }, NOW);
    expect(sentTo(ada, effects).map(({ type }) => type)).toEqual(["push"]);
  });

  it("G55: who leaves gives what it has to one that is not known to have it", () => {
    const node = treeNode();
    node.handle(typed("Milk", 0), NOW);
    leave(node, NOW);
    for (const peer of [ada, bob]) receive(node, peer, { type: "have", version: node.note.version() }, NOW);
    leave(node, NOW);
    expect(sent(node.handle({ type: "leaving" }, NOW))).toEqual([[cid, "delta"]]);
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
