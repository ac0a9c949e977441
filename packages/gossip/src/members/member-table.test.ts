import { MAX_DRIFT_MS } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import type { Effect } from "../effect";
import { encodeMessage } from "../message";
import { HELLO_INTERVAL_MS } from "../node-options";
import { flush, guestAmong } from "../test-fixtures/guest";
import type { OverlayNode } from "../test-fixtures/overlay-room";
import { reachableBytes } from "../test-fixtures/reachable";
import { helloOf, NO_MEMBERS, NOW, peerId, sentTo } from "../test-fixtures/test-node";
import { DOUBT_MS, EARLY_REFRESH_MS, EXPIRE_MS, REFRESH_MS, SETTLING_MS } from "./member";
import type { MemberRecord } from "./member-record";
import { MAX_MEMBERS } from "./member-table";

const said = (text: string) => new TextEncoder().encode(text);
const recordOf = (number: number, at: number, change: Partial<MemberRecord>): MemberRecord => ({
  peer: peerId(number),
  at,
  isGone: false,
  isToldToAll: false,
  isNews: false,
  presenceAt: at,
  presence: said(`n${number}`),
  digest: undefined,
  ...change,
});
/** What comes of records, with all that then leaves for anyone. */
const hear = (node: OverlayNode, from: number, records: readonly MemberRecord[], now: number) => [
  ...node.handle({ type: "received", peer: peerId(from), bytes: encodeMessage({ type: "members", records }) }, now),
  ...node.handle({ type: "timerFired", timer: "members" }, now),
  ...flush(node, now),
];
const renew = (node: OverlayNode, now: number) => [
  ...node.handle({ type: "timerFired", timer: "hello" }, now),
  ...flush(node, now),
];
const toldTo = (number: number, effects: readonly Effect[]) =>
  sentTo(peerId(number), effects).flatMap((message) => (message.type === "members" ? message.records : []));
const reported = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === "presenceChanged" ? [new TextDecoder().decode(effect.presence)] : []));
const gone = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === "memberGone" ? [effect.peer] : []));
/** A node with that many neighbors that has said something of itself. */
const introducedAmong = (count: number) => {
  const node = guestAmong(count, count);
  node.handle({ type: "introduced", presence: said("me") }, NOW);
  flush(node, NOW);
  return node;
};

