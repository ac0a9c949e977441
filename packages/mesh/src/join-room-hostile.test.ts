import { encodeMessage, type PeerId, PROTOCOL_VERSION } from "@hearsay/gossip";
import { MAX_TIME_MS } from "@hearsay/merge";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MAX_BACKOFF_MS } from "./contact";
import { NO_FAULTS } from "./fault-port";
import type { LinkFactory } from "./link";
import { deriveSecrets } from "./room-key";
import { neighborsOf, run, TestRoom } from "./test-fixtures/test-room";

const NOW = Date.UTC(2026, 0, 1);

let room: TestRoom;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  room = new TestRoom({ serverClock: Date.now });
});

afterEach(() => vi.useRealTimers());

describe("hostile surroundings", () => {
  test("D14: without the server those who are connected go on, and with it back newcomers come in", async () => {
    const [first, second] = [room.open({}), room.open({})];
    await run(1_000);
    room.introducer.setAway(true);
    first.mesh.edit({ text: "on" });
    const newcomer = room.open({});
    await run(2_000);
    expect(second.register.text).toBe("on");
    expect(first.mesh.state.introductions).toEqual({ type: "away" });
    expect(newcomer.mesh.state.neighbors).toEqual([]);
    room.introducer.setAway(false);
    await run(2_000);
    expect(newcomer.register.text).toBe("on");
  });

  test("D15: introductions that are replayed, redirected or cut short are dropped and counted", async () => {
    const [first, second, third] = [room.open({}), room.open({}), room.open({})];
    await run(1_000);
    const before = room.introducer.carried.slice();
    const { name } = deriveSecrets(room.key, "latest");
    for (const { from, to, sealed } of before) {
      room.introducer.inject(name, from, to, sealed);
      for (const other of [first, second, third])
        room.introducer.inject(name, from, other.mesh.self, sealed.slice(0, -1));
      for (const other of [first, second, third]) room.introducer.inject(name, other.mesh.self, to, sealed);
    }
    await run(1_000);
    for (const tab of [first, second, third]) {
      expect(neighborsOf(tab)).toHaveLength(2);
      expect(tab.mesh.state.counts.unsealed).toBeGreaterThan(0);
    }
  });

  test("D16: a neighbor of another version is told apart, and nothing passes", async () => {
    const tab = room.open({});
    const other = room.open({
      link: (options, events) => {
        const end = room.links(options, events);
        const hello = encodeMessage({ type: "ahead" });
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
    const tab = room.open({});
    room.open({
      link: (options, events) => {
        const end = room.links(options, {
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

  test("D18: a server whose clock is at the end of time keeps nobody from writing", async () => {
    room = new TestRoom({ serverClock: () => MAX_TIME_MS });
    const lone = room.open({});
    await run(1_000);
    lone.mesh.edit({ text: "still here" });
    expect(lone.register.text).toBe("still here");
    const other = room.open({});
    await run(2_000);
    expect(other.register.text).toBe("still here");
  });

  test("D19: a device whose clock stands before 1970 takes part by the room's time", async () => {
    const faults = { ...NO_FAULTS, skewMs: -NOW - 1_000_000 };
    const [right, wrong] = [room.open({}), room.open({ faults })];
    await run(1_000);
    wrong.mesh.edit({ text: "from before" });
    await run(1_000);
    expect(right.register.text).toBe("from before");
    expect(Math.abs((right.register.timestamp?.timeMs ?? 0) - Date.now())).toBeLessThan(3_000);
  });

  test("D44: whoever is most of a tab's neighbors, under many names, moves its clock by no more than the drift bound", async () => {
    const honest = [room.open({}), room.open({})];
    const yearAhead = { ...NO_FAULTS, skewMs: 365 * 24 * 3_600_000 };
    for (let i = 0; i < 4; i++) room.open({ faults: yearAhead });
    await run(5_000);
    for (const tab of honest) {
      expect(neighborsOf(tab)).toHaveLength(5);
      expect(tab.mesh.state.roomTime).toEqual({ offsetMs: 0, source: "device" });
    }
  });

  test("D20: a listener that throws takes nothing from the others, nor from the room", async () => {
    const [first, second] = [room.open({}), room.open({})];
    await run(1_000);
    const heard: string[] = [];
    const unsubscribe = second.mesh.subscribe(() => {
      throw new Error("of the listener");
    });
    second.mesh.subscribe((event) => heard.push(event.type));
    first.mesh.edit({ text: "on and on" });
    await expect(run(1_000)).rejects.toThrow("of the listener");
    unsubscribe();
    await run(1_000).catch(() => {});
    expect(second.register.text).toBe("on and on");
    expect(heard).toContain("changed");
  });

  test("D21: a tab without WebRTC, whose links close at once, is dialled ever more seldom, and the others meet", async () => {
    let links = 0;
    const counting: LinkFactory = (options, events) => {
      links++;
      return room.links(options, events);
    };
    const [first, second] = [room.open({ link: counting }), room.open({ link: counting })];
    const without = room.open({
      // Of two the one with the lower id dials.
      self: "ffffffffffffffff" as PeerId,
      link: (_options, { onClose }) => {
        setTimeout(onClose, 0);
        return { signal() {}, send() {}, close() {} };
      },
    });
    await run(2 * MAX_BACKOFF_MS);
    links = 0;
    await run(2 * MAX_BACKOFF_MS);
    // Its own knocks come as seldom, and each is answered once.
    expect(links).toBeLessThanOrEqual(2 * 4);
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const) {
      expect(neighborsOf(one)).toEqual([other.mesh.self]);
      expect(one.mesh.state.unreached).toBe(1);
    }
    expect(without.mesh.state.unreached).toBe(2);
  });
});
