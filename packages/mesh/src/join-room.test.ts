import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NO_FAULTS } from "./fault-port";
import type { LinkFactory } from "./link";
import { DROP_AFTER_MS } from "./pulse";
import { neighborsOf, run, type Tab, TestRoom } from "./test-fixtures/test-room";

const NOW = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

let room: TestRoom;
/** Links that were made so far by tabs that count theirs. */
let links: number;

const countingLink: LinkFactory = (options, events) => {
  links++;
  return room.links(options, events);
};

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  room = new TestRoom({ serverClock: Date.now });
  links = 0;
});

afterEach(() => vi.useRealTimers());

/** A tab whose thread can stand still: nothing comes in or goes out, and what falls due does so once it goes on, checks first. */
function openStalling() {
  let stalled = false;
  let heardAt = 0;
  let held: (() => void)[] = [];
  const checks: (() => void)[] = [];
  const inTurn = (step: () => void) => {
    if (stalled) held.push(step);
    else step();
  };
  const link: LinkFactory = (options, events) => {
    const end = countingLink(options, {
      ...events,
      onFrame: (frame) =>
        inTurn(() => {
          heardAt = performance.now();
          events.onFrame(frame);
        }),
    });
    return {
      signal: (signal) => end.signal(signal),
      send: (frame, accepted) => inTurn(() => end.send(frame, () => inTurn(accepted))),
      close: () => end.close(),
    };
  };
  const repeat = setInterval;
  vi.stubGlobal("setInterval", (check: () => void, intervalMs: number) => {
    checks.push(check);
    return repeat(() => stalled || check(), intervalMs);
  });
  const tab = room.open({ link });
  vi.unstubAllGlobals();
  return {
    tab,
    heardAt: () => heardAt,
    stall: () => {
      stalled = true;
    },
    resume: () => {
      stalled = false;
      for (const check of checks) check();
      for (const step of held) step();
      held = [];
    },
  };
}

describe("a room", () => {
  test("D1: everyone who enters is connected to everyone else", async () => {
    const tabs = [room.open({}), room.open({}), room.open({}), room.open({})];
    await run(1_000);
    for (const tab of tabs) expect(neighborsOf(tab)).toHaveLength(3);
    expect(tabs[0]?.mesh.state.introductions).toEqual({ type: "connected" });
  });

  test("D2: an edit reaches all, and a late joiner as well", async () => {
    const [first, second] = [room.open({}), room.open({})];
    await run(1_000);
    first.mesh.edit({ text: "hello" });
    await run(2_000);
    expect(second.register.text).toBe("hello");
    const late = room.open({});
    await run(2_000);
    expect(late.register.text).toBe("hello");
  });

  test("D3: what a peer says of itself is known to its neighbors, and new words take the place of old", async () => {
    const speaker = room.open({});
    speaker.mesh.setPresence(Uint8Array.of(1, 2, 3));
    const listener = room.open({});
    await run(1_000);
    expect(listener.mesh.state.neighbors[0]?.presence).toEqual(Uint8Array.of(1, 2, 3));
    speaker.mesh.setPresence(Uint8Array.of(4));
    await run(100);
    expect(listener.mesh.state.neighbors[0]?.presence).toEqual(Uint8Array.of(4));
  });

  test("D4: a neighbor that falls silent is suspected after 3.75 s and dropped within 5 s", async () => {
    const [stays, crashes] = [room.open({}), room.open({})];
    await run(1_000);
    crashes.crash();
    await run(4_000);
    expect(stays.mesh.state.neighbors).toMatchObject([{ suspected: true }]);
    await run(1_000);
    expect(stays.mesh.state.neighbors).toEqual([]);
  });

  test("D5: a tab whose own timers stalled excuses its neighbors: no channel of it ends, and none is dialled anew", async () => {
    const stalling = openStalling();
    const others = [room.open({ link: countingLink }), room.open({ link: countingLink })];
    const peers = others.map(({ mesh }) => mesh.self).sort();
    await run(1_000);
    const made = links;
    let lost = 0;
    stalling.tab.mesh.subscribe(() => {
      if (neighborsOf(stalling.tab).length < peers.length) lost++;
    });
    for (let round = 0; round < 3; round++) {
      // It speaks last, so that it has heard nothing for too long while the others have not missed it for too long.
      for (let i = 0; i < 500 && performance.now() - stalling.heardAt() < 200; i++) await run(10);
      stalling.tab.mesh.setPresence(Uint8Array.of(round));
      await run(1);
      stalling.stall();
      await run(DROP_AFTER_MS - 101);
      expect(performance.now() - stalling.heardAt()).toBeGreaterThanOrEqual(DROP_AFTER_MS);
      stalling.resume();
      await run(3_000);
    }
    expect([links, lost, neighborsOf(stalling.tab)]).toEqual([made, 0, peers]);
    for (const { suspected } of stalling.tab.mesh.state.neighbors) expect(suspected).toBe(false);
    for (const tab of others) expect(neighborsOf(tab)).toHaveLength(2);
  });

  test("D6: a goodbye is heard at once, and who comes back is met again", async () => {
    const [stays, leaves] = [room.open({}), room.open({})];
    await run(1_000);
    leaves.mesh.leave();
    await run(100);
    expect(neighborsOf(stays)).toEqual([]);
    leaves.mesh.rejoin();
    await run(1_000);
    expect(neighborsOf(stays)).toEqual([leaves.mesh.self]);
    expect(neighborsOf(leaves)).toEqual([stays.mesh.self]);
  });

  test("D27: a peer that is in the room but that no channel leads to is counted, until one does", async () => {
    const noRoute: LinkFactory = (_, events) => {
      setTimeout(events.onClose, 0);
      return { signal() {}, send() {}, close() {} };
    };
    const [near, far] = [room.open({}), room.open({ link: noRoute })];
    await run(9_000);
    expect([near, far].map(({ mesh }) => mesh.state.unreached)).toEqual([0, 0]);
    await run(2_000);
    expect([near, far].map(({ mesh }) => mesh.state.unreached)).toEqual([1, 1]);
    far.mesh.leave();
    await run(1_000);
    expect(near.mesh.state.unreached).toBe(0);
  });

  test("D7: a setting chosen in one tab holds for the room, for who comes later too", async () => {
    const [chooses, follows] = [room.open({ spread: { strategy: "broadcast", intervalMs: 500 } }), room.open({})];
    await run(1_000);
    const late = room.open({});
    await run(1_000);
    for (const tab of [chooses, follows, late]) {
      expect(tab.mesh.state.spread).toEqual({ strategy: "broadcast", intervalMs: 500 });
    }
  });
});

