import { describe, expect, it } from "vitest";
import { encodeMessage, PROTOCOL_VERSION } from "../message";
import { closed, dialed, flush, guestAmong, overlaySent, tell } from "../test-fixtures/guest";
import { createOverlayNode, type OverlayNode } from "../test-fixtures/overlay-room";
import { drain, helloOf, NOW, peerId } from "../test-fixtures/test-node";
import { DEFAULT_OVERLAY, FIRST_DIALS, TICK_MS } from "./overlay";
import { MAX_NAMED, MAX_WALK } from "./overlay-message";
import { MAX_FAILURES, MAX_RETRY_MS, MIN_RETRY_MS } from "./passive-view";
import { MIN_SHUFFLE_MS } from "./shuffles";

const peers = (...numbers: readonly number[]) => numbers.map(peerId);
const list = (node: OverlayNode, numbers: readonly number[], now: number) =>
  node.handle({ type: "listed", peers: peers(...numbers), areAll: true }, now);
const fail = (node: OverlayNode, number: number, now: number) =>
  node.handle({ type: "connectFailed", peer: peerId(number) }, now);
const fire = (node: OverlayNode, now: number) => [
  ...node.handle({ type: "timerFired", timer: "overlay" }, now),
  ...flush(node, now),
];
const arrive = (node: OverlayNode, number: number, now: number) => [
  ...node.handle({ type: "connected", peer: peerId(number) }, now),
  ...flush(node, now),
];
/** Gossip tells that these are in the room. */
const hearOf = (node: OverlayNode, numbers: readonly number[], now: number) => {
  const presence = new Uint8Array(1);
  const said = {
    at: now,
    isGone: false,
    isToldToAll: false,
    isNews: false,
    presenceAt: now,
    presence,
    digest: undefined,
  };
  const records = peers(...numbers).map((peer) => ({ peer, ...said }));
  node.handle({ type: "received", peer: peerId(1), bytes: encodeMessage({ type: "members", records }) }, now);
};

