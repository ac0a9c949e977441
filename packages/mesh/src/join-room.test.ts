import type { PeerId } from "@hearsay/gossip";
import { encodeMessage, PROTOCOL_VERSION } from "@hearsay/gossip";
import { Register } from "@hearsay/merge";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NO_FAULTS } from "./fault-port";
import type { JoinOptions } from "./join-room";
import { joinRoom } from "./join-room";
import type { LinkFactory } from "./link";
import { MemoryIntroducer } from "./memory-introducer";
import { createMemoryLinks } from "./memory-link";
import type { Mesh } from "./mesh";
import { createPeerId, createRoomKey, deriveSecrets } from "./room-key";

interface Tab {
  readonly mesh: Mesh<{ text: string }>;
  readonly register: Register;
  readonly lost: string[];
  /** Ends all of its links without a word, as a crash does. */
  readonly crash: () => void;
}

const NOW = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

let introducer: MemoryIntroducer;
let links: LinkFactory;
let key = createRoomKey();

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  introducer = new MemoryIntroducer(() => Date.now());
  links = createMemoryLinks();
  key = createRoomKey();
});

afterEach(() => vi.useRealTimers());

function openTab(options: Partial<JoinOptions<{ text: string }>>): Tab {
  const self = createPeerId();
  const register = new Register(self);
  let crashed = false;
  // A crashed end neither sends nor hears nor closes: the other end must find out by the silence.
  const link: LinkFactory = (linkOptions, events) => {
    const end = links(linkOptions, {
      onSignal: (signal) => crashed || events.onSignal(signal),
      onOpen: () => crashed || events.onOpen(),
      onFrame: (frame) => crashed || events.onFrame(frame),
      onClose: () => crashed || events.onClose(),
    });
    return {
      signal: (signal) => crashed || end.signal(signal),
      send: (frame, accepted) => crashed || end.send(frame, accepted),
      close: () => crashed || end.close(),
    };
  };
  const mesh = joinRoom({
    key,
    rule: "latest",
    self,
    replica: register,
    faults: NO_FAULTS,
    spread: undefined,
    link,
    introducer: introducer.factory,
    ...options,
  });
  const lost: string[] = [];
  mesh.subscribe((event) => event.type === "lost" && lost.push(event.lost.text));
  return { mesh, register, lost, crash: () => (crashed = true) };
}

const run = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const neighborsOf = (tab: Tab): readonly PeerId[] => tab.mesh.state.neighbors.map(({ peer }) => peer);

describe("a room", () => {
  test("D1: everyone who enters is connected to everyone else", async () => {
    const tabs = [openTab({}), openTab({}), openTab({}), openTab({})];
    await run(1_000);
    for (const tab of tabs) expect(neighborsOf(tab)).toHaveLength(3);
    expect(tabs[0]?.mesh.state.introductions).toEqual({ type: "connected" });
  });

  test("D2: an edit reaches all, and a late joiner as well", async () => {
    const [first, second] = [openTab({}), openTab({})];
    await run(1_000);
    first.mesh.edit({ text: "hello" });
    await run(2_000);
    expect(second.register.text).toBe("hello");
    const late = openTab({});
    await run(2_000);
    expect(late.register.text).toBe("hello");
  });

  test("D3: what a peer says of itself is known to its neighbors, and new words take the place of old", async () => {
    const speaker = openTab({});
    speaker.mesh.setPresence(Uint8Array.of(1, 2, 3));
    const listener = openTab({});
    await run(1_000);
    expect(listener.mesh.state.neighbors[0]?.presence).toEqual(Uint8Array.of(1, 2, 3));
    speaker.mesh.setPresence(Uint8Array.of(4));
    await run(100);
    expect(listener.mesh.state.neighbors[0]?.presence).toEqual(Uint8Array.of(4));
  });

  test("D4: a neighbor that falls silent is suspected after 3 s and dropped after 5 s", async () => {
    const [stays, crashes] = [openTab({}), openTab({})];
    await run(1_000);
    crashes.crash();
    await run(4_200);
    expect(stays.mesh.state.neighbors).toMatchObject([{ suspected: true }]);
    await run(2_000);
    expect(stays.mesh.state.neighbors).toEqual([]);
  });

  test("D5: our own stalled timer excuses the neighbors", async () => {
    const [stalls] = [openTab({}), openTab({})];
    await run(1_000);
    const monotonic = vi.spyOn(performance, "now");
    monotonic.mockReturnValue(performance.now() + 20_000);
    await run(500);
    expect(stalls.mesh.state.neighbors).toMatchObject([{ suspected: false }]);
    monotonic.mockRestore();
  });

  test("D6: a goodbye is heard at once, and who comes back is met again", async () => {
    const [stays, leaves] = [openTab({}), openTab({})];
    await run(1_000);
    leaves.mesh.leave();
    await run(100);
    expect(neighborsOf(stays)).toEqual([]);
    leaves.mesh.rejoin();
    await run(1_000);
    expect(neighborsOf(stays)).toEqual([leaves.mesh.self]);
    expect(neighborsOf(leaves)).toEqual([stays.mesh.self]);
  });

  test("D7: a setting chosen in one tab holds for the room, for who comes later too", async () => {
    const [chooses, follows] = [openTab({ spread: { strategy: "broadcast", intervalMs: 500 } }), openTab({})];
    await run(1_000);
    const late = openTab({});
    await run(1_000);
    for (const tab of [chooses, follows, late]) {
      expect(tab.mesh.state.spread).toEqual({ strategy: "broadcast", intervalMs: 500 });
    }
  });
});

