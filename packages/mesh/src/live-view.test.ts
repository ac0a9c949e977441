import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { neighborsOf, run, type Tab, TestRoom } from "./test-fixtures/test-room";
import type { Traffic } from "./traffic";

let room: TestRoom;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  room = new TestRoom({ serverClock: Date.now });
});

afterEach(() => vi.useRealTimers());

function watch({ mesh }: Tab): Traffic[] {
  const seen: Traffic[] = [];
  mesh.watchTraffic((traffic) => seen.push(traffic));
  return seen;
}

function ofType(seen: readonly Traffic[], type: Traffic["type"]): readonly unknown[] {
  return seen.filter((each) => each.type === type).map(({ message, bytes }) => ({ message, bytes }));
}

describe("what can be seen of a room", () => {
  test("D40: every message is told where it leaves and where it comes in, with its type and its size", async () => {
    const [left, right] = [room.open({}), room.open({})];
    const [atLeft, atRight] = [watch(left), watch(right)];
    await run(1_000);
    left.mesh.edit({ text: "hello" });
    // Before the next hello, which would still be on its way.
    await run(900);
    expect(ofType(atLeft, "sent")).toContainEqual({ message: "news", bytes: expect.any(Number) });
    expect(ofType(atRight, "received")).toEqual(ofType(atLeft, "sent"));
    expect(ofType(atLeft, "received")).toEqual(ofType(atRight, "sent"));
    expect(atLeft.every(({ peer }) => peer === right.mesh.self)).toBe(true);
  });

  test("D40: what the fault port loses is told as lost, what it delays as sent with its delay", async () => {
    const [left, right] = [room.open({}), room.open({})];
    await run(1_000);
    left.mesh.setFaults({ loss: 1 });
    const atLeft = watch(left);
    left.mesh.setPresence(Uint8Array.of(1));
    await run(10);
    expect(atLeft).toEqual([{ type: "lost", peer: right.mesh.self, message: "members", bytes: expect.any(Number) }]);
    left.mesh.setFaults({ loss: 0, delayMs: 700 });
    left.mesh.setPresence(Uint8Array.of(2));
    await run(10);
    expect(atLeft.at(-1)).toMatchObject({ type: "sent", message: "members", delayMs: 700 });
  });

  test("D40: who has stopped watching is told nothing", async () => {
    const [left] = [room.open({}), room.open({})];
    await run(1_000);
    const seen: Traffic[] = [];
    const stop = left.mesh.watchTraffic((traffic) => seen.push(traffic));
    stop();
    left.mesh.edit({ text: "hello" });
    await run(1_000);
    expect(seen).toEqual([]);
  });

  test("D41: a neighbor is known to have the same once it has said so, and not where it cannot be told", async () => {
    const [left, right] = [room.open({}), room.open({})];
    await run(1_000);
    left.mesh.edit({ text: "hello" });
    expect(left.mesh.standingOf(right.mesh.self)).toBe("less");
    await run(3_000);
    expect(left.mesh.standingOf(right.mesh.self)).toBe("same");
    right.mesh.setFaults({ loss: 1 });
    left.mesh.edit({ text: "hello again" });
    await run(2_000);
    expect(right.register.text).toBe("hello again");
    expect(left.mesh.standingOf(right.mesh.self)).toBe("less");
  });

  test("D43: where nobody says what it has, who pushed the same is known to have it, and no one else", async () => {
    const [left, right] = [room.open({ spread: { strategy: "push", intervalMs: 100 } }), room.open({})];
    await run(1_000);
    const seen = watch(left);
    left.mesh.edit({ text: "hello" });
    expect(left.mesh.standingOf(right.mesh.self)).toBe("less");
    await run(1_000);
    expect(ofType(seen, "received")).toContainEqual({ message: "push", bytes: expect.any(Number) });
    expect(left.mesh.standingOf(right.mesh.self)).toBe("same");
    left.mesh.edit({ text: "hello again" });
    expect(left.mesh.standingOf(right.mesh.self)).toBe("less");
    right.mesh.leave();
    await run(100);
    expect(left.mesh.standingOf(right.mesh.self)).toBe("unknown");
  });
});

describe("a mesh that crashes", () => {
  test("D42: says nothing to anyone, and is missed by its silence", async () => {
    const [crashes, stays] = [room.open({}), room.open({})];
    await run(1_000);
    const atStays = watch(stays);
    crashes.mesh.crash();
    crashes.mesh.edit({ text: "too late" });
    await run(1_000);
    expect(neighborsOf(stays)).toEqual([crashes.mesh.self]);
    expect(ofType(atStays, "received")).toEqual([]);
    await run(6_000);
    expect(neighborsOf(stays)).toEqual([]);
    expect(stays.register.text).toBe("");
  });

  test("D42: holds no timer, and neither leaves nor comes back", async () => {
    const tab = room.open({ faults: { delayMs: 60_000, rateBytesPerSecond: 1, loss: 0, cut: new Set(), skewMs: 0 } });
    const other = room.open({});
    await run(1_000);
    tab.mesh.edit({ text: "under way" });
    other.mesh.leave();
    tab.mesh.crash();
    tab.mesh.leave();
    tab.mesh.rejoin();
    await run(1_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(neighborsOf(tab)).toEqual([]);
  });
});
