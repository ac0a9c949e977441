import type { PeerId } from "@hearsay/gossip";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MAX_ROSTER } from "./introducer";
import { Seal } from "./introduction";
import { INTRODUCER_BUDGET } from "./join-room";
import type { LinkFactory } from "./link";
import type { MeshCounts } from "./mesh";
import { UNPROVEN_DIALS } from "./neighborhood";
import { createPeerId, createRoomKey, deriveSecrets } from "./room-key";
import type { RoomName } from "./signal-events";
import type { Carried } from "./test-fixtures/memory-introducer";
import { neighborsOf, run, type Tab, TestRoom } from "./test-fixtures/test-room";

let room: TestRoom;
let name: RoomName;
/** The tabs under test, and how often a channel of theirs ended. */
let tabs: readonly Tab[];
let lostChannels: number;
/** Links that were made so far. */
let links: number;

const countingLink: LinkFactory = (options, events) => {
  links++;
  return room.links(options, events);
};

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  room = new TestRoom({ serverClock: Date.now });
  name = deriveSecrets(room.key, "latest").name;
  links = 0;
  lostChannels = 0;
  tabs = [open(), open(), open()];
});

afterEach(() => vi.useRealTimers());

function open(): Tab {
  const tab = room.open({ link: countingLink });
  let before: readonly PeerId[] = [];
  tab.mesh.subscribe(() => {
    const now = neighborsOf(tab);
    lostChannels += before.filter((peer) => !now.includes(peer)).length;
    before = now;
  });
  return tab;
}

/** Everyone has a channel to everyone else and to nobody besides, and what one writes comes to all. */
async function expectAllMet(): Promise<void> {
  for (const tab of tabs) {
    const others = tabs.map(({ mesh }) => mesh.self).filter((peer) => peer !== tab.mesh.self);
    expect(neighborsOf(tab)).toEqual(others.sort());
    expect(tab.mesh.state.unreached).toBe(0);
  }
  const text = `written at ${Date.now()}`;
  tabs[0]?.mesh.edit({ text });
  await run(2_000);
  expect(tabs.map(({ register }) => register.text)).toEqual(tabs.map(() => text));
}

function counted(what: keyof MeshCounts): number {
  return tabs.reduce((sum, { mesh }) => sum + mesh.state.counts[what], 0);
}

/** More than a tab has of its own and for the few dials that it makes at once. */
const TIMERS_OF_TAB = 32;

/** How long peers are invented. */
const SECONDS = 3;

const everyone = () => tabs.map(({ mesh }) => mesh.self);
const invent = (count: number) => Array.from({ length: count }, () => createPeerId());