describe("what a node says of itself", () => {
  it("G26: goes to every neighbor at once, and to a new one when its channel opens", () => {
    const node = guestAmong(2, 2);
    const effects = node.handle({ type: "introduced", presence: said("Ann") }, NOW);
    const all = [...effects, ...flush(node, NOW)];
    for (const to of [1, 2]) {
      expect(toldTo(to, all)).toEqual([recordOf(0, NOW, { presence: said("Ann"), isToldToAll: false })]);
    }
    const opened = [...node.handle({ type: "connected", peer: peerId(3) }, NOW), ...flush(node, NOW)];
    expect(toldTo(3, opened).map(({ peer }) => peer)).toEqual([peerId(0)]);
  });

  it("G26: of two records the later holds, whichever comes first, and only what is new is reported", () => {
    const [early, late] = [recordOf(9, NOW, { presence: said("a") }), recordOf(9, NOW + 5, { presence: said("b") })];
    const node = introducedAmong(2);
    expect(reported(hear(node, 1, [early], NOW))).toEqual(["a"]);
    expect(reported(hear(node, 1, [late], NOW))).toEqual(["b"]);
    expect(reported(hear(node, 2, [early, late], NOW))).toEqual([]);
    expect(reported(hear(node, 1, [{ ...late, at: NOW + 9 }], NOW))).toEqual([]);
    expect(node.members.get(peerId(9))).toBe("b");
  });

  it("G26: of equal times the first holds, and two nodes that heard different ones do not go on about it", () => {
    const node = introducedAmong(2);
    hear(node, 1, [recordOf(9, NOW, { presence: said("a") })], NOW);
    const effects = hear(node, 2, [recordOf(9, NOW, { presence: said("b") })], NOW);
    expect(reported(effects)).toEqual([]);
    expect([...toldTo(1, effects), ...toldTo(2, effects)]).toEqual([]);
  });

  it("G26: when it was there and what it said are each the later's, though one came without the other", () => {
    const node = introducedAmong(2);
    hear(node, 1, [recordOf(9, NOW, { presence: said("a") })], NOW);
    // It says something new, which this message does not carry.
    const heard = hear(node, 1, [recordOf(9, NOW + 10, { presence: undefined })], NOW + 10);
    expect(reported(heard)).toEqual([]);
    expect(sentTo(peerId(1), heard).map(({ type }) => type)).toContain("hello");
    expect(reported(hear(node, 2, [recordOf(9, NOW + 10, { presence: said("b") })], NOW + 20))).toEqual(["b"]);
    // A record that is later, with what it said before.
    hear(node, 1, [recordOf(9, NOW + 30, { presenceAt: NOW, presence: said("a") })], NOW + 30);
    expect(node.members.get(peerId(9))).toBe("b");
  });

  it("G26: a presence over the limit throws", () => {
    const node = guestAmong(1, 1);
    expect(() => node.handle({ type: "introduced", presence: new Uint8Array(257) }, NOW)).toThrow(RangeError);
  });

  it("G24: whoever sees by a hello that the other knows of other members tells it of all it knows, and else of none", () => {
    const node = introducedAmong(2);
    hear(node, 2, [recordOf(8, NOW, {}), recordOf(9, NOW, {})], NOW);
    const settledAt = NOW + SETTLING_MS;
    const told = toldTo(1, greet(node, NO_MEMBERS, settledAt));
    expect(told.map(({ peer }) => peer).toSorted()).toEqual([peerId(0), peerId(8), peerId(9)]);
    for (const { presence } of told) expect(presence).toBeDefined();
    const opened = sentTo(peerId(1), [
      ...node.handle({ type: "connected", peer: peerId(1) }, settledAt),
      ...flush(node, settledAt),
    ]);
    const [hello] = opened.filter((message) => message.type === "hello");
    expect(toldTo(1, greet(node, hello?.members ?? NO_MEMBERS, settledAt))).toEqual([]);
  });

  it("G24: while who is here changes, who was told of all is not told again for a while, but for ever neither", () => {
    const node = introducedAmong(2);
    const toldAt: number[] = [];
    for (let now = NOW; now <= NOW + 2 * REFRESH_MS; now += 1_000) {
      hear(node, 2, [recordOf(8, now, { presence: said(`at ${now}`), presenceAt: now })], now);
      // What goes on is the one record, and of all there are two more.
      if (toldTo(1, greet(node, NO_MEMBERS, now + 600)).length > 1) toldAt.push(now - NOW);
    }
    expect(toldAt.slice(1).map((at, i) => at - (toldAt[i] ?? 0))).toEqual(toldAt.slice(1).map(() => REFRESH_MS));
    expect(toldAt.length).toBeGreaterThan(1);
  });
});

/** What follows a hello of peer 1 that tells such a digest of its table. */
function greet(node: OverlayNode, members: Uint8Array, now: number): readonly Effect[] {
  const bytes = encodeMessage({ ...helloOf(1, undefined), members });
  return [...node.handle({ type: "received", peer: peerId(1), bytes }, now), ...flush(node, now)];
}

