import type { PeerId } from "@hearsay/gossip";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ASKED_LINKS, MAX_ASKED_LINKS } from "./admission";
import { DIAL_TIMEOUT_MS, UNREACHED_AFTER_MS } from "./contact";
import { MAX_ROSTER } from "./introducer";
import { MAX_INTRODUCTION_BYTES, Seal } from "./introduction";
import { Neighborhood, UNPROVEN_DIALS } from "./neighborhood";
import { MIN_SHUN_MS } from "./quarantine";
import { createRoomKey, deriveSecrets } from "./room-key";
import { FakeLinks } from "./test-fixtures/fake-link";

const SECRETS = deriveSecrets(createRoomKey(), "latest");
const SELF = "8000000000000000" as PeerId;
const LOW = "0000000000000001" as PeerId;
const HIGH = "f800000000000001" as PeerId;

let links: FakeLinks;
let told: string[];
let introduced: { to: PeerId; sealed: Uint8Array }[];
let neighborhood: Neighborhood;
let members: Set<PeerId>;

beforeEach(() => {
  vi.useFakeTimers();
  links = new FakeLinks();
  told = [];
  introduced = [];
  members = new Set();
  neighborhood = new Neighborhood({
    self: SELF,
    link: links.factory,
    seal: new Seal(SECRETS, SELF),
    clocks: { wall: () => Date.now(), monotonic: () => Math.round(performance.now()) },
    introduce: async (to, sealed) => {
      introduced.push({ to, sealed });
      return true;
    },
    isMember: (peer) => members.has(peer),
    events: {
      onConnected: (peer) => told.push(`connected ${peer}`),
      onDisconnected: (peer) => told.push(`disconnected ${peer}`),
      onGoodbye: (peer) => told.push(`goodbye ${peer}`),
      onFailed: (peer) => told.push(`failed ${peer}`),
      onFreed: (peer) => told.push(`freed ${peer}`),
      onMessage: (peer, message) => told.push(`message ${peer} ${message}`),
      onIdle: () => {},
      onCarried: () => {},
      onClockDifference: () => {},
      onStandingChanged: () => told.push("suspicion"),
      onMalformed: () => told.push("malformed"),
      onUnsealed: () => told.push("unsealed"),
      onOverBudget: () => told.push("over budget"),
    },
  });
  neighborhood.enter();
});

afterEach(() => vi.useRealTimers());

/** The server names peers, and all of them are asked for. */
function meet(...peers: readonly PeerId[]): void {
  neighborhood.setRoster(peers);
  for (const peer of peers) neighborhood.connect(peer);
}

const run = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** The server names a peer that there is not, and it is asked for. */
function invent(number: number): void {
  const peer = invented("f", number);
  neighborhood.list(peer);
  neighborhood.connect(peer);
}

/** The id of a peer, of which there are as many as one likes. */
function invented(first: string, number: number): PeerId {
  return `${first}${number.toString(16).padStart(15, "0")}` as PeerId;
}

/** What `from` would send us. */
function introductionFrom(from: PeerId, signal: unknown, seal: Seal): Uint8Array {
  const sealed = seal.close(SELF, { attempt: "a".repeat(16), signal });
  if (!sealed) throw new Error(`Expected a signal of ${from} that is not too long`);
  return sealed;
}

