import { describe, expect, it } from "vitest";
import type { Spread } from "./spread";
import { RegisterRoom } from "./test-fixtures/rooms";
import { completeLinks, ringLinks } from "./test-fixtures/virtual-room";

const COUNT = 5;
const RING = ringLinks(COUNT);
const NAIVE: Spread = { strategy: "broadcast", intervalMs: 200 };

/** Lets `writer` edit, and ends it as soon as one other node has the news. */
function crashAfterOneCopy(room: RegisterRoom, writer: number): void {
  room.handle(writer, { type: "edited", operation: { text: "news" } });
  while (room.texts.filter((text) => text === "news").length < 2) room.run(1);
  room.crash(writer);
}

describe("a room in virtual time", () => {
  it("G13: push reaches all that are left, once one copy got out before the writer crashed", () => {
    for (const links of [completeLinks(COUNT), RING]) {
      for (let writer = 0; writer < COUNT; writer++) {
        const room = new RegisterRoom(COUNT, links);
        crashAfterOneCopy(room, writer);
        room.run(10_000);
        expect(room.texts).toEqual(Array(COUNT).fill("news"));
      }
    }
  });

  it("G13: push ends with the latest of many edits everywhere", () => {
    const room = new RegisterRoom(COUNT, RING);
    for (let i = 0; i < 20; i++) {
      room.handle(i % COUNT, { type: "edited", operation: { text: `edit ${i}` } });
      room.run(37);
    }
    room.run(10_000);
    expect(new Set(room.texts)).toEqual(new Set(["edit 19"]));
  });

  it("G10: push sends all the time, though nothing is new", () => {
    const room = new RegisterRoom(COUNT, completeLinks(COUNT));
    room.handle(0, { type: "edited", operation: { text: "news" } });
    room.run(10_000);
    const before = room.sent;
    room.run(10_000);
    // Five nodes, and Δ is 200 ms.
    expect(room.sent - before).toBe(COUNT * 50);
  });

  it("G14: broadcast reaches all with one message each, where nothing fails", () => {
    const room = new RegisterRoom(COUNT, completeLinks(COUNT));
    room.handle(0, { type: "spreadChosen", spread: NAIVE });
    room.run(1900);
    const before = room.sent;
    room.handle(0, { type: "edited", operation: { text: "news" } });
    room.run(90);
    expect(room.texts).toEqual(Array(COUNT).fill("news"));
    expect(room.sent - before).toBe(COUNT - 1);
  });

  it("G15: broadcast that was cut amid sending leaves the copies different for ever", () => {
    const room = new RegisterRoom(COUNT, completeLinks(COUNT));
    room.handle(0, { type: "spreadChosen", spread: NAIVE });
    room.run(1000);
    crashAfterOneCopy(room, 0);
    const texts = room.texts;
    expect(new Set(texts.slice(1))).toEqual(new Set(["news", ""]));
    room.run(60_000);
    expect(room.texts).toEqual(texts);
  });

  it("G15: what broadcast left different, push makes good once the room chooses it", () => {
    const room = new RegisterRoom(COUNT, completeLinks(COUNT));
    room.handle(0, { type: "spreadChosen", spread: NAIVE });
    room.run(1000);
    crashAfterOneCopy(room, 0);
    room.handle(4, { type: "spreadChosen", spread: { strategy: "push", intervalMs: 200 } });
    room.run(10_000);
    expect(room.texts).toEqual(Array(COUNT).fill("news"));
  });

  it("G28: a choice reaches nodes that are not neighbors of who chose, at once and under any strategy", () => {
    const room = new RegisterRoom(COUNT, RING);
    for (const spread of [NAIVE, { strategy: "push", intervalMs: 999 } satisfies Spread]) {
      room.handle(0, { type: "spreadChosen", spread });
      room.run(500);
      expect(room.members.map(({ node }) => node.spread)).toEqual(Array(COUNT).fill(spread));
    }
  });
});