describe("what a node passes on", () => {
  it("G56: what is new goes to the other neighbors, without what they know, gathered for half a second", () => {
    const node = introducedAmong(3);
    const first = [recordOf(9, NOW + 600, {})];
    const bytes = (records: readonly MemberRecord[]) => encodeMessage({ type: "members", records });
    const at = (now: number, records: readonly MemberRecord[]) => [
      ...node.handle({ type: "received", peer: peerId(1), bytes: bytes(records) }, now),
      ...flush(node, now),
    ];
    const told = at(NOW + 600, first);
    expect(toldTo(1, told)).toEqual([]);
    for (const to of [2, 3]) expect(toldTo(to, told)).toEqual([{ ...recordOf(9, NOW + 600, {}), isNews: true }]);
    const later = { ...recordOf(9, NOW + 700, {}), presence: undefined, presenceAt: NOW + 600 };
    const effects = at(NOW + 700, [later]);
    expect(toldTo(2, effects)).toEqual([]);
    expect(effects).toContainEqual({ type: "setTimer", timer: "members", at: NOW + 1_100 });
    at(NOW + 800, [{ ...later, at: NOW + 800 }]);
    const gathered = [
      ...node.handle({ type: "timerFired", timer: "members" }, NOW + 1_100),
      ...flush(node, NOW + 1_100),
    ];
    for (const to of [2, 3]) expect(toldTo(to, gathered)).toEqual([{ ...later, at: NOW + 800, isNews: true }]);
  });

  it("G56: what its author told to all there are does not go on, and what it did not does", () => {
    for (const isToldToAll of [false, true]) {
      const node = introducedAmong(2);
      const effects = hear(node, 1, [recordOf(1, NOW + 600, { isToldToAll })], NOW + 600);
      expect(toldTo(2, effects)).toHaveLength(isToldToAll ? 0 : 1);
    }
  });

  it("G56: what the first member says prunes the second link that it comes by, and what others say none", () => {
    const prunes = (number: number) => {
      const node = guestAmong(3, 3);
      hear(node, 3, [recordOf(9, NOW, {}), recordOf(10, NOW, {})], NOW);
      const again = recordOf(number, NOW + 600, { presenceAt: NOW, presence: undefined, isNews: true });
      hear(node, 1, [again], NOW + 600);
      return sentTo(peerId(2), hear(node, 2, [again], NOW + 600)).some(({ type }) => type === "prune");
    };
    expect([9, 10].map(prunes)).toEqual([true, false]);
  });

  it("G57: every 15 s a node says that it is still there, without saying again what it said", () => {
    const node = introducedAmong(1);
    const times: number[] = [];
    for (let now = NOW + HELLO_INTERVAL_MS; now <= NOW + 90_000; now += HELLO_INTERVAL_MS) {
      for (const record of toldTo(1, renew(node, now))) {
        expect(record).toMatchObject({ peer: peerId(0), at: now, presenceAt: NOW, presence: undefined });
        times.push(now);
      }
    }
    expect(times.length).toBeGreaterThanOrEqual(90_000 / (REFRESH_MS + HELLO_INTERVAL_MS) - 1);
    expect(times.length).toBeLessThanOrEqual(90_000 / REFRESH_MS);
  });
});