describe("the neighborhood", () => {
  test("N20: of two peers the one with the lower id dials, and nobody dials itself", () => {
    meet(LOW, HIGH, SELF, HIGH);
    expect(links.made.length).toBe(1);
    links.last.events.onSignal({ type: "offer", sdp: "" });
    expect(introduced.map(({ to }) => to)).toEqual([LOW, HIGH]);
    expect(new Seal(SECRETS, HIGH).open(SELF, introduced[1]?.sealed ?? new Uint8Array(0))?.signal).toEqual({
      type: "offer",
      sdp: "",
    });
  });

  test("N21: a signal that is too long to be sealed ends its attempt, and throws nowhere", async () => {
    meet(HIGH);
    links.last.events.onSignal({ type: "offer", sdp: "x".repeat(MAX_INTRODUCTION_BYTES) });
    await run(0);
    expect(introduced).toEqual([]);
    expect(links.made[0]?.closed).toBe(true);
    expect(told).toEqual([`failed ${HIGH}`]);
  });

  test("N22: what is not sealed by a holder of the key is reported, and makes nothing", () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(100), Uint8Array.of(1, 2, 3)]) {
      neighborhood.receive(LOW, bytes);
    }
    expect(told).toEqual(["unsealed", "unsealed", "unsealed"]);
    expect(links.made).toEqual([]);
  });

  test("N23: an offer is taken from a peer that the server has not named", () => {
    neighborhood.receive(LOW, introductionFrom(LOW, { type: "offer", sdp: "" }, new Seal(SECRETS, LOW)));
    links.last.events.onOpen();
    expect(told).toEqual([`connected ${LOW}`]);
    expect(neighborhood.connected.map(({ peer }) => peer)).toEqual([LOW]);
  });

  test("N24: a peer that falls silent is suspected and dropped; one that speaks is not", async () => {
    meet(HIGH);
    links.last.events.onOpen();
    for (let i = 0; i < 10; i++) {
      await run(1_000);
      links.last.events.onFrame(Uint8Array.of(9));
    }
    expect(told.filter((each) => each === "suspicion")).toEqual([]);
    const silent = links.last;
    await run(4_000);
    expect(neighborhood.connected.map(({ suspected }) => suspected)).toEqual([true]);
    await run(2_000);
    expect(told).toContain(`disconnected ${HIGH}`);
    expect(silent.closed).toBe(true);
  });

  test("N25: who is not named any more keeps a channel that lives", async () => {
    meet(HIGH);
    links.last.events.onOpen();
    neighborhood.setRoster([]);
    expect(neighborhood.connected.length).toBe(1);
    links.last.events.onClose();
    await run(60_000);
    expect(links.made.length).toBe(1);
  });

  test("N26: however many peers a server invents, few are dialled, and none stands in the way of who has the key", async () => {
    for (let i = 0; i < 3 * MAX_ROSTER; i++) invent(i);
    expect(links.made.length).toBe(UNPROVEN_DIALS.burst);
    expect(vi.getTimerCount()).toBeLessThan(2 * MAX_ROSTER);
    neighborhood.receive(LOW, introductionFrom(LOW, { type: "offer", sdp: "" }, new Seal(SECRETS, LOW)));
    neighborhood.list(HIGH);
    neighborhood.receive(HIGH, introductionFrom(HIGH, "knock", new Seal(SECRETS, HIGH)));
    expect(links.made.slice(-2).map(({ options }) => options.initiator)).toEqual([false, true]);
    for (let second = 0; second < 60; second++) {
      for (let i = 0; i < 10; i++) invent(10 * second + i);
      await run(1_000);
    }
    expect(links.made.length).toBeLessThan(UNPROVEN_DIALS.burst + 60 * UNPROVEN_DIALS.perSecond + 20);
    expect(links.made.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(MAX_ROSTER);
    expect(neighborhood.unreached).toEqual([HIGH]);
  });

  test("N42: who says nothing after its channel has ended is more likely dead than out of reach", async () => {
    const seal = new Seal(SECRETS, LOW);
    neighborhood.list(LOW);
    neighborhood.receive(LOW, introductionFrom(LOW, { type: "offer", sdp: "" }, seal));
    links.last.events.onOpen();
    await run(1_000);
    links.last.events.onClose();
    await run(UNREACHED_AFTER_MS);
    expect(neighborhood.unreached).toEqual([]);
    neighborhood.receive(LOW, introductionFrom(LOW, "knock", seal));
    expect(neighborhood.unreached).toEqual([LOW]);
  });

  test("N35: where there are as many as may be to whom channels lead, nobody gives way", async () => {
    for (let i = 0; i < MAX_ROSTER + 1; i++) {
      const peer = invented("0", i);
      neighborhood.list(peer);
      neighborhood.receive(peer, introductionFrom(peer, { type: "offer", sdp: "" }, new Seal(SECRETS, peer)));
      links.last.events.onOpen();
    }
    neighborhood.connect(HIGH);
    await run(0);
    expect(told.at(-1)).toBe(`failed ${HIGH}`);
    expect(neighborhood.connected.length).toBe(MAX_ROSTER);
    expect(links.made.every(({ closed }) => !closed)).toBe(true);
  });

  test("N27: peers that came and went leave nothing behind, and room for others", async () => {
    for (let i = 0; i < MAX_ROSTER; i++) invent(i);
    neighborhood.setRoster([]);
    await run(DIAL_TIMEOUT_MS);
    for (const link of links.made) link.events.onClose();
    await run(500);
    meet(HIGH);
    links.last.events.onOpen();
    expect(neighborhood.connected.map(({ peer }) => peer)).toEqual([HIGH]);
  });

  test("N28: leaving says goodbye, ends every link and timer, and lets nothing come about until we enter again", async () => {
    meet(HIGH, "f000000000000002" as PeerId);
    const [open, dialled] = links.made;
    open?.events.onOpen();
    neighborhood.leave();
    expect(open?.sent.at(-1)).toEqual(Uint8Array.of(3));
    expect([open?.closed, dialled?.closed]).toEqual([true, true]);
    expect(vi.getTimerCount()).toBe(0);
    const late = new Seal(SECRETS, LOW);
    neighborhood.receive(LOW, introductionFrom(LOW, { type: "offer", sdp: "" }, late));
    meet(HIGH);
    expect([links.made.length, neighborhood.connected.length, vi.getTimerCount()]).toEqual([2, 0, 0]);
    neighborhood.enter();
    neighborhood.receive(LOW, introductionFrom(LOW, { type: "offer", sdp: "" }, late));
    meet(HIGH);
    expect(links.made.length).toBe(4);
  });

  test("N29: whom the fault port cuts off is dropped, is not heard, and is told of when it is mended", async () => {
    meet(HIGH, LOW);
    links.last.events.onOpen();
    const seal = new Seal(SECRETS, LOW);
    neighborhood.setCut(new Set([HIGH, LOW]));
    expect(told).toContain(`disconnected ${HIGH}`);
    neighborhood.receive(LOW, introductionFrom(LOW, { type: "offer", sdp: "" }, seal));
    meet(HIGH, LOW);
    await run(0);
    expect(told.slice(-2)).toEqual([`failed ${HIGH}`, `failed ${LOW}`]);
    expect(links.made.length).toBe(1);
    neighborhood.setCut(new Set());
    expect(told.slice(-2).toSorted()).toEqual([`freed ${LOW}`, `freed ${HIGH}`]);
    neighborhood.receive(LOW, introductionFrom(LOW, { type: "offer", sdp: "" }, seal));
    expect(links.made.length).toBe(2);
  });

  test("N30: the servers that help to connect are handed to every new link", () => {
    neighborhood.iceServers = [{ urls: "stun:stun.example:3478" }];
    meet(HIGH);
    expect(links.last.options.iceServers).toEqual([{ urls: "stun:stun.example:3478" }]);
  });

  test("N36: who sends more than it may is dropped, is neither dialled nor answered for a while, and then again", async () => {
    meet(HIGH);
    const [flooded] = links.made;
    flooded?.events.onOpen();
    const floods = () => {
      for (let i = 0; i < 100_000 && !links.last.closed; i++) links.last.events.onFrame(Uint8Array.of(4));
    };
    floods();
    expect([flooded?.closed, told.at(-1)]).toEqual([true, "over budget"]);
    const seal = new Seal(SECRETS, HIGH);
    for (const shunMs of [MIN_SHUN_MS, 2 * MIN_SHUN_MS]) {
      const made = links.made.length;
      meet(HIGH);
      neighborhood.receive(HIGH, introductionFrom(HIGH, "knock", seal));
      await run(shunMs - 2_000);
      meet(HIGH);
      expect(links.made.length).toBe(made);
      await run(3_000);
      expect(told.at(-1)).toBe(`freed ${HIGH}`);
      meet(HIGH);
      expect(links.made.length).toBe(made + 1);
      links.last.events.onOpen();
      floods();
    }
  });

  test("N39: a member that seals offers and knocks of peers that do not exist has few links made, and leaves room for others", async () => {
    const [listed, heard, asked] = [invented("1", 1), invented("1", 2), invented("1", 3)];
    neighborhood.list(listed);
    members.add(heard);
    let sent = 0;
    const flood = async (ms: number) => {
      for (let i = 0; i < ms / 5; i++, sent++) {
        const peer = invented(sent % 2 ? "0" : "f", sent);
        const signal = sent % 2 ? { type: "offer", sdp: "" } : "knock";
        neighborhood.receive(peer, introductionFrom(peer, signal, new Seal(SECRETS, peer)));
        await run(5);
      }
    };
    await flood(4_000);
    expect(links.made.length).toBeLessThanOrEqual(ASKED_LINKS[0].burst + 4 * ASKED_LINKS[0].perSecond);
    const open = () => links.made.filter(({ closed }) => !closed).length;
    expect(open()).toBeLessThanOrEqual(MAX_ASKED_LINKS);
    expect(vi.getTimerCount()).toBeLessThan(2 * MAX_ROSTER);
    neighborhood.connect(asked);
    for (const peer of [listed, heard, asked]) {
      neighborhood.receive(peer, introductionFrom(peer, { type: "offer", sdp: "" }, new Seal(SECRETS, peer)));
    }
    const honest = links.made.slice(-3);
    await flood(4_000);
    expect(honest.map(({ closed }) => closed)).toEqual([false, false, false]);
    for (const link of honest) link.events.onOpen();
    expect(neighborhood.connected.map(({ peer }) => peer)).toEqual([listed, heard, asked]);
    expect(open()).toBeLessThanOrEqual(MAX_ASKED_LINKS + 3);
  });

  test("N39: nor does it drive out anybody whom the introducer names", () => {
    const listed = Array.from({ length: 60 }, (_, i) => invented("e", i));
    meet(...listed);
    const dialled = links.made.slice();
    for (let i = 0; i < 2 * MAX_ROSTER; i++) {
      const peer = invented("f", i);
      neighborhood.receive(peer, introductionFrom(peer, "knock", new Seal(SECRETS, peer)));
    }
    expect(dialled.every(({ closed }) => !closed)).toBe(true);
  });

  test("N39: nor does an introducer that invents peers drive out those that asked", () => {
    neighborhood.receive(LOW, introductionFrom(LOW, { type: "offer", sdp: "" }, new Seal(SECRETS, LOW)));
    const link = links.last;
    for (let i = 0; i < 2 * MAX_ROSTER; i++) invent(i);
    expect(link.closed).toBe(false);
  });
});