describe("a hostile server", { timeout: 30_000 }, () => {
  test("H1: that plays everything again, at once and later, breaks no channel and brings about none", async () => {
    room.introducer.deliver = (given) => [given, given, ...room.introducer.carried];
    await run(2_000);
    await expectAllMet();
    const made = links;
    for (let round = 0; round < 5; round++) {
      for (const { from, to, sealed } of room.introducer.carried) room.introducer.inject(name, from, to, sealed);
      await run(3_000);
    }
    expect([links, lostChannels]).toEqual([made, 0]);
    expect(counted("unsealed")).toBeGreaterThan(5 * room.introducer.carried.length);
    await expectAllMet();
  });

  test("H2: that hands each to the others, to its sender, and as if it came from others, gets nowhere", async () => {
    room.introducer.deliver = (given) => [
      ...everyone().map((to) => ({ ...given, to })),
      ...everyone().map((from) => ({ ...given, from })),
      { from: given.to, to: given.from, sealed: given.sealed },
    ];
    await run(2_000);
    await expectAllMet();
    expect([links, lostChannels]).toEqual([2 * tabs.length, 0]);
  });

  test("H3: that sits in between, with seals of its own, meets nobody, and keeps them apart no longer than it does so", async () => {
    const own = deriveSecrets(createRoomKey(), "latest");
    const guess = { ...own, name };
    room.introducer.deliver = ({ from, to }) => {
      const sealed = new Seal(guess, from).close(to, { attempt: "a".repeat(16), signal: { type: "offer", id: 0 } });
      return sealed ? [{ from, to, sealed }] : [];
    };
    await run(60_000);
    expect(tabs.map(neighborsOf)).toEqual([[], [], []]);
    expect(counted("unsealed")).toBeGreaterThan(0);
    room.introducer.deliver = (given) => [given];
    await run(30_000);
    await expectAllMet();
  });

  test("H4: that cuts short, lengthens and changes them keeps nobody apart once it stops", async () => {
    const ways = [
      ({ sealed }: Carried) => sealed.slice(0, -1),
      ({ sealed }: Carried) => sealed.slice(0, 30),
      ({ sealed }: Carried) => Uint8Array.of(...sealed, 0),
      ({ sealed }: Carried) => sealed.map((byte, i) => (i === sealed.length >> 1 ? byte ^ 1 : byte)),
      ({ sealed }: Carried) => Uint8Array.of((sealed[0] ?? 0) + 1, ...sealed.subarray(1)),
      () => new Uint8Array(0),
    ];
    let next = 0;
    room.introducer.deliver = (given) => [{ ...given, sealed: ways[next++ % ways.length]?.(given) ?? given.sealed }];
    await run(60_000);
    expect(tabs.map(neighborsOf)).toEqual([[], [], []]);
    expect(next).toBeGreaterThan(2 * ways.length);
    room.introducer.deliver = (given) => [given];
    await run(30_000);
    await expectAllMet();
  });

  test("H5: that holds them back and hands them out late and in reverse cannot break a channel", async () => {
    const held: Carried[] = [];
    room.introducer.deliver = (given) => {
      held.push(given);
      return [];
    };
    await run(60_000);
    room.introducer.deliver = (given) => [given];
    await run(30_000);
    await expectAllMet();
    for (const { from, to, sealed } of held.reverse()) room.introducer.inject(name, from, to, sealed);
    await run(20_000);
    expect(lostChannels).toBe(0);
    await expectAllMet();
  });

  test("H6: that invents peers costs few dials, no memory and no truth, and those who are there meet", async () => {
    room.introducer.deliver = () => [];
    for (let second = 0; second < SECONDS; second++) {
      for (const tab of tabs) {
        const { onPeerJoined, onEntered } = room.introducer.eventsOf(name, tab.mesh.self);
        onEntered({ peers: invent(MAX_ROSTER), iceServers: [], serverTimeMs: Date.now(), roundTripMs: 0 });
        for (const peer of invent(MAX_ROSTER)) onPeerJoined(peer);
      }
      await run(1_000);
    }
    expect(links).toBeLessThan(tabs.length * (UNPROVEN_DIALS.burst + (SECONDS + 1) * UNPROVEN_DIALS.perSecond));
    // A few of each tab's own, and of the dials under way: none of a dial that is over.
    expect(vi.getTimerCount()).toBeLessThan(tabs.length * TIMERS_OF_TAB);
    expect(tabs.map(({ mesh }) => mesh.state.unreached)).toEqual([0, 0, 0]);
    room.introducer.deliver = (given) => [given];
    room.introducer.setAway(false);
    await run(20_000);
    await expectAllMet();
  });

  test("H7: that lies about who is there takes nobody from those who are", async () => {
    await run(2_000);
    for (const tab of tabs) {
      const { onPeerLeft, onEntered } = room.introducer.eventsOf(name, tab.mesh.self);
      for (const peer of everyone()) onPeerLeft(peer);
      onEntered({ peers: [], iceServers: [], serverTimeMs: Date.now() + 86_400_000, roundTripMs: 0 });
      onEntered({ peers: invent(MAX_ROSTER), iceServers: [], serverTimeMs: 0, roundTripMs: 0 });
    }
    await run(10_000);
    expect(lostChannels).toBe(0);
    await expectAllMet();
  });

  test("H8: that floods is not listened to beyond its budget, and breaks nothing", async () => {
    await run(2_000);
    const [target] = tabs as readonly [Tab];
    const { onIntroduction, onPeerJoined, onPeerLeft } = room.introducer.eventsOf(name, target.mesh.self);
    const [peer] = everyone().slice(1) as [PeerId];
    const junk = new Uint8Array(16 * 1024).fill(7);
    for (let i = 0; i < 10 * INTRODUCER_BUDGET.burst; i++) {
      onIntroduction(peer, junk);
      onPeerLeft(peer);
      onPeerJoined(peer);
    }
    const { unsealed, unheard } = target.mesh.state.counts;
    expect(unsealed).toBeLessThan(INTRODUCER_BUDGET.burst);
    expect(unheard).toBeGreaterThan(9 * INTRODUCER_BUDGET.burst);
    await run(30_000);
    tabs = [...tabs, open()];
    await run(30_000);
    expect(lostChannels).toBe(0);
    await expectAllMet();
  });
});
