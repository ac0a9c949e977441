import { describe, expect, it } from "vitest";
import { decodeMessage, MAX_PIECE_BYTES } from "../message";
import type { PeerId } from "../peer-id";
import { createNote, type NoteNode, typed, typing } from "../test-fixtures/note-node";
import { reachableBytes } from "../test-fixtures/reachable";
import { drain, NOW, peerId, sends, sentTo } from "../test-fixtures/test-node";
import {
  leave,
  newsOf,
  receive,
  sent,
  treeNode,
  treeNodeAmong,
  WRITER,
  writings,
  written,
} from "../test-fixtures/tree-node";
import { type Branch, MANY_LINKS, MAX_TREES } from "./trees";

const [ada, bob, cid, writer] = [peerId(1), peerId(2), peerId(3), peerId(WRITER)];
const blank = createNote(2).note.version();

/** To whom something goes. */
const receivers = (effects: Parameters<typeof sent>[0]) => sent(effects).map(([peer]) => peer);

/** The trees that a node names in the news that it sends. */
function branchesOf(effects: Parameters<typeof sends>[0]): readonly (readonly Branch[])[] {
  return sends(effects).flatMap(({ bytes }) => {
    const message = decodeMessage(bytes);
    return message.type === "news" ? [message.branches] : [];
  });
}

/** News of others' trees: one letter of another author along each. */
function hearTrees(node: NoteNode, branches: readonly Branch[]): void {
  for (const [i, branch] of branches.entries()) {
    const { note } = createNote(100 + i);
    note.edit(typing("x", 0), NOW);
    const delta = note.since(undefined, MAX_PIECE_BYTES)!;
    receive(node, ada, { type: "news", branches: [branch], version: note.version(), delta }, NOW);
    leave(node, NOW);
  }
}

/** `from` passes on what `peer` said of itself. */
function hearOf(node: NoteNode, from: PeerId, peer: PeerId): void {
  const flags = { isGone: false, isToldToAll: false, isNews: false, digest: undefined };
  const record = { ...flags, peer, at: NOW, presenceAt: NOW, presence: new Uint8Array(1) };
  receive(node, from, { type: "members", records: [record] }, NOW);
}

/** A node that got news from Ada first, and pruned the link to Bob, who brought it second; and the news after it. */
function nodeThatPruned() {
  const node = treeNode();
  const [first, second] = writings("a", "b");
  for (const peer of [ada, bob]) {
    receive(node, peer, newsOf(first!), NOW);
    leave(node, NOW);
  }
  return { node, first, second };
}

const others = (count: number) => Array.from({ length: count }, (_, i) => [peerId(100 + i), 9 - (i % 7)] as const);