describe("whom a node dials", () => {
  it("G62: two at first, and once it has a neighbor as many as are missing, but not itself", () => {
    const node = createOverlayNode(0);
    node.node.start(NOW);
    const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    const first = dialed(list(node, numbers, NOW));
    expect(first).toHaveLength(FIRST_DIALS);
    node.handle({ type: "connected", peer: first[0]! }, NOW);
    const rest = dialed(fire(node, NOW + TICK_MS));
    expect(rest).toHaveLength(DEFAULT_OVERLAY.activeSize - FIRST_DIALS);
    const all = new Set([...first, ...rest]);
    expect(all.size).toBe(DEFAULT_OVERLAY.activeSize);
    expect(all).not.toContain(peerId(0));
  });

  it("G62: alone, two more every half second while none of the first is reached", () => {
    const node = createOverlayNode(0);
    node.node.start(NOW);
    list(node, [1, 2, 3, 4, 5, 6, 7, 8], NOW);
    expect(dialed(fire(node, NOW + TICK_MS - 1))).toHaveLength(0);
    expect(dialed(fire(node, NOW + TICK_MS))).toHaveLength(FIRST_DIALS);
    expect(dialed(fire(node, NOW + 2 * TICK_MS))).toHaveLength(FIRST_DIALS);
  });

  it("G62: not at once who comes in, who dials some itself", () => {
    const node = createOverlayNode(0);
    node.node.start(NOW);
    arrive(node, 1, NOW);
    const listed = { type: "listed", peers: peers(2), areAll: false } as const;
    expect(dialed(node.handle(listed, NOW))).toEqual([]);
    expect(dialed(fire(node, NOW + TICK_MS))).toEqual(peers(2));
  });

  it("G62: who could not be reached waits, ever longer, up to a limit, and those that failed less come first", () => {
    const node = createOverlayNode(0);
    node.node.start(NOW);
    list(node, [1], NOW);
    let now = NOW;
    for (let failures = 1; failures < 12; failures++) {
      const most = Math.min(MAX_RETRY_MS, MIN_RETRY_MS * 2 ** failures);
      expect(dialed(fail(node, 1, now))).toEqual([]);
      expect(dialed(fire(node, now + Math.floor(most / 2) - 1))).toEqual([]);
      now += most;
      expect(dialed(fire(node, now))).toEqual(peers(1));
    }
    fail(node, 1, now);
    expect(dialed(list(node, [1, 2], now)).toSorted()).toEqual(peers(1, 2));
  });

  it("G62: whom the introducer names anew is tried at once, since one of the two has just come back", () => {
    const node = createOverlayNode(0);
    node.node.start(NOW);
    list(node, [1], NOW);
    for (let i = 0; i < 5; i++) {
      fail(node, 1, NOW + i * MAX_RETRY_MS);
      fire(node, NOW + (i + 1) * MAX_RETRY_MS);
    }
    fail(node, 1, NOW + 5 * MAX_RETRY_MS);
    expect(dialed(list(node, [1], NOW + 5 * MAX_RETRY_MS + 1))).toEqual(peers(1));
  });

  it("G62: who is known by hearsay alone is forgotten after three failures, but not by a node that is alone", () => {
    const node = guestAmong(1, 1);
    let asked = dialed(tell(node, 1, { type: "shuffled", path: [], peers: peers(9) }, NOW)).length;
    for (let i = 0; i < 8; i++) {
      fail(node, 9, NOW + i * MAX_RETRY_MS);
      asked += dialed(fire(node, NOW + (i + 1) * MAX_RETRY_MS)).length;
    }
    expect(asked).toBe(MAX_FAILURES);
    const alone = guestAmong(1, 1);
    tell(alone, 1, { type: "shuffled", path: [], peers: peers(9) }, NOW);
    alone.handle({ type: "disconnected", peer: peerId(1) }, NOW);
    for (let i = 1; i < 10; i++) {
      fail(alone, 9, NOW + i * MAX_RETRY_MS);
      expect(dialed(fire(alone, NOW + (i + 1) * MAX_RETRY_MS))).toEqual(peers(9));
    }
  });

  it("G62: after its clock was set back by an hour, nobody waits for an hour", () => {
    const node = createOverlayNode(0);
    node.node.start(NOW);
    list(node, [1], NOW);
    fail(node, 1, NOW);
    expect(dialed(fire(node, NOW - 3_600_000))).toEqual(peers(1));
  });

  it("G62: who speaks another version is no neighbor, and is not dialed while its channel lasts", () => {
    const node = guestAmong(1, 1);
    list(node, [1, 2], NOW);
    const bytes = Uint8Array.of(PROTOCOL_VERSION + 1);
    expect(dialed(node.handle({ type: "received", peer: peerId(1), bytes }, NOW))).toEqual([]);
    expect(dialed(tell(node, 1, { type: "shuffled", path: [], peers: peers(1) }, NOW))).toEqual([]);
    for (let i = 1; i < 5; i++) expect(dialed(fire(node, NOW + i * MAX_RETRY_MS))).not.toContain(peerId(1));
    node.handle({ type: "disconnected", peer: peerId(1) }, NOW + 5 * MAX_RETRY_MS);
    expect(dialed(fire(node, NOW + 6 * MAX_RETRY_MS))).toContain(peerId(1));
  });

  it("G67: a neighbor that was lost is replaced at once by one that is known, and not by itself", () => {
    const node = guestAmong(5, 5);
    tell(node, 1, { type: "shuffled", path: [], peers: peers(20) }, NOW);
    const effects = node.handle({ type: "disconnected", peer: peerId(3) }, NOW);
    expect(dialed(effects)).toEqual(peers(20));
  });

  it("G67: who said goodbye is not dialed again", () => {
    const node = guestAmong(2, 1);
    list(node, [1, 2], NOW);
    expect(dialed(node.handle({ type: "departed", peer: peerId(1) }, NOW))).toEqual([]);
    for (let i = 1; i < 5; i++) expect(dialed(fire(node, NOW + i * MAX_RETRY_MS))).toEqual([]);
  });

  it("G69: with broadcast it dials everyone it knows of, and goes back to a few one by one", () => {
    const node = guestAmong(5, 5);
    const numbers = Array.from({ length: 20 }, (_, i) => i + 1);
    expect(dialed(list(node, numbers, NOW))).toEqual([]);
    const naive = { strategy: "broadcast", intervalMs: 200 } as const;
    const effects = node.handle({ type: "spreadChosen", spread: naive }, NOW);
    expect(dialed(effects)).toHaveLength(15);
    for (const number of numbers.slice(5)) arrive(node, number, NOW);
    node.handle({ type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: 200 } }, NOW);
    const parted = (now: number) => overlaySent(fire(node, now)).filter(({ type }) => type === "part").length;
    for (let i = 1; i <= 14; i++) expect(parted(NOW + i * 500)).toBe(1);
    expect(parted(NOW + 15 * 500)).toBe(0);
  });
});

