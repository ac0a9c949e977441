import { DEFAULT_OVERLAY, DOUBT_MS, LATE_MS, type PeerId } from "@hearsay/gossip";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CuttableNetwork, type Ending, type Half } from "./test-fixtures/cuttable-network";
import { neighborsOf, run, type Tab, TestRoom } from "./test-fixtures/test-room";

let room: TestRoom;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  room = new TestRoom({ serverClock: Date.now });
});

afterEach(() => vi.useRealTimers());

function open(count: number): Tab[] {
  return Array.from({ length: count }, () => room.open({}));
}

/** Who can be reached from the first of `tabs`, link by link. */
function reached(tabs: readonly Tab[]): number {
  const byPeer = new Map(tabs.map((tab) => [tab.mesh.self, tab]));
  const seen = new Set<PeerId>();
  const next = [tabs[0]?.mesh.self as PeerId];
  for (let peer = next.pop(); peer !== undefined; peer = next.pop()) {
    const tab = byPeer.get(peer);
    if (!tab || seen.has(peer)) continue;
    seen.add(peer);
    next.push(...neighborsOf(tab));
  }
  return seen.size;
}

/** All know of all and of nobody else, each by a few links, and an edit comes to all. */
async function expectWhole(tabs: readonly Tab[], text: string): Promise<void> {
  const others = tabs.length - 1;
  for (const tab of tabs) {
    const degree = neighborsOf(tab).length;
    expect(degree).toBeGreaterThanOrEqual(Math.min(others, DEFAULT_OVERLAY.activeSize));
    expect(degree).toBeLessThanOrEqual(DEFAULT_OVERLAY.maxActive);
    expect(tab.mesh.state.members.length).toBe(others);
  }
  expect(reached(tabs)).toBe(tabs.length);
  tabs[0]?.mesh.edit({ text });
  await run(2_000);
  for (const tab of tabs) expect(tab.register.text).toBe(text);
}

describe("a large room", { timeout: 60_000 }, () => {
  test("O1: of 24 tabs has five to seven links each, all know of all, and the writer of who has it", async () => {
    const tabs = open(24);
    await run(20_000);
    await expectWhole(tabs, "to all");
    // Each tells what it has once that was the same for two seconds, and from link to link it takes half a second.
    await run(10_000);
    expect(tabs[0]?.mesh.state.receipts).toBe(23);
  });

  test("O2: that loses half of its tabs at once goes on and mends itself", async () => {
    const tabs = open(16);
    await run(20_000);
    const [dead, alive] = [tabs.slice(0, 8), tabs.slice(8)];
    for (const tab of dead) tab.crash();
    await run(5_000 + 1_000 + 4_000);
    expect(reached(alive)).toBe(8);
    alive[0]?.mesh.edit({ text: "to the rest" });
    await run(2_000);
    for (const { register } of alive) expect(register.text).toBe("to the rest");
    // Of one that died with all its neighbors nobody lost a link: it is missed by its silence alone (G57).
    await run(LATE_MS + DOUBT_MS);
    await expectWhole(alive, "after the crash");
  });

  test("O3: whose server is gone replaces a neighbor that is killed, and takes in who is connected to one of it", async () => {
    const tabs = open(12);
    await run(20_000);
    const newcomer = room.open({ introducer: room.introducer.knowing([tabs[3]?.mesh.self as PeerId]) });
    await run(300);
    room.introducer.setAway(true);
    // What was owed to a neighbor that was parted with comes with the next hello, every 16 s.
    await run(20_000);
    await expectWhole([...tabs, newcomer], "with a newcomer");
    tabs[5]?.crash();
    await run(20_000);
    const alive = [...tabs.filter((_, i) => i !== 5), newcomer];
    for (const tab of alive) expect(tab.mesh.state.introductions.type).toBe("away");
    await expectWhole(alive, "mended");
  });

  test("O4: two halves that were apart for minutes find each other within ten seconds once they can", async () => {
    const tabs = open(12);
    await run(20_000);
    const [left, right] = [tabs.slice(0, 6), tabs.slice(6)];
    const cut = (from: readonly Tab[], of: readonly Tab[]) => {
      for (const { mesh } of from) mesh.setFaults({ cut: new Set(of.map((each) => each.mesh.self)) });
    };
    cut(left, right);
    await run(180_000);
    for (const { mesh } of tabs) expect(mesh.state.members.length).toBe(5);
    left[0]?.mesh.edit({ text: "of the left" });
    cut(left, []);
    await run(10_000);
    for (const { mesh, register } of tabs)
      expect([mesh.state.members.length, register.text]).toEqual([11, "of the left"]);
    expect(reached(tabs)).toBe(12);
    // Who found no room at once has as many links as it seeks a little later.
    await run(10_000);
    await expectWhole(tabs, "of both");
  });

  test.each<{ count: number; ending: Ending; seconds: number }>([
    { count: 4, ending: "silent", seconds: 45 },
    { count: 4, ending: "destroyed", seconds: 47 },
    { count: 8, ending: "silent", seconds: 60 },
    { count: 12, ending: "destroyed", seconds: 45 },
  ])(
    "O5: of $count whose network comes apart ($ending) for $seconds s is whole once the half that lost the server finds it again",
    async ({ count, ending, seconds }) => {
      const network = new CuttableNetwork(room.links, room.introducer.factory);
      const openHalf = (half: Half) => Array.from({ length: count / 2 }, () => room.open(network.of(half)));
      const [left, right] = [openHalf("left"), openHalf("right")];
      const tabs = [...left, ...right];
      await run(20_000);
      await expectWhole(tabs, "before");
      network.cut(ending, SERVER_MISSED_AFTER_MS);
      right[0]?.mesh.edit({ text: "of the right" });
      await run((seconds - 12) * 1_000);
      // The server keeps the places of those whom it lost for a while.
      if (seconds > 50) network.expire();
      await run(10_000);
      await expectWhole(left, "of the left");
      // Without the server those come apart further whom no link holds together.
      const rightPeers = right.map(({ mesh }) => mesh.self);
      for (const { mesh, register } of right) {
        for (const { peer } of mesh.state.members) expect(rightPeers).toContain(peer);
        expect(register.text).not.toBe("of the left");
      }
      // A tab asks the server again within 5 s, so half of the ten seconds that it all may take are left.
      network.mend(0);
      await run(5_000);
      for (const { register } of tabs) expect(register.text).toBe("of the left");
      await expectWhole(tabs, "of both");
    },
  );
});

/** A connection that is dead shows by its silence. */
const SERVER_MISSED_AFTER_MS = 15_000;
