import { describe, expect, it } from "vitest";
import { Random } from "../random";
import { dialed, guestAmong, overlaySent, tell } from "../test-fixtures/guest";
import type { OverlayNode } from "../test-fixtures/overlay-room";
import { NOW, peerId } from "../test-fixtures/test-node";
import { MAX_DIALS, MAX_HEARSAY_DIALS } from "./dials";
import { DEFAULT_OVERLAY } from "./overlay";
import { MAX_NAMED } from "./overlay-message";
import { MAX_FAILURES, MAX_RETRY_MS, MAX_SHUNNED, PassiveView, SHARES, SHUN_MS } from "./passive-view";

const LIMIT = DEFAULT_OVERLAY.passiveSize;
const SHARE = LIMIT / SHARES;
const [ada, bob, liar] = [1, 2, 3].map(peerId) as [
  ReturnType<typeof peerId>,
  ReturnType<typeof peerId>,
  ReturnType<typeof peerId>,
];
const free = () => true;

/** A view that is full of what three told, `met` of whom were neighbors. */
function fullView(met: number): PassiveView {
  const view = new PassiveView(LIMIT, new Random([7, 1, 2, 3]));
  for (let i = 0; i < met; i++) view.keep(peerId(100 + i), { listed: false, isMet: true });
  for (let i = met; i < LIMIT; i++) view.hear(peerId(100 + i), [ada, bob, peerId(4)][i % 3]!, NOW);
  expect(view.size).toBe(LIMIT);
  return view;
}

const honestIn = (view: PassiveView) => view.sample(LIMIT).filter((peer) => peer < peerId(1_000)).length;

/** How many names of those that `node` knows are honest, as far as it tells them to others. */
function honestTold(node: OverlayNode): number {
  const told = new Set<string>();
  const shuffle = {
    type: "shuffle",
    steps: 0,
    path: [],
    peers: Array.from({ length: MAX_NAMED }, () => peerId(1)),
  } as const;
  for (let i = 0; i < 100; i++) {
    for (const sent of overlaySent(tell(node, 2, shuffle, NOW))) {
      if (sent.type === "shuffled") for (const peer of sent.peers) told.add(peer);
    }
  }
  return [...told].filter((peer) => peer < peerId(1_000)).length;
}

describe("what neighbors tell of others", () => {
  it("G84: one that tells of ever more names takes its share of the view, and those that were met stay", () => {
    const view = fullView(6);
    for (let i = 0; i < 1_000; i++) view.hear(peerId(1_000 + i), liar, NOW);
    expect(honestIn(view)).toBe(LIMIT - SHARE);
    for (let i = 0; i < 6; i++) expect(view.has(peerId(100 + i))).toBe(true);
    for (let i = 0; i < 1_000; i++) view.hear(peerId(2_000 + i), peerId(1_000 + i), NOW);
    for (let i = 0; i < 6; i++) expect(view.has(peerId(100 + i))).toBe(true);
    expect(view.size).toBe(LIMIT);
  });

  it("G84: a hostile neighbor's shuffles, and answers, and walks leave a node most of whom it knew", () => {
    const node = guestAmong(5, 5);
    for (let i = 0; i < 20; i++) {
      tell(node, 1 + (i % 4), { type: "shuffled", path: [], peers: [peerId(100 + i)] }, NOW);
    }
    expect(honestTold(node)).toBe(20);
    for (let i = 0; i < 200; i++) {
      const names = Array.from({ length: MAX_NAMED }, (_, j) => peerId(1_000 + 10 * i + j));
      tell(node, 5, { type: "shuffled", path: [], peers: names }, NOW);
      tell(node, 5, { type: "shuffle", steps: 0, path: [], peers: names }, NOW);
      tell(node, 5, { type: "forwardJoin", peer: peerId(5_000 + i), steps: 3 }, NOW);
    }
    expect(honestTold(node)).toBe(20);
  });

  it("G85: who failed three times is not learned again for a minute, be it told of ever so often", () => {
    const view = new PassiveView(LIMIT, new Random([7, 1, 2, 3]));
    const fails = (now: number) => {
      expect(view.hear(peerId(1_000), liar, now)).toBe(true);
      for (let i = 0; i < MAX_FAILURES; i++) view.failed(peerId(1_000), now, true);
    };
    fails(NOW);
    expect(view.hear(peerId(1_000), ada, NOW + SHUN_MS - 1)).toBe(false);
    fails(NOW + SHUN_MS);
    // The introducer knows better, and a clock that was set back makes nobody wait for longer.
    view.list(peerId(1_000));
    expect(view.has(peerId(1_000))).toBe(true);
    view.remove(peerId(1_000));
    fails(NOW - 3_600_000);
    for (let i = 0; i < 1_000; i++) {
      view.hear(peerId(2_000 + i), liar, NOW);
      for (let j = 0; j < MAX_FAILURES; j++) view.failed(peerId(2_000 + i), NOW, true);
    }
    expect(view.size).toBe(0);
    // No more are remembered than so many.
    expect(view.hear(peerId(3_000 - MAX_SHUNNED), liar, NOW)).toBe(false);
    expect(view.hear(peerId(2_000), liar, NOW)).toBe(true);
  });

  it("G85: who told of many that could not be reached is believed last, and those that were met first", () => {
    const view = new PassiveView(LIMIT, new Random([7, 1, 2, 3]));
    view.hear(peerId(100), ada, NOW);
    for (let i = 0; i < 5; i++) view.hear(peerId(1_000 + i), liar, NOW);
    for (let i = 0; i < MAX_FAILURES; i++) view.failed(peerId(1_000 + i), NOW, true);
    view.failed(peerId(100), NOW, true);
    for (let i = 0; i < 20; i++) expect(view.pick(NOW + MAX_RETRY_MS, free)).toBe(peerId(100));
    view.keep(peerId(101), { listed: false, isMet: true });
    view.failed(peerId(101), NOW, true);
    for (let i = 0; i < 20; i++) expect(view.pick(NOW + MAX_RETRY_MS, free)).toBe(peerId(101));
    // One of its names was true after all.
    view.reached(peerId(1_003));
    view.failed(peerId(101), NOW, true);
    expect(view.pick(NOW + MAX_RETRY_MS, free)).toBe(peerId(1_004));
  });

  it("G62: of those known by hearsay alone ten are dialled at once at most, so that others have room", () => {
    const node = guestAmong(1, 1);
    let now = NOW;
    const dials: string[] = [];
    for (let i = 0; i < 40; i++, now += 1_000) {
      dials.push(...dialed(tell(node, 1, { type: "shuffled", path: [], peers: [peerId(1_000 + i)] }, now)));
    }
    expect(dials).toHaveLength(MAX_HEARSAY_DIALS);
    const peers = Array.from({ length: 20 }, (_, i) => peerId(100 + i));
    for (let i = 0; i < 40; i++, now += 1_000)
      dials.push(...dialed(node.handle({ type: "listed", peers, areAll: true }, now)));
    expect(dials).toHaveLength(MAX_DIALS);
  });
});