describe("who comes in", () => {
  it("G63: sends a join to the first that it reaches, and to others how many neighbors it has", () => {
    const node = createOverlayNode(0);
    node.node.start(NOW);
    list(node, [1, 2, 3], NOW);
    expect(overlaySent(arrive(node, 2, NOW))).toEqual([{ type: "join", to: peerId(2) }]);
    expect(overlaySent(arrive(node, 1, NOW))).toEqual([{ type: "neighbor", degree: 1, to: peerId(1) }]);
  });

  it("G63: whoever gets a join lets each other neighbor know, and tells the newcomer of others", () => {
    const node = guestAmong(4, 3);
    const sent = overlaySent(tell(node, 4, { type: "join" }, NOW));
    const forwarded = sent.filter(({ type }) => type === "forwardJoin");
    expect(forwarded.map(({ to }) => to).toSorted()).toEqual(peers(1, 2, 3));
    for (const each of forwarded) expect(each).toMatchObject({ peer: peerId(4), steps: MAX_WALK });
    const answer = sent.find(({ type }) => type === "shuffled");
    expect(answer).toMatchObject({ to: peerId(4), path: [] });
    if (answer?.type === "shuffled") expect([...answer.peers].toSorted()).toEqual(peers(1, 2, 3));
  });

  it("G63: a walk goes to a neighbor that it does not come from, and ends with a dial where there is room", () => {
    const walk = (steps: number, node: OverlayNode) =>
      tell(node, 1, { type: "forwardJoin", peer: peerId(50), steps }, NOW);
    const [sent] = overlaySent(walk(4, guestAmong(5, 5)));
    expect(sent).toMatchObject({ type: "forwardJoin", peer: peerId(50), steps: 3 });
    expect(sent?.to).not.toBe(peerId(1));
    expect(dialed(walk(4, guestAmong(5, 5)))).toEqual([]);
    expect(dialed(walk(0, guestAmong(5, 5)))).toEqual(peers(50));
    expect(dialed(walk(0, guestAmong(6, 5)))).toEqual([]);
    // The end of a line is an end, too.
    expect(dialed(walk(4, guestAmong(1, 1)))).toEqual(peers(50));
  });

  it("G63: half way the newcomer is remembered", () => {
    const remembers = (steps: number) => {
      const node = guestAmong(5, 5);
      tell(node, 1, { type: "forwardJoin", peer: peerId(50), steps }, NOW);
      return dialed(node.handle({ type: "disconnected", peer: peerId(2) }, NOW)).includes(peerId(50));
    };
    expect([6, 5, 4, 3, 2, 1].map(remembers)).toEqual([false, false, false, true, false, false]);
  });

  it("G63: a walk of this node itself or of a neighbor dials nobody, however often it comes round", () => {
    const node = guestAmong(3, 3);
    for (let i = 0; i < 100; i++) {
      for (const peer of [0, 1, 2]) {
        expect(dialed(tell(node, 3, { type: "forwardJoin", peer: peerId(peer), steps: i % 7 }, NOW))).toEqual([]);
      }
    }
  });
});