describe("faults", () => {
  test("D8: a cut link carries nothing and is not dialled until it is mended, at whichever end it was cut", async () => {
    for (const dialler of [true, false]) {
      key = createRoomKey();
      const [low, high] = [openTab({}), openTab({})].sort((a, b) => (a.mesh.self < b.mesh.self ? -1 : 1)) as [Tab, Tab];
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
    const [slow, other] = [openTab({ faults: { ...NO_FAULTS, delayMs: 8_000 } }), openTab({})];
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
    const writer = openTab({ faults, spread: { strategy: "broadcast", intervalMs: 200 } });
    const others = [openTab({}), openTab({}), openTab({})];
    await run(2_000);
    writer.mesh.edit({ text: "x".repeat(1_000) });
    const reached = () => others.filter(({ register }) => register.text !== "").length;
    for (const expected of [0, 1, 2, 3]) {
      expect(reached()).toBe(expected);
      await run(1_100);
    }
  });

  test("D11: with every message lost nothing arrives, and nobody is told", async () => {
    const [lossy, other] = [openTab({ faults: { ...NO_FAULTS, loss: 1 } }), openTab({})];
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
      key = createRoomKey();
      const [right, wrong] = [openTab({}), openTab({ faults: { ...NO_FAULTS, skewMs } })];
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

  test("D13: what was written alone by a wrong clock is stamped again when the room's time is known", async () => {
    introducer.setAway(true);
    const right = openTab({});
    const wrong = openTab({ faults: { ...NO_FAULTS, skewMs: 365 * 24 * HOUR_MS } });
    await run(1_000);
    wrong.mesh.edit({ text: "from next year" });
    introducer.setAway(false);
    await run(2_000);
    expect(right.register.text).toBe("from next year");
    expect(right.register.timestamp?.timeMs).toBeLessThan(Date.now() + 2_000);
  });
});

describe("hostile surroundings", () => {
  test("D14: without the server those who are connected go on, and with it back newcomers come in", async () => {
    const [first, second] = [openTab({}), openTab({})];
    await run(1_000);
    introducer.setAway(true);
    first.mesh.edit({ text: "on" });
    const newcomer = openTab({});
    await run(2_000);
    expect(second.register.text).toBe("on");
    expect(first.mesh.state.introductions).toEqual({ type: "away" });
    expect(newcomer.mesh.state.neighbors).toEqual([]);
    introducer.setAway(false);
    await run(2_000);
    expect(newcomer.register.text).toBe("on");
  });

  test("D15: introductions that are replayed, redirected or cut short are dropped and counted", async () => {
    const [first, second, third] = [openTab({}), openTab({}), openTab({})];
    await run(1_000);
    const before = introducer.carried.slice();
    const { name } = deriveSecrets(key, "latest");
    for (const { from, to, sealed } of before) {
      introducer.inject(name, from, to, sealed);
      for (const other of [first, second, third]) introducer.inject(name, from, other.mesh.self, sealed.slice(0, -1));
      for (const other of [first, second, third]) introducer.inject(name, other.mesh.self, to, sealed);
    }
    await run(1_000);
    for (const tab of [first, second, third]) {
      expect(neighborsOf(tab)).toHaveLength(2);
      expect(tab.mesh.state.counts.unsealed).toBeGreaterThan(0);
    }
  });

  test("D16: a neighbor of another version is told apart, and nothing passes", async () => {
    const tab = openTab({});
    const other = openTab({
      link: (options, events) => {
        const end = links(options, events);
        const hello = encodeMessage({ type: "hello", presence: new Uint8Array(0), chosen: undefined });
        hello[0] = PROTOCOL_VERSION + 1;
        return {
          ...end,
          signal: (signal) => end.signal(signal),
          close: () => end.close(),
          send: (frame, accepted) => end.send(frame[0] === 1 ? Uint8Array.of(1, ...hello) : frame, accepted),
        };
      },
    });
    await run(1_000);
    expect(tab.mesh.state.otherVersions).toEqual([{ peer: other.mesh.self, version: PROTOCOL_VERSION + 1 }]);
  });

  test("D17: frames that are none are counted and dropped, and the neighbor stays", async () => {
    const tab = openTab({});
    openTab({
      link: (options, events) => {
        const end = links(options, {
          ...events,
          onOpen: () => {
            events.onOpen();
            for (const frame of [[9], [3, 1], [2, 255], [1], [0]]) end.send(Uint8Array.from(frame), () => {});
          },
        });
        return end;
      },
    });
    await run(1_000);
    expect(tab.mesh.state.counts.malformed).toBe(5);
    expect(tab.mesh.state.neighbors).toHaveLength(1);
  });
});