describe("the trees of plumtree", () => {
  it("G46: what its user changed goes at once to every neighbor, along its own tree, and no more than that", () => {
    const node = treeNode();
    const before = node.note.version();
    const effects = node.handle(typed("Milk", 0), NOW);
    const delta = node.note.since(before, MAX_PIECE_BYTES);
    const news = { type: "news", branches: [[node.self, 0]], version: node.note.version(), delta };
    for (const peer of [ada, bob, cid]) expect(sentTo(peer, effects)).toEqual([news]);
  });

  it("G46: news that brings something goes on at once to the others, along the same tree, one link farther", () => {
    for (const [links, next] of [
      [0, 1],
      [7, 8],
      [MANY_LINKS, MANY_LINKS],
    ] as const) {
      const node = treeNode();
      const news = { type: "news" as const, branches: [[writer, links] as const], ...written("Milk") };
      const effects = receive(node, ada, news, NOW);
      expect(node.text.toString()).toBe("Milk");
      expect(sent(effects)).toEqual([
        [bob, "news"],
        [cid, "news"],
      ]);
      expect(branchesOf(effects)).toEqual(Array(2).fill([[writer, next]]));
    }
  });

  it("G46: news that fell due while a message was under way becomes one, along all their trees, and none is left out", () => {
    const node = treeNode();
    node.handle(typed("a", 0), NOW);
    node.handle(typed("b", 1), NOW);
    receive(node, bob, newsOf(written("c")), NOW);
    const [late, ...more] = drain(node, ada, NOW);
    expect(more).toEqual([]);
    expect(late).toMatchObject({
      type: "news",
      branches: [
        [node.self, 0],
        [writer, 1],
      ],
    });
    const reader = createNote(8);
    if (late?.type === "news") reader.note.merge(late.delta, NOW);
    expect(reader.text.toString()).toBe("c");
    reader.note.merge(node.note.since(undefined, MAX_PIECE_BYTES)!, NOW);
    expect(reader.note.version()).toEqual(node.note.version());
  });

  it("G47: news that had come before is answered with a prune, and none of that tree goes that way any more", () => {
    const node = treeNode();
    const [first, second] = writings("a", "b");
    receive(node, ada, newsOf(first!), NOW);
    leave(node, NOW);
    const effects = receive(node, bob, newsOf(first!), NOW);
    expect(sentTo(bob, effects)).toEqual([{ type: "prune", roots: [writer] }]);
    leave(node, NOW);
    expect(receivers(receive(node, ada, newsOf(second!), NOW))).toEqual([cid]);
    leave(node, NOW);
    // The node's own tree is another.
    expect(receivers(node.handle(typed("!", 0), NOW))).toEqual([ada, bob, cid]);
  });

  it("G47: news along several trees that had come before is answered with one prune, which names them all", () => {
    const node = treeNode();
    const branches = [[writer, 0] as const, [peerId(100), 2] as const];
    const news = { type: "news" as const, branches, ...written("Milk") };
    receive(node, ada, news, NOW);
    leave(node, NOW);
    const effects = receive(node, bob, news, NOW);
    expect(sentTo(bob, effects)).toEqual([{ type: "prune", roots: [writer, peerId(100)] }]);
    expect(drain(node, bob, NOW)).toEqual([]);
  });

  it("G47: who is sent a prune sends no news of that tree that way any more, until it is asked for it", () => {
    const node = treeNode();
    const [first, second, third] = writings("a", "b", "c");
    receive(node, ada, newsOf(first!), NOW);
    leave(node, NOW);
    receive(node, bob, { type: "prune", roots: [writer] }, NOW);
    expect(receivers(receive(node, ada, newsOf(second!), NOW))).toEqual([cid]);
    leave(node, NOW);
    receive(node, bob, { type: "ask", version: blank }, NOW);
    leave(node, NOW);
    expect(receivers(receive(node, ada, newsOf(third!), NOW))).toEqual([bob, cid]);
  });

  it("G47: news that shows a gap is no reason to prune: the neighbor is asked at once", () => {
    const node = treeNode();
    const { note } = createNote(WRITER);
    note.edit(typing("Milk", 0), NOW);
    const milk = { version: note.version(), delta: note.since(undefined, MAX_PIECE_BYTES)! };
    note.edit(typing(" and eggs", 4), NOW);
    const eggs = { version: note.version(), delta: note.since(milk.version, MAX_PIECE_BYTES)! };
    expect(sent(receive(node, ada, newsOf(eggs), NOW))).toEqual([[ada, "ask"]]);
    leave(node, NOW);
    expect(receivers(receive(node, bob, newsOf(milk), NOW))).toEqual([ada, cid]);
  });

  it("G47: the link that the news came by first stays, and who wants none by it is asked for it", () => {
    const node = treeNode();
    const [first, second] = writings("a", "b");
    receive(node, ada, newsOf(first!), NOW);
    leave(node, NOW);
    expect(sent(receive(node, ada, newsOf(first!), NOW))).toEqual([]);
    expect(sent(receive(node, ada, { type: "prune", roots: [writer] }, NOW))).toEqual([[ada, "ask"]]);
    leave(node, NOW);
    expect(receivers(receive(node, bob, newsOf(second!), NOW))).toEqual([ada, cid]);
  });

  it("G47: once the link that the news came by first is gone, every other is one again, and is asked for", () => {
    const { node, first, second } = nodeThatPruned();
    expect(sent(node.handle({ type: "disconnected", peer: ada }, NOW))).toEqual([[bob, "ask"]]);
    leave(node, NOW);
    // It had come by the link that is gone.
    expect(sent(receive(node, cid, newsOf(first!), NOW))).toEqual([]);
    expect(receivers(receive(node, cid, newsOf(second!), NOW))).toEqual([bob]);
  });

  it("G47: a link that was pruned, and brings something, is asked for: its other end may only now hear that it was", () => {
    const { node, second } = nodeThatPruned();
    const effects = receive(node, bob, newsOf(second!), NOW);
    expect(sent(effects).toSorted()).toEqual([
      [ada, "news"],
      [bob, "ask"],
      [cid, "news"],
    ]);
  });

  it("G48: what came in answer to a question goes on along one tree, and beside it others hear that there is some, unless they are known to have it", () => {
    const node = treeNode();
    const [first, second] = writings("a", "b");
    receive(node, bob, newsOf(first!), NOW);
    receive(node, cid, { type: "prune", roots: [writer] }, NOW);
    leave(node, NOW);
    const delta = { type: "delta" as const, isRumor: false, ...second! };
    expect(sent(receive(node, bob, delta, NOW))).toEqual([
      [ada, "delta"],
      [cid, "digest"],
    ]);
    const other = treeNode();
    receive(other, bob, { type: "have", version: second!.version }, NOW);
    expect(sent(receive(other, ada, { ...delta, ...written("a") }, NOW))).toEqual([[cid, "delta"]]);
  });

  it("G50: who lacks what came here as an answer is sent it at once, unlike what came as news", () => {
    const answers = (message: Parameters<typeof receive>[2]) => {
      const node = treeNode();
      receive(node, bob, message, NOW);
      leave(node, NOW);
      return sent(receive(node, cid, { type: "have", version: blank }, NOW + 50));
    };
    expect(answers({ type: "delta", isRumor: false, ...written("a") })).toEqual([[cid, "delta"]]);
    expect(answers(newsOf(written("a")))).toEqual([[cid, "have"]]);
  });

  it("G48: beside the tree up to seven hear that there is some, and where there are more, nobody", () => {
    for (const beside of [7, 8]) {
      const node = treeNodeAmong(1 + beside);
      const [first, second] = writings("a", "b");
      receive(node, ada, newsOf(first!), NOW);
      for (let i = 2; i <= 1 + beside; i++) receive(node, peerId(i), { type: "prune", roots: [writer] }, NOW);
      leave(node, NOW);
      const effects = receive(node, ada, { type: "delta", isRumor: false, ...second! }, NOW);
      expect(sent(effects).map(([, type]) => type)).toEqual(beside > 7 ? [] : Array(7).fill("digest"));
    }
  });

  it("G47: news that brings something makes its link one of the tree again, at the end of who asked for it", () => {
    const node = treeNode();
    const [first, second, third, fourth] = writings("a", "b", "c", "d");
    for (const from of [ada, bob]) receive(node, from, newsOf(first!), NOW);
    leave(node, NOW);
    receive(node, bob, { type: "have", version: second!.version }, NOW);
    expect(sent(node.handle({ type: "timerFired", timer: "graft" }, NOW + 100))).toEqual([[bob, "ask"]]);
    leave(node, NOW + 100);
    expect(receivers(receive(node, ada, newsOf(second!), NOW + 110))).toEqual([cid]);
    leave(node, NOW + 110);
    receive(node, bob, newsOf(third!), NOW + 120);
    leave(node, NOW + 120);
    expect(receivers(receive(node, ada, newsOf(fourth!), NOW + 130))).toEqual([bob, cid]);
  });

  it("G70: who finds no room for a tree of its own writes along the one whose root is nearest", () => {
    const node = treeNode();
    hearTrees(node, others(MAX_TREES));
    const effects = node.handle(typed("!", 0), NOW);
    expect(branchesOf(effects)).toEqual(Array(3).fill([[peerId(106), MANY_LINKS]]));
  });

  it("G70: who has a tree keeps to it while it is used, and so does a newcomer where another's root is gone", () => {
    const node = treeNode();
    node.handle(typed("a", 0), NOW);
    leave(node, NOW);
    hearTrees(node, others(MAX_TREES - 1));
    expect(branchesOf(node.handle(typed("b", 0), NOW))[0]).toEqual([[node.self, 0]]);
    const later = treeNode();
    hearTrees(later, [[bob, 0], ...others(MAX_TREES - 1)]);
    hearOf(later, ada, bob);
    later.handle({ type: "departed", peer: bob }, NOW);
    leave(later, NOW);
    expect(branchesOf(later.handle(typed("c", 0), NOW))[0]).toEqual([[later.self, 0]]);
  });

  it("G70: a tree lasts without a channel to its root: those whose links were pruned are asked once they are needed", () => {
    const node = treeNode();
    const news = { type: "news" as const, branches: [[ada, 1] as const], ...written("Milk") };
    for (const peer of [bob, cid]) receive(node, peer, news, NOW);
    leave(node, NOW);
    expect(sent(node.handle({ type: "disconnected", peer: ada }, NOW))).toEqual([]);
    expect(sent(node.handle({ type: "disconnected", peer: bob }, NOW))).toEqual([[cid, "ask"]]);
  });

  it("G56: what a member says of itself leaves the link that its news comes by, and makes one where there is none", () => {
    const node = treeNode();
    receive(node, bob, newsOf(written("a")), NOW);
    leave(node, NOW);
    hearOf(node, ada, writer);
    leave(node, NOW);
    expect(sent(receive(node, bob, { type: "prune", roots: [writer] }, NOW))).toEqual([[bob, "ask"]]);
    const blank = treeNode();
    hearOf(blank, ada, writer);
    leave(blank, NOW);
    expect(sent(receive(blank, ada, { type: "prune", roots: [writer] }, NOW))).toEqual([[ada, "ask"]]);
  });

  it("G71: made-up trees take no more room than others, drive out the one used longest ago, and cut nobody off", () => {
    const node = treeNode();
    const [first, second, third] = writings("a", "b", "c");
    receive(node, ada, newsOf(first!), NOW);
    receive(node, bob, { type: "prune", roots: [writer] }, NOW);
    hearTrees(node, others(MAX_TREES - 1));
    const before = reachableBytes(node.node);
    const madeUp = (i: number) => peerId(i).replace("00", "ff") as PeerId;
    const roots = Array.from({ length: MAX_TREES }, (_, i) => madeUp(i));
    // Names alone drive out none.
    for (let i = 0; i < 10; i++) receive(node, cid, { type: "prune", roots: roots.map((_, j) => madeUp(j + i)) }, NOW);
    leave(node, NOW);
    expect(reachableBytes(node.node)).toBeLessThan(before + 1_000);
    expect(receivers(receive(node, ada, newsOf(second!), NOW))).toEqual([cid]);
    const other = treeNode();
    expect(sent(receive(other, cid, { type: "prune", roots: [...roots.slice(1), other.self] }, NOW))).toEqual([]);
    const effects = other.handle(typed("c", 0), NOW);
    expect(branchesOf(effects)).toEqual([[[other.self, 0]], [[other.self, 0]]]);
    expect(receivers(effects)).toEqual([ada, bob]);
    leave(node, NOW);
    hearTrees(
      node,
      roots.map((root) => [root, 0]),
    );
    expect(reachableBytes(node.node)).toBeLessThan(before + 5_000);
    expect(receivers(receive(node, ada, newsOf(third!), NOW))).toEqual([bob, cid]);
  });
});