describe("who is too many", () => {
  it("G64: the one with most neighbors goes for one that has fewer", () => {
    const node = guestAmong(6, 5);
    node.handle({ type: "received", peer: peerId(4), bytes: encodeMessage(helloOf(7, undefined)) }, NOW);
    arrive(node, 8, NOW);
    const sent = overlaySent(tell(node, 8, { type: "neighbor", degree: 2 }, NOW));
    expect(sent.map(({ type, to }) => ({ type, to }))).toEqual([{ type: "part", to: peerId(4) }]);
  });

  it("G64: the new one goes where nobody has more than it would, unless it has none", () => {
    const coming = (degree: number) => {
      const node = guestAmong(6, 5);
      arrive(node, 8, NOW);
      return overlaySent(tell(node, 8, { type: "neighbor", degree }, NOW)).map(({ to }) => to);
    };
    expect(coming(5)).toEqual([peerId(8)]);
    expect(coming(0)).not.toContain(peerId(8));
    expect(coming(0)).toHaveLength(1);
  });

  it("G64: whoever never says how many it has makes one go all the same, and not itself", () => {
    const node = guestAmong(6, 5);
    arrive(node, 8, NOW);
    const sent = overlaySent(fire(node, NOW + 500));
    expect(sent.filter(({ type }) => type === "part")).toHaveLength(1);
    expect(sent.map(({ to }) => to)).not.toContain(peerId(8));
  });

  it("G64: the one that joined last stays where another must go, though it has most neighbors", () => {
    const node = guestAmong(5, 5);
    arrive(node, 8, NOW);
    tell(node, 8, { type: "join" }, NOW);
    node.handle({ type: "received", peer: peerId(8), bytes: encodeMessage(helloOf(7, undefined)) }, NOW);
    for (const [number, now] of [10, 11, 12].map((number, i) => [number, NOW + i * 500] as const)) {
      arrive(node, number, now);
      const [part] = overlaySent(fire(node, now + 100));
      expect(part).toMatchObject({ type: "part" });
      expect(part?.to).not.toBe(peerId(8));
      node.handle({ type: "disconnected", peer: part!.to }, now + 100);
    }
  });

  it("G64: once another has joined, the one that did before goes as any", () => {
    const node = guestAmong(4, 5);
    for (const number of [8, 9]) {
      arrive(node, number, NOW);
      tell(node, number, { type: "join" }, NOW);
    }
    node.handle({ type: "received", peer: peerId(8), bytes: encodeMessage(helloOf(7, undefined)) }, NOW);
    arrive(node, 10, NOW);
    expect(overlaySent(fire(node, NOW + 100))).toMatchObject([{ type: "part", to: peerId(8) }]);
  });

  it("G65: who is to part is named others, remembers them and who sent it away, and closes the channel", () => {
    const node = guestAmong(5, 5);
    const effects = tell(node, 5, { type: "part", peers: peers(20, 21) }, NOW);
    expect(closed(effects)).toEqual(peers(5));
    // It does not count as a neighbor any more, though its channel is still there.
    expect(dialed(effects)).toHaveLength(1);
    node.handle({ type: "disconnected", peer: peerId(5) }, NOW);
    for (const peer of [1, 2, 3]) node.handle({ type: "disconnected", peer: peerId(peer) }, NOW);
    expect(dialed(fire(node, NOW + MAX_RETRY_MS))).toContain(peerId(5));
  });

  it("G65: a full node that refuses a newcomer names it five others and more, and the newcomer dials one of them", () => {
    const node = guestAmong(6, 5);
    arrive(node, 8, NOW);
    const [part, ...others] = overlaySent(tell(node, 8, { type: "neighbor", degree: 4 }, NOW));
    expect([part, others]).toMatchObject([{ type: "part", to: peerId(8) }, []]);
    const named = part?.type === "part" ? part.peers : [];
    expect(new Set(named).size).toBeGreaterThanOrEqual(DEFAULT_OVERLAY.activeSize);
    expect(peers(1, 2, 3, 4, 5, 6, 7)).toEqual(expect.arrayContaining([...named]));
    const newcomer = createOverlayNode(8);
    newcomer.node.start(NOW);
    for (const number of [20, 21, 22, 23, 0]) arrive(newcomer, number, NOW);
    const [next, ...more] = dialed(tell(newcomer, 0, { type: "part", peers: named }, NOW));
    expect([named.includes(next!), more]).toEqual([true, []]);
  });

  it("G65: whoever does not close its channel in time is cut off, also where the clock was set back", () => {
    for (const passedMs of [2_000, -3_600_000]) {
      const node = guestAmong(6, 5);
      arrive(node, 8, NOW);
      const [part] = overlaySent(tell(node, 8, { type: "neighbor", degree: 5 }, NOW));
      expect(part?.type).toBe("part");
      expect(closed(fire(node, NOW + 1_000))).toEqual([]);
      expect(closed(fire(node, NOW + passedMs))).toEqual(peers(8));
    }
  });
});

