import { describe, expect, it } from "vitest";
import { peekMessageType } from "../message";
import { createNoteNode, typed } from "../test-fixtures/note-node";
import { NoteRoom, RegisterRoom } from "../test-fixtures/rooms";
import { completeLinks, type Links, losesNothing, losesPercent, ringLinks } from "../test-fixtures/virtual-room";
import { MAX_REPAIR_INTERVAL_MS } from "./plumtree";

const INTERVAL_MS = 200;

describe("rooms that spread by plumtree", { timeout: 30_000 }, () => {
  const noteRoom = (count: number, links: Links, loses: NoteRoomLoses) => {
    const members = Array.from({ length: count }, (_, i) => createNoteNode(i, { rumorCounter: 3 }));
    const room = new NoteRoom(members, links, loses);
    room.handle(0, { type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: INTERVAL_MS } });
    room.run(5_000);
    return room;
  };
  const areEqual = (room: NoteRoom) => () => new Set(room.texts).size === 1;

  it("G53: every letter of everyone comes to all, whatever share of the messages is lost", () => {
    for (const [seed, percent] of [10, 30, 60].entries()) {
      for (const links of [ringLinks(8), completeLinks(8)]) {
        const room = noteRoom(8, links, losesPercent(percent, seed));
        for (let round = 0; round < 6; round++) {
          for (let i = 0; i < 8; i++) {
            room.handle(i, typed(String.fromCharCode(97 + i), 0));
            room.run(11);
          }
        }
        room.runUntil(() => areEqual(room)() && room.lengths[0] === 48, 60_000);
        expect([...(room.texts[0] ?? "")].sort().join("")).toBe([..."abcdefgh"].map((c) => c.repeat(6)).join(""));
      }
    }
  });

  it("G53: what had got out of a writer comes to all after it has crashed, and a large note to all in pieces", () => {
    const room = noteRoom(6, ringLinks(6), losesPercent(20, 1));
    room.handle(0, typed("last words", 0));
    room.runUntil(() => room.texts.slice(1).includes("last words"), 10_000);
    room.crash(0);
    room.run(10_000);
    expect(room.texts.slice(1)).toEqual(Array(5).fill("last words"));
    const large = noteRoom(3, completeLinks(3), losesPercent(33, 7));
    large.handle(0, typed("a line of the large note\n".repeat(42_000), 0));
    large.runUntil(() => large.lengths.every((length) => length === 1_050_000), 120_000);
  });

  it("G53: two halves that were apart come together once they are linked, with all of both", () => {
    const links: Links = [...completeLinks(3), ...completeLinks(3).map(([a, b]) => [a + 3, b + 3] as const)];
    const members = Array.from({ length: 6 }, (_, i) => createNoteNode(i, { rumorCounter: 3 }));
    const room = new NoteRoom(members, links, losesNothing);
    for (const i of [0, 3]) {
      room.handle(i, { type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: INTERVAL_MS } });
    }
    room.run(2_000);
    room.handle(0, typed("left", 0));
    room.handle(3, typed("right", 0));
    room.run(2_000);
    room.link(1, 4);
    room.runUntil(areEqual(room), 3_000);
    expect(room.lengths[0]).toBe(9);
  });

  it("G47: the tree settles: in the end an edit of anyone is sent about once to each other node", () => {
    const room = noteRoom(12, completeLinks(12), losesNothing);
    for (let i = 0; i < 60; i++) {
      room.handle(i % 12, typed("a", 0));
      room.run(400);
    }
    room.run(10_000);
    const quiet = messagesIn(room, () => room.run(5_000));
    expect(quiet).toBeLessThan(12 * 2 * (5_000 / MAX_REPAIR_INTERVAL_MS + 5_000 / 2_000));
    let news = 0;
    room.losing(({ bytes }) => {
      if (peekMessageType(bytes) === "news") news++;
      return false;
    });
    const busy = messagesIn(room, () => {
      for (let i = 0; i < 10; i++) {
        room.handle((5 * i) % 12, typed("a", 0));
        room.run(500);
      }
    });
    expect(areEqual(room)()).toBe(true);
    expect(news).toBeLessThan(10 * 11 * 1.2);
    // And what a repair every Δ, instead of every 2 s, costs at most.
    const repairs = (12 * 5_000) / INTERVAL_MS;
    expect(busy - quiet).toBeLessThan(news + 2 * repairs);
  });

  it("G48: a large paste goes to each about once, and not to everyone from everyone", () => {
    const room = noteRoom(8, completeLinks(8), losesNothing);
    for (let i = 0; i < 30; i++) {
      room.handle(i % 8, typed("a", 0));
      room.run(400);
    }
    const before = room.sentBytes;
    room.handle(0, typed("a line of the large note\n".repeat(20_000), 0));
    room.runUntil(() => room.lengths.every((length) => length === 500_030), 60_000);
    expect(room.sentBytes - before).toBeLessThan(1.5 * 7 * 500_000);
  });

  it("G52: a room of registers comes to hold the latest, at once and whoever wrote it", () => {
    const room = new RegisterRoom(5, ringLinks(5));
    room.handle(0, { type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: INTERVAL_MS } });
    room.run(2_000);
    room.handle(3, { type: "edited", operation: { text: "latest" } });
    room.run(150);
    expect(room.texts).toEqual(Array(5).fill("latest"));
  });
});

type NoteRoomLoses = ConstructorParameters<typeof NoteRoom>[2];

/** How many messages go out meanwhile. */
function messagesIn(room: NoteRoom, meanwhile: () => void): number {
  const before = room.sent;
  meanwhile();
  return room.sent - before;
}
