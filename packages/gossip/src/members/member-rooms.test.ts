import { MAX_DRIFT_MS } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import { encodeMessage } from "../message";
import { typed } from "../test-fixtures/note-node";
import { OverlayRoom, upTo } from "../test-fixtures/overlay-room";
import { peerId } from "../test-fixtures/test-node";
import { losesNothing, losesPercent } from "../test-fixtures/virtual-room";
import { DOUBT_MS, EXPIRE_MS } from "./member";
import type { MemberRecord } from "./member-record";

/** How long it takes at most until everyone heard of what is new: by the links of the tree, gathered at each. */
const HEARD_MS = 4_000;

const others = (count: number, ...but: readonly number[]) => upTo(count).filter((i) => !but.includes(i));

function forge(room: OverlayRoom, to: number, from: number, records: readonly MemberRecord[]): void {
  room.handle(to, { type: "received", peer: peerId(from), bytes: encodeMessage({ type: "members", records }) });
}

describe("rooms that know who is in them", { timeout: 30_000 }, () => {
  it("G56: everyone comes to know what everyone says, beyond their neighbors, at once and again", () => {
    for (const count of [2, 7, 12]) {
      const room = OverlayRoom.ofGuests(count, 5_000);
      expect(room.knowEachOther(upTo(count))).toBe(true);
      room.introduce(count - 1, "somewhere else");
      room.run(HEARD_MS);
      for (const i of others(count, count - 1)) {
        expect(room.members[i]?.members.get(peerId(count - 1))).toBe("somewhere else");
      }
    }
  });

  it("G56: one whose neighbors all know everyone themselves is heard beyond them all the same", () => {
    // All but two are connected to all: who is at the one end of the missing link must hear the other.
    for (let seedRoom = 0; seedRoom < 3; seedRoom++) {
      const room = OverlayRoom.ofStrangers(7);
      for (const [left, right] of upTo(7).flatMap((a) => upTo(a).map((b) => [a, b] as const))) {
        if (left + right !== 2 * seedRoom + 1 || left - right !== 1) room.link(left, right);
      }
      for (const i of upTo(7)) room.introduce(i, "here");
      room.run(3_000);
      room.introduce(seedRoom, "there");
      room.run(1_500);
      expect(room.members[seedRoom + 1]?.members.get(peerId(seedRoom))).toBe("there");
    }
  });

  it("G56: a quiet room of sixteen that nobody has written in costs less than 50 bytes a second and node", () => {
    const room = OverlayRoom.ofGuests(16, 20_000);
    for (const i of upTo(16)) room.introduce(i, "x".repeat(60));
    room.run(40_000);
    const before = room.sentBytes;
    room.run(60_000);
    expect((room.sentBytes - before) / 60 / 16).toBeLessThan(50);
    expect(room.knowEachOther(upTo(16))).toBe(true);
  });

  it("G57: in two quiet minutes nobody is taken for gone, whatever became of the tree", () => {
    const room = OverlayRoom.ofGuests(16, 20_000);
    for (let i = 0; i < 20; i++) {
      room.handle(i % 16, typed("a", 0));
      room.run(300);
    }
    for (const gone of [3, 9]) room.crash(gone);
    room.run(120_000);
    expect(room.knowEachOther(others(16, 3, 9))).toBe(true);
    for (const i of others(16, 3, 9)) {
      expect([...(room.members[i]?.gone ?? [])].toSorted()).toEqual([peerId(3), peerId(9)]);
    }
  });

  it("G57: though a third of all messages is lost, whoever is taken for gone is back once they are not", () => {
    const room = OverlayRoom.ofGuests(12, 5_000);
    room.losing(losesPercent(33, 3));
    room.run(60_000);
    room.losing(losesNothing);
    room.run(20_000);
    expect(room.knowEachOther(upTo(12))).toBe(true);
  });

  it("G57: who was cut off for long is gone for the others, and all are back once it is there again", () => {
    const room = OverlayRoom.ofGuests(8, 5_000);
    for (const other of room.neighborsOf(5)) room.unlink(5, other);
    room.isCut = (from, to) => from === 5 || to === 5;
    room.run(EXPIRE_MS + 10_000);
    expect(room.knowEachOther(others(8, 5))).toBe(true);
    expect(room.members[5]?.members.size).toBe(0);
    room.isCut = () => false;
    room.list(5, [1]);
    room.run(HEARD_MS + 2_000);
    expect(room.knowEachOther(upTo(8))).toBe(true);
  });

  it("G58: who died is gone for everyone a few seconds later, and nobody brings it back", () => {
    const room = OverlayRoom.ofGuests(16, 10_000);
    room.crash(6);
    room.run(DOUBT_MS + 2 * HEARD_MS);
    expect(room.knowEachOther(others(16, 6))).toBe(true);
    room.run(60_000);
    for (const i of others(16, 6)) expect(room.members[i]?.gone).toEqual([peerId(6)]);
  });

  it("G58: who said goodbye is gone for its neighbors at once, and for the others soon", () => {
    const room = OverlayRoom.ofGuests(16, 10_000);
    const neighbors = room.neighborsOf(6);
    room.leave(6);
    for (const i of neighbors) expect(room.members[i]?.members.has(peerId(6))).toBe(false);
    room.run(DOUBT_MS + 2 * HEARD_MS);
    expect(room.knowEachOther(others(16, 6))).toBe(true);
  });

  it("G58: who lost its links and lives says so, and is not taken for gone", () => {
    const room = OverlayRoom.ofGuests(16, 10_000);
    for (const other of room.neighborsOf(6).slice(1)) room.unlink(6, other);
    room.run(30_000);
    expect(room.knowEachOther(upTo(16))).toBe(true);
    for (const { gone } of room.members) expect(gone).toEqual([]);
  });

  it("G58: a forged record that one is gone, or says something else, is put right by the one it is about", () => {
    const room = OverlayRoom.ofGuests(10, 5_000);
    const lie: MemberRecord = {
      peer: peerId(7),
      at: room.now + 20_000,
      isGone: false,
      isToldToAll: false,
      isNews: true,
      presenceAt: room.now + 20_000,
      presence: new TextEncoder().encode("a lie"),
      digest: undefined,
    };
    const neighbor = room.neighborsOf(0).find((i) => i !== 7) ?? 0;
    forge(room, 0, neighbor, [lie]);
    expect(room.members[0]?.members.get(peerId(7))).toBe("a lie");
    room.run(2 * HEARD_MS);
    for (const i of others(10, 7)) expect(room.members[i]?.members.get(peerId(7))).toBe("n7");
    forge(room, 0, neighbor, [{ ...lie, at: room.now + MAX_DRIFT_MS - 100, isGone: true, presence: undefined }]);
    room.run(2 * HEARD_MS);
    expect(room.knowEachOther(upTo(10))).toBe(true);
    for (const { gone } of room.members) expect(gone).toEqual([]);
  });

  it("G60: in a room whose members are not all neighbors, the writer knows within seconds that all have it", () => {
    const room = OverlayRoom.ofGuests(12, 10_000);
    for (const writer of [0, 5, 11]) {
      room.handle(writer, typed("a", 0));
      expect(room.members[writer]?.node.receipts?.size).toBe(0);
      room.runUntil(() => room.members[writer]?.node.receipts?.size === 11, 2 * HEARD_MS);
      room.run(1_000);
    }
  });

  it("G60: of a member that is no neighbor a node tells whether it has the same, in a room of at most thirty", () => {
    const room = OverlayRoom.ofGuests(12, 10_000);
    const strangers = () => others(12, 0, ...room.neighborsOf(0));
    const standings = () => strangers().map((i) => room.members[0]?.node.standingOf(peerId(i)));
    expect(standings().length).toBeGreaterThan(0);
    room.handle(0, typed("a", 0));
    expect(new Set(standings())).toEqual(new Set(["less"]));
    room.runUntil(() => standings().every((standing) => standing === "same"), 2 * HEARD_MS);
    const large = OverlayRoom.ofGuests(32, 10_000);
    const [stranger = 0] = others(32, 0, ...large.neighborsOf(0));
    expect(large.members[0]?.node.standingOf(peerId(stranger))).toBe("unknown");
  });

  it("G60: who is gone, or wrote since, does not count; and in a room of more than thirty only neighbors do", () => {
    const room = OverlayRoom.ofGuests(32, 10_000);
    room.handle(0, typed("a", 0));
    room.run(10_000);
    const { receipts } = room.members[0]?.node ?? {};
    expect([...(receipts ?? [])].toSorted()).toEqual(room.neighborsOf(0).map(peerId).toSorted());
  });
});
