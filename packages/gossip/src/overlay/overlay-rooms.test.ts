import { describe, expect, it } from "vitest";
import { decodeMessage } from "../message";
import { OverlayRoom, upTo } from "../test-fixtures/overlay-room";
import { peerId } from "../test-fixtures/test-node";
import { DIAL_MS } from "../test-fixtures/virtual-room";
import { DEFAULT_OVERLAY } from "./overlay";

const { activeSize, maxActive } = DEFAULT_OVERLAY;

describe("rooms whose nodes choose their neighbors", { timeout: 30_000 }, () => {
  it("G62: up to six all are connected to all", () => {
    for (let count = 2; count <= activeSize + 1; count++) {
      const room = OverlayRoom.ofGuests(count, 2_000);
      expect(room.degrees).toEqual(Array(count).fill(count - 1));
    }
  });

  it("G64: beyond, each has five or six neighbors, all are one room, and it comes to rest", () => {
    for (const count of [7, 8, 13]) {
      const room = OverlayRoom.ofGuests(count, 10_000);
      expect(room.reachedFrom(0).size).toBe(count);
      expect(Math.max(...room.degrees)).toBeLessThanOrEqual(maxActive);
      expect(Math.min(...room.degrees)).toBeGreaterThanOrEqual(activeSize);
      const links = () => upTo(count).map((i) => room.neighborsOf(i).join());
      const before = links();
      room.run(20_000);
      expect(links()).toEqual(before);
    }
  });

  it("G63: many that come at once through the same one are one room soon after", () => {
    const room = OverlayRoom.ofStrangers(20);
    for (let i = 1; i < 20; i++) room.list(i, [0]);
    room.run(15_000);
    expect(room.reachedFrom(0).size).toBe(20);
    expect(Math.max(...room.degrees)).toBeLessThanOrEqual(maxActive);
  });

  it("G65: newcomers that a full node sends away have their neighbors soon, though they hear of others by that alone", () => {
    const room = OverlayRoom.ofStrangers(24);
    for (let i = 1; i < 12; i++) room.list(i, [i - 1]);
    room.run(20_000);
    const full = room.degrees.indexOf(maxActive);
    const sentAway = new Set<number>();
    room.losing(({ from, to, bytes }) => {
      const message = decodeMessage(bytes);
      if (message.type !== "overlay") return false;
      const { type } = message.overlay;
      if (type === "part" && to >= 12) sentAway.add(to);
      return type !== "part" && type !== "neighbor" && Math.max(from, to) >= 12;
    });
    for (let i = 12; i < 24; i++) room.list(i, [full]);
    room.run(8_000);
    expect(sentAway.size).toBeGreaterThan(2);
    for (const i of sentAway) expect(room.neighborsOf(i).length).toBeGreaterThanOrEqual(activeSize);
  });

  it("G67: where half of sixteen die at once, the others have their neighbors again within a second", () => {
    const room = OverlayRoom.ofGuests(16, 20_000);
    const living = upTo(16).filter((i) => i % 2 === 1);
    for (let i = 0; i < 16; i += 2) room.crash(i);
    room.run(1_000);
    expect(room.reachedFrom(1).size).toBe(living.length);
    for (const i of living) expect(room.neighborsOf(i).length).toBeGreaterThanOrEqual(activeSize);
  });

  it("G68: two halves that the introducer knows of find each other, and are linked more than once", () => {
    const room = OverlayRoom.ofStrangers(16);
    for (let i = 0; i < 16; i++) {
      room.introduce(i, `n${i}`);
      if (i % 8 > 0) room.list(i, [i - 1]);
    }
    room.run(10_000);
    expect(room.reachedFrom(0).size).toBe(8);
    for (let i = 0; i < 16; i++) room.list(i, upTo(16));
    room.run(10_000);
    expect(room.reachedFrom(0).size).toBe(16);
    expect(room.knowEachOther(upTo(16))).toBe(true);
    const across = upTo(8).flatMap((i) => room.neighborsOf(i).filter((other) => other >= 8));
    expect(across.length).toBeGreaterThan(2);
    expect(Math.max(...room.degrees)).toBeLessThanOrEqual(maxActive);
  });

  it("G68: two halves stay one room, though one node alone was told of one other, and all have their neighbors", () => {
    for (let one = 0; one < 8; one++) {
      const room = OverlayRoom.ofStrangers(16);
      for (let i = 0; i < 16; i++) {
        room.introduce(i, `n${i}`);
        if (i % 8 > 0) room.list(i, [i < 8 ? 0 : 8]);
        room.run(500);
      }
      room.run(20_000);
      room.list(one, [15 - one]);
      for (let second = 0; second < 60; second++) {
        room.run(1_000);
        if (second > 5) expect(room.reachedFrom(0).size).toBe(16);
      }
      expect(room.knowEachOther(upTo(16))).toBe(true);
    }
  });

  it("G68: a cut that lasts, and ends, leaves one room within ten seconds, though all had their neighbors", () => {
    for (const cutMs of [6_000, 60_000]) {
      const room = OverlayRoom.ofGuests(16, 5_000);
      for (let i = 0; i < 16; i++) room.list(i, upTo(16));
      room.run(5_000);
      const isLeft = (i: number) => i % 2 === 0;
      room.isCut = (from, to) => isLeft(from) !== isLeft(to);
      // Heartbeats tell after a while.
      room.run(5_000);
      for (const i of upTo(16))
        for (const other of room.neighborsOf(i)) if (room.isCut(i, other)) room.unlink(i, other);
      room.run(cutMs);
      expect(room.reachedFrom(0).size).toBe(8);
      room.isCut = () => false;
      room.run(10_000);
      expect(room.reachedFrom(0).size).toBe(16);
      room.run(5_000);
      expect(room.knowEachOther(upTo(16))).toBe(true);
    }
  });

  it("G68: while one after another comes in, nobody takes them for another half, and each costs the room little", () => {
    const room = OverlayRoom.ofStrangers(48);
    let joins = 0;
    room.losing(({ bytes }) => {
      const message = decodeMessage(bytes);
      if (message.type === "overlay" && message.overlay.type === "join") joins++;
      return false;
    });
    const sent = upTo(48).map((i) => {
      const before = room.sent;
      room.introduce(i, `n${i}`);
      room.list(i, upTo(i));
      for (const other of upTo(i)) room.handle(other, { type: "listed", peers: [peerId(i)], areAll: false });
      room.run(1_000);
      return room.sent - before;
    });
    expect(joins).toBeLessThan(1.2 * 48);
    const average = (from: number, to: number) =>
      sent.slice(from, to).reduce((sum, each) => sum + each, 0) / (to - from);
    // What everybody hears of the newcomer, along a tree, grows with the room, and little else.
    expect(average(36, 48)).toBeLessThan(2.5 * average(12, 18));
    room.run(5_000);
    expect(room.knowEachOther(upTo(48))).toBe(true);
  });

  it("G68: two that are cut apart, with nobody else there, meet again within ten seconds of its end", () => {
    for (const cutMs of [10_000, 57_000]) {
      const room = OverlayRoom.ofGuests(2, 1_000);
      for (const i of [0, 1]) room.list(i, [0, 1]);
      room.isCut = () => true;
      room.unlink(0, 1);
      room.run(cutMs);
      room.isCut = () => false;
      room.run(8_000 + DIAL_MS);
      expect(room.isLinked(0, 1)).toBe(true);
    }
  });

  it("G67: one that was cut off from everyone, and whom nobody names, comes back by those it remembers", () => {
    const room = OverlayRoom.ofGuests(9, 10_000);
    room.isCut = (from, to) => from === 4 || to === 4;
    for (const other of room.neighborsOf(4)) room.unlink(4, other);
    room.run(60_000);
    expect(room.neighborsOf(4)).toEqual([]);
    room.isCut = () => false;
    room.run(9_000);
    expect(room.reachedFrom(4).size).toBe(9);
  });
});