describe("who is gone", () => {
  const pass = (node: OverlayNode, fromMs: number, toMs: number) => {
    const effects: Effect[] = [];
    for (let ms = fromMs; ms <= toMs; ms += HELLO_INTERVAL_MS) effects.push(...renew(node, NOW + ms));
    return effects;
  };

  it("G57: who passes on that another is still there says so itself, where it did not for long, in one message", () => {
    const node = introducedAmong(3);
    hear(node, 1, [recordOf(8, NOW, {}), recordOf(9, NOW, {})], NOW);
    const toldWith = (at: number) => {
      const effects = hear(node, 1, [recordOf(9, at, { presence: undefined, presenceAt: NOW, isNews: true })], at);
      return toldTo(2, effects).map(({ peer }) => peer);
    };
    expect(toldWith(NOW + EARLY_REFRESH_MS - 1)).toEqual([peerId(9)]);
    expect(toldWith(NOW + EARLY_REFRESH_MS + 1_000).toSorted()).toEqual([peerId(0), peerId(9)]);
    expect(toldWith(NOW + EARLY_REFRESH_MS + 2_000)).toEqual([peerId(9)]);
  });

  it("G56: that somebody came goes on at once, and what it says later is gathered", () => {
    const node = introducedAmong(3);
    const to2 = (record: MemberRecord, now: number) =>
      toldTo(2, [
        ...node.handle(
          { type: "received", peer: peerId(1), bytes: encodeMessage({ type: "members", records: [record] }) },
          now,
        ),
        ...flush(node, now),
      ]).map(({ peer }) => peer);
    expect(to2(recordOf(8, NOW, {}), NOW)).toEqual([peerId(8)]);
    expect(to2(recordOf(9, NOW + 1, {}), NOW + 1)).toEqual([peerId(9)]);
    expect(to2(recordOf(9, NOW + 2, { presence: said("moved") }), NOW + 2)).toEqual([]);
  });

  it("G57: who said nothing for 45 s, and is no neighbor", () => {
    const node = introducedAmong(1);
    hear(node, 1, [recordOf(1, NOW, {}), recordOf(9, NOW, {})], NOW);
    expect(gone(pass(node, 2_000, 34_000))).toEqual([]);
    expect(gone(pass(node, 36_000, EXPIRE_MS + 2_000))).toEqual([peerId(9)]);
    expect(gone(pass(node, EXPIRE_MS + 2_000, 4 * EXPIRE_MS))).toEqual([]);
  });

  it("G57: who said nothing for 36 s is doubted along every link, and whoever knows better says so", () => {
    const node = introducedAmong(2);
    hear(node, 1, [recordOf(9, NOW, {})], NOW);
    const effects = pass(node, 2_000, 38_000);
    for (const to of [1, 2]) {
      expect(
        toldTo(to, effects)
          .filter(({ isGone }) => isGone)
          .map(({ peer }) => peer),
      ).toEqual([peerId(9)]);
    }
    const better = recordOf(9, NOW + 30_000, { presenceAt: NOW, presence: undefined });
    hear(node, 2, [better], NOW + 38_500);
    const asked = hear(node, 1, [recordOf(9, NOW, { isGone: true })], NOW + 39_500);
    expect(toldTo(1, asked)).toEqual([expect.objectContaining({ peer: peerId(9), at: NOW + 30_000 })]);
    expect(gone(pass(node, 40_000, 50_000))).toEqual([]);
  });

  it("G57: after a stall of its own, or a step of its clock, the others are excused for a while", () => {
    for (const stepMs of [120_000, -3_600_000]) {
      const node = introducedAmong(1);
      hear(node, 1, [recordOf(9, NOW, {})], NOW);
      renew(node, NOW + 2_000);
      const after = NOW + stepMs;
      expect(gone(renew(node, after))).toEqual([]);
      expect(gone(renew(node, after + 20_000))).toEqual([]);
      expect(node.members.has(peerId(9))).toBe(true);
    }
  });

  it("G58: a neighbor that was lost is doubted and told of, and gone after 3 s unless it says something later", () => {
    const lostAt = NOW + 1_000;
    for (const objects of [true, false]) {
      const node = introducedAmong(3);
      hear(node, 1, [recordOf(1, NOW, {})], NOW);
      const effects = [...node.handle({ type: "disconnected", peer: peerId(1) }, lostAt), ...flush(node, lostAt)];
      for (const to of [2, 3]) {
        expect(toldTo(to, effects)).toMatchObject([{ peer: peerId(1), at: lostAt, isGone: true }]);
      }
      expect(gone(effects)).toEqual([]);
      // What it said before it was lost may be longer on its way, by others.
      const saidAt = objects ? lostAt + 1 : lostAt - 1;
      hear(node, 2, [recordOf(1, saidAt, { presenceAt: NOW, presence: undefined })], NOW + 1_500);
      expect(gone(renew(node, lostAt + DOUBT_MS))).toEqual(objects ? [] : [peerId(1)]);
    }
  });

  it("G58: no record of before brings back who is gone, nor does another doubt, and a later one does", () => {
    const node = introducedAmong(2);
    hear(node, 1, [recordOf(9, NOW, {})], NOW);
    hear(node, 1, [recordOf(9, NOW, { isGone: true })], NOW + 100);
    expect(gone(renew(node, NOW + 100 + DOUBT_MS))).toEqual([peerId(9)]);
    const later = NOW + 200 + DOUBT_MS;
    const ghost = hear(node, 2, [recordOf(9, NOW, {}), recordOf(9, NOW - 50, {})], later);
    expect(reported(ghost)).toEqual([]);
    // The sender is told.
    expect(toldTo(2, ghost)).toMatchObject([{ peer: peerId(9), isGone: true }]);
    hear(node, 2, [recordOf(9, NOW + 50, { isGone: true })], later);
    expect(node.node.members.size).toBe(0);
    expect(gone(renew(node, later + 2 * DOUBT_MS))).toEqual([]);
    expect(reported(hear(node, 2, [recordOf(9, later, {})], later))).toEqual(["n9"]);
  });

  it("G58: who hears that it is doubted itself, or that it said what it did not, makes a later record", () => {
    const own = recordOf(0, NOW, { presence: said("me") });
    const lies = [
      { ...own, isGone: true },
      recordOf(0, NOW + 500, { presence: said("a lie") }),
      { ...own, presence: said("another at the same time") },
      recordOf(0, NOW + MAX_DRIFT_MS, { isGone: true, presence: undefined }),
    ];
    for (const lie of lies) {
      const node = introducedAmong(2);
      const [objection] = toldTo(2, hear(node, 1, [lie], NOW + 1_000));
      expect(objection?.at).toBeGreaterThan(lie.at);
      expect(objection).toMatchObject({ peer: peerId(0), isGone: false, presence: said("me") });
      // And what it said itself is nothing to object to.
      expect(toldTo(2, hear(node, 1, [own], NOW + 9_000))).toEqual([]);
    }
  });

  it("G58: who said goodbye is gone at once, once", () => {
    const node = introducedAmong(2);
    hear(node, 1, [recordOf(1, NOW, {})], NOW);
    expect(gone(node.handle({ type: "departed", peer: peerId(1) }, NOW))).toEqual([peerId(1)]);
    expect(gone(renew(node, NOW + 10_000))).toEqual([]);
  });

  it("G58: a channel that one of the two gave up on purpose makes nobody doubt", () => {
    const node = introducedAmong(2);
    hear(node, 1, [recordOf(1, NOW, {})], NOW);
    const part = encodeMessage({ type: "overlay", overlay: { type: "part", peers: [] } });
    node.handle({ type: "received", peer: peerId(1), bytes: part }, NOW);
    node.handle({ type: "disconnected", peer: peerId(1) }, NOW);
    expect(toldTo(2, [...renew(node, NOW + 600)]).filter(({ isGone }) => isGone)).toEqual([]);
    expect(gone(renew(node, NOW + 10_000))).toEqual([]);
  });
});