describe("faults", () => {
  test("D8: a cut link carries nothing and is not dialled until it is mended, at whichever end it was cut", async () => {
    for (const dialler of [true, false]) {
      room = new TestRoom({ serverClock: Date.now });
      const [low, high] = [room.open({}), room.open({})].sort((a, b) => (a.mesh.self < b.mesh.self ? -1 : 1)) as [
        Tab,
        Tab,
      ];
      await run(1_000);
      const [cuts, other] = dialler ? [low, high] : [high, low];
      cuts.mesh.setFaults({ cut: new Set([other.mesh.self]) });
      other.mesh.edit({ text: "beyond the cut" });
      await run(30_000);
      expect(neighborsOf(cuts)).toEqual([]);
      expect(neighborsOf(other)).toEqual([]);
      cuts.mesh.setFaults({ cut: new Set() });
      await run(2_000);
      expect(cuts.register.text).toBe("beyond the cut");
    }
  });

  test("D9: a delay holds every message back, and only messages: the neighbors stay", async () => {
    const [slow, other] = [room.open({ faults: { ...NO_FAULTS, delayMs: 8_000 } }), room.open({})];
    await run(1_000);
    slow.mesh.edit({ text: "late" });
    await run(7_900);
    expect(other.register.text).toBe("");
    expect(neighborsOf(other)).toHaveLength(1);
    await run(1_000);
    expect(other.register.text).toBe("late");
  });

  test("D10: a rate is one uplink that all messages of a tab share", async () => {
    const faults = { ...NO_FAULTS, rateBytesPerSecond: 1_000 };
    const writer = room.open({ faults, spread: { strategy: "broadcast", intervalMs: 200 } });
    const others = [room.open({}), room.open({}), room.open({})];
    await run(2_000);
    writer.mesh.edit({ text: "x".repeat(1_000) });
    const reached = () => others.filter(({ register }) => register.text !== "").length;
    for (const expected of [0, 1, 2, 3]) {
      expect(reached()).toBe(expected);
      await run(1_100);
    }
  });

  test("D11: with every message lost nothing arrives, and nobody is told", async () => {
    const [lossy, other] = [room.open({ faults: { ...NO_FAULTS, loss: 1 } }), room.open({})];
    await run(1_000);
    lossy.mesh.edit({ text: "gone" });
    await run(5_000);
    expect(other.register.text).toBe("");
    lossy.mesh.setFaults({ loss: 0 });
    await run(1_000);
    expect(other.register.text).toBe("gone");
  });

  test("D12: a tab whose clock is an hour behind or ten years ahead takes part by the room's time", async () => {
    for (const skewMs of [-HOUR_MS, 10 * 365 * 24 * HOUR_MS]) {
      room = new TestRoom({ serverClock: Date.now });
      const [right, wrong] = [room.open({}), room.open({ faults: { ...NO_FAULTS, skewMs } })];
      await run(1_000);
      wrong.mesh.edit({ text: "by the wrong clock" });
      await run(1_000);
      expect(right.register.text).toBe("by the wrong clock");
      expect(Math.abs((right.register.timestamp?.timeMs ?? 0) - Date.now())).toBeLessThan(2_000);
      expect(wrong.mesh.state.roomTime).toMatchObject({ offsetMs: -skewMs });
      expect(right.mesh.state.roomTime).toEqual({ offsetMs: 0, source: "device" });
      expect(right.mesh.state.counts.ahead).toBe(0);
    }
  });

  test("D28: a device whose clock is set while it is in a room asks the server for the time again", async () => {
    const startedAt = Date.now() - performance.now();
    const apart = new TestRoom({ serverClock: () => Math.round(startedAt + performance.now()) });
    const tab = apart.open({});
    await run(1_000);
    expect(tab.mesh.state.roomTime).toEqual({ offsetMs: 0, source: "device" });
    vi.setSystemTime(Date.now() + 2 * HOUR_MS);
    await run(1_000);
    expect(tab.mesh.state.roomTime).toEqual({ offsetMs: -2 * HOUR_MS, source: "server" });
  });

  test("D13: what was written alone by a wrong clock is stamped again when the room's time is known", async () => {
    room.introducer.setAway(true);
    const right = room.open({});
    const wrong = room.open({ faults: { ...NO_FAULTS, skewMs: 365 * 24 * HOUR_MS } });
    await run(1_000);
    wrong.mesh.edit({ text: "from next year" });
    room.introducer.setAway(false);
    await run(2_000);
    expect(right.register.text).toBe("from next year");
    expect(right.register.timestamp?.timeMs).toBeLessThan(Date.now() + 2_000);
  });
});
