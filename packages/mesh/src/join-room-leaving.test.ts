import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NO_FAULTS } from "./fault-port";
import { neighborsOf, run, TestRoom } from "./test-fixtures/test-room";

const NOW = Date.UTC(2026, 0, 1);

let room: TestRoom;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  room = new TestRoom({ serverClock: Date.now });
});

afterEach(() => vi.useRealTimers());

describe("leaving a room", { timeout: 60_000 }, () => {
  test("D21: who has left holds no timer and no connection, whatever was under way", async () => {
    const faults = { ...NO_FAULTS, rateBytesPerSecond: 1, delayMs: 60_000 };
    const tabs = [room.open({ faults }), room.open({}), room.open({})];
    await run(1_000);
    for (const tab of tabs) tab.mesh.edit({ text: tab.mesh.self });
    await run(1_000);
    for (const tab of tabs) tab.mesh.leave();
    for (const tab of tabs) tab.mesh.leave();
    await run(100);
    expect(vi.getTimerCount()).toBe(0);
    for (const tab of tabs) expect(neighborsOf(tab)).toEqual([]);
  });

  test("D26: who leaves right after a keystroke has passed it on", async () => {
    const [writer, other] = [room.open({ spread: { strategy: "push", intervalMs: 60_000 } }), room.open({})];
    await run(1_000);
    writer.mesh.edit({ text: "just in time" });
    writer.mesh.leave();
    await run(100);
    expect(other.register.text).toBe("just in time");
  });

  test("D22: what was written after leaving spreads after coming back, and what the others wrote comes in", async () => {
    const [first, second] = [room.open({}), room.open({})];
    await run(1_000);
    first.mesh.leave();
    first.mesh.edit({ text: "while away" });
    await run(60_000);
    expect([second.register.text, vi.getTimerCount() > 0]).toEqual(["", true]);
    first.mesh.rejoin();
    first.mesh.rejoin();
    await run(2_000);
    expect(second.register.text).toBe("while away");
    second.mesh.edit({ text: "and back" });
    await run(1_000);
    expect(first.register.text).toBe("and back");
  });

  test("D23: leaving and coming back in one breath, again and again, ends with everyone connected", async () => {
    const tabs = [room.open({}), room.open({}), room.open({})];
    for (let i = 0; i < 20; i++) {
      for (const tab of tabs) {
        tab.mesh.leave();
        tab.mesh.rejoin();
        await run((i * 7) % 11);
      }
    }
    await run(5_000);
    for (const tab of tabs) expect(neighborsOf(tab)).toHaveLength(2);
  });

  test("D24: a listener that leaves amid an event leaves nothing behind", async () => {
    const [leaves, stays] = [room.open({}), room.open({})];
    await run(1_000);
    leaves.mesh.subscribe((event) => event.type === "changed" && leaves.mesh.leave());
    stays.mesh.edit({ text: "go" });
    await run(2_000);
    expect(neighborsOf(stays)).toEqual([]);
    stays.mesh.leave();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("D25: a fault that breaks its bounds is refused, and nothing changes", async () => {
    const tab = room.open({});
    const before = tab.mesh.state.faults;
    expect(() => tab.mesh.setFaults({ skewMs: 0.5, loss: 0.5 })).toThrow(RangeError);
    expect(tab.mesh.state.faults).toEqual(before);
    expect(tab.mesh.state.roomTime.offsetMs).toBe(0);
  });
});