describe("messages of the overlay", () => {
  it("G61: several for one neighbor wait for each other, and more than a few are left out", () => {
    const node = guestAmong(2, 2);
    for (let i = 0; i < 100; i++) {
      const overlay = { type: "forwardJoin", peer: peerId(100 + i), steps: 3 } as const;
      node.handle({ type: "received", peer: peerId(1), bytes: encodeMessage({ type: "overlay", overlay }) }, NOW);
    }
    const waited = drain(node, peerId(2), NOW).filter(({ type }) => type === "overlay");
    expect(waited).toHaveLength(16);
  });

  it("G61: a flood of names makes a node dial and remember no more than its few", () => {
    const node = guestAmong(1, 1);
    let dials = 0;
    for (let i = 0; i < 100; i++) {
      const names = peers(100 + (i % 150), 101 + (i % 149));
      dials += dialed(tell(node, 1, { type: "shuffled", path: [], peers: names }, NOW)).length;
      dials += dialed(tell(node, 1, { type: "forwardJoin", peer: peerId(100 + i), steps: 0 }, NOW)).length;
    }
    expect(dials).toBeLessThan(DEFAULT_OVERLAY.maxActive);
  });

  it("G66: a shuffle walks on with the way that it came, and at its end as many come back that way", () => {
    const node = guestAmong(3, 3);
    tell(node, 2, { type: "shuffled", path: [], peers: peers(30, 31, 32, 33) }, NOW);
    const path = peers(40, 2);
    const [walked] = overlaySent(tell(node, 1, { type: "shuffle", steps: 2, path, peers: peers(50, 51) }, NOW));
    expect(walked).toEqual({
      type: "shuffle",
      steps: 1,
      path: [...path, peerId(1)],
      peers: peers(50, 51),
      to: peerId(3),
    });
    const [answer] = overlaySent(tell(node, 1, { type: "shuffle", steps: 0, path, peers: peers(50, 51) }, NOW));
    expect(answer).toMatchObject({ type: "shuffled", path, to: peerId(1) });
    if (answer?.type === "shuffled") expect(answer.peers).toHaveLength(2);
    const [back] = overlaySent(tell(node, 3, { type: "shuffled", path, peers: peers(60) }, NOW));
    expect(back).toEqual({ type: "shuffled", path: peers(40), peers: peers(60), to: peerId(2) });
  });

  it("G66: a way through a stranger, or round and round, leads nowhere", () => {
    const node = guestAmong(2, 2);
    expect(overlaySent(tell(node, 1, { type: "shuffled", path: peers(77), peers: peers(60) }, NOW))).toEqual([]);
    const round = peers(1, 2, 1, 2, 1, 2);
    const sent = overlaySent(tell(node, 1, { type: "shuffle", steps: 6, path: round, peers: peers(9) }, NOW));
    expect(sent.map(({ type }) => type)).toEqual(["shuffled"]);
  });

  it("G66: a node shuffles every 10 s, and ever more seldom while nothing new comes of it", () => {
    const node = guestAmong(6, 6);
    const times: number[] = [];
    for (let now = NOW; now < NOW + 600_000; now += 500) {
      for (const sent of overlaySent(fire(node, now))) {
        expect(sent.type).toBe("shuffle");
        if (sent.type === "shuffle") expect(sent.peers.length).toBeLessThanOrEqual(MAX_NAMED);
        times.push(now - NOW);
      }
    }
    expect(times[0]).toBeLessThanOrEqual(MIN_SHUFFLE_MS);
    expect(times.length).toBeGreaterThan(4);
    expect(times.length).toBeLessThan(9);
  });

  it("G66: who could turn to each member that gossip tells of sends no shuffle, until one is told of that is unknown", () => {
    const node = guestAmong(6, 6);
    node.handle({ type: "introduced", presence: new Uint8Array(1) }, NOW);
    list(node, [1, 2, 3, 4, 5, 6, 7], NOW);
    hearOf(node, [1, 2, 3, 4, 5, 6, 7], NOW);
    let now = NOW;
    const shufflesUntil = (end: number) => {
      let shuffles = 0;
      for (; now < end; now += 500) shuffles += overlaySent(fire(node, now)).length;
      return shuffles;
    };
    expect(shufflesUntil(NOW + 300_000)).toBe(0);
    hearOf(node, [8], now);
    expect(shufflesUntil(NOW + 900_000)).toBeGreaterThan(0);
  });
});