describe("hostile records", () => {
  it("G59: one of the far future is refused, which is reported, and one of long ago is ignored", () => {
    const node = introducedAmong(2);
    const ahead = hear(node, 1, [recordOf(9, NOW + MAX_DRIFT_MS + 1, {})], NOW);
    expect(ahead).toContainEqual({ type: "refused", peer: peerId(1), reason: "ahead" });
    expect(reported(hear(node, 1, [recordOf(9, NOW + MAX_DRIFT_MS, {})], NOW))).toEqual(["n9"]);
    expect(reported(hear(node, 1, [recordOf(8, NOW - EXPIRE_MS, {})], NOW))).toEqual([]);
    expect(reported(hear(node, 1, [recordOf(8, NOW - EXPIRE_MS + 1, {})], NOW))).toEqual(["n8"]);
  });

  it("G59: a flood of names drives nobody out, is not passed on once there is no room, and takes bounded memory", () => {
    const node = introducedAmong(3);
    for (const number of [1, 2, 3]) hear(node, number, [recordOf(number, NOW, {})], NOW);
    hear(node, 1, [recordOf(200, NOW, {})], NOW);
    const ghost = (i: number) =>
      recordOf(0, NOW + 1, { peer: `f${i.toString(16).padStart(15, "0")}` as MemberRecord["peer"] });
    const flood = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => hear(node, 1, [ghost(from + i)], NOW + 1)).flat();
    flood(0, MAX_MEMBERS);
    expect(node.node.members.size).toBe(MAX_MEMBERS - 1);
    const before = reachableBytes(node.node);
    expect(toldTo(2, flood(1_000, 500))).toEqual([]);
    expect(reachableBytes(node.node)).toBeLessThan(before + 1_000);
    for (const number of [1, 2, 3, 200]) expect(node.members.has(peerId(number))).toBe(true);
    // A neighbor finds room.
    node.handle({ type: "connected", peer: peerId(4) }, NOW + 1);
    expect(reported(hear(node, 4, [recordOf(4, NOW + 1, {})], NOW + 1))).toEqual(["n4"]);
    expect(node.node.members.size).toBe(MAX_MEMBERS - 1);
  });

  it("G59: a table full of ghosts is empty a while after they were last spoken of", () => {
    const node = introducedAmong(1);
    for (let i = 10; i < 250; i++) hear(node, 1, [recordOf(i, NOW, {})], NOW);
    expect(node.node.members.size).toBe(240);
    for (let ms = 2_000; ms <= EXPIRE_MS + 2_000; ms += 2_000) renew(node, NOW + ms);
    expect(node.node.members.size).toBe(0);
    expect(node.members.size).toBe(0);
  });

  it("G60: a record tells what its author has while not all are neighbors, and when that is another", () => {
    const node = introducedAmong(1);
    hear(node, 1, [recordOf(1, NOW, {})], NOW);
    expect(toldTo(1, renew(node, NOW + 2_000))).toEqual([]);
    hear(node, 1, [recordOf(9, NOW, {})], NOW);
    const [record] = toldTo(1, renew(node, NOW + 4_000));
    expect(record?.digest).toBeDefined();
    expect(toldTo(1, renew(node, NOW + 6_000))).toEqual([]);
    for (let i = 10; i < 40; i++) hear(node, 1, [recordOf(i, NOW, {})], NOW);
    const [large] = toldTo(1, renew(node, NOW + 8_000));
    expect(large).toMatchObject({ peer: peerId(0), digest: undefined });
  });
});
