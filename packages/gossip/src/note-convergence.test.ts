import { describe, expect, it } from "vitest";
import { decodeMessage, type Message } from "./message";
import type { Strategy } from "./spread";
import { createNoteNode, titled, typed } from "./test-fixtures/note-node";
import { NoteRoom } from "./test-fixtures/rooms";
import {
  completeLinks,
  type Links,
  losesNothing,
  losesPercent,
  ringLinks,
  type Sent,
} from "./test-fixtures/virtual-room";

const LARGE = "a line of the large note\n".repeat(42_000);

function noteRoom(count: number, links: Links, loses: (sent: Sent) => boolean, rumorCounter: number): NoteRoom {
  const members = Array.from({ length: count }, (_, i) => createNoteNode(i, { rumorCounter }));
  const room = new NoteRoom(members, links, loses);
  // As every tab does; from then on its hello is repeated.
  for (let i = 0; i < count; i++) room.handle(i, { type: "introduced", presence: Uint8Array.of(i) });
  return room;
}

function choose(room: NoteRoom, strategy: Strategy): void {
  room.handle(0, { type: "spreadChosen", spread: { strategy, intervalMs: 200 } });
  room.run(2_000);
}

/** Lets every node type its words at random places of what it sees, all at the same time. */
function typeTogether(room: NoteRoom, words: readonly (readonly string[])[]): void {
  for (let round = 0; round < words[0]!.length; round++) {
    for (const [i, member] of room.members.entries()) {
      room.handle(i, typed(words[i]![round]!, (37 * round * (i + 1)) % (member.text.length + 1)));
      room.run(11);
    }
  }
}

/** Each node's words, in letters that no other word has, so that each can be found again though others typed into it. */
function wordsOf(count: number, rounds: number): readonly (readonly string[])[] {
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: rounds }, (_, round) => String.fromCodePoint(0x4e00 + i * rounds + round).repeat(3)),
  );
}

/** Every letter that anyone typed is there exactly as often as it was typed, everywhere, in one and the same text. */
function expectAllOf(room: NoteRoom, words: readonly (readonly string[])[], seed: number): void {
  expect(new Set(room.texts).size, `texts with seed ${seed}`).toBe(1);
  const letters = (text: string) => [...text].sort().join("");
  expect(letters(room.texts[0]!), `letters with seed ${seed}`).toBe(letters(words.flat().join("")));
}

const areEqual = (room: NoteRoom) => () => new Set(room.texts).size === 1 && new Set(room.titles).size === 1;

describe("notes in virtual time", () => {
  it("G43: push brings every letter of everyone to all, whatever is lost, in rings and where all are connected", () => {
    for (const [seed, percent] of [10, 30, 60].entries()) {
      for (const links of [ringLinks(8), completeLinks(8)]) {
        const room = noteRoom(8, links, losesPercent(percent, seed), 3);
        const words = wordsOf(8, 6);
        typeTogether(room, words);
        room.handle(3, titled("A title"));
        room.runUntil(areEqual(room), 60_000);
        expectAllOf(room, words, seed);
        expect(room.titles[0]).toBe("A title");
      }
    }
  });

  it("G43: push brings what had got out of a writer to all, after the writer has crashed", () => {
    const room = noteRoom(6, ringLinks(6), losesPercent(20, 1), 3);
    room.handle(0, typed("last words", 0));
    room.runUntil(() => room.texts.slice(1).includes("last words"), 10_000);
    room.crash(0);
    room.run(20_000);
    expect(room.texts.slice(1)).toEqual(Array(5).fill("last words"));
  });

  it("G33: a rumor of a high k reaches all of eight that are connected, though one message in ten is lost", () => {
    for (let seed = 0; seed < 5; seed++) {
      const room = noteRoom(8, completeLinks(8), losesPercent(10, seed), 10);
      choose(room, "rumor");
      const words = wordsOf(8, 4);
      typeTogether(room, words);
      room.run(60_000);
      expectAllOf(room, words, seed);
      const before = room.sent;
      room.run(10_000);
      // Only hellos, each with what its sender has, of each of eight every 2 s, and where word of a member was lost an
      // answer to either; and once each tells all that it is there.
      expect(room.sent - before).toBeLessThanOrEqual(4 * 8 * 5 + 8 * 7);
    }
  });

  it("G43: a note of 1 MB reaches all in pieces, though one message in three is lost", () => {
    for (const strategy of ["push", "rumor"] as const) {
      const room = noteRoom(3, completeLinks(3), losesPercent(33, 7), 10);
      choose(room, strategy);
      room.handle(0, typed(LARGE, 0));
      room.runUntil(() => room.lengths.every((length) => length === LARGE.length), 120_000);
      expect(room.texts.every((text) => text === LARGE)).toBe(true);
    }
  });

  it("G39: of a piece or an asking that was lost, whichever of them, the rest comes all the same", () => {
    for (const strategy of ["push", "rumor"] as const) {
      for (const type of ["ask", "delta"] as const) {
        for (const which of [1, 2, 5]) {
          let seen = 0;
          const isLost = (message: Message["type"]) => message === type && ++seen === which;
          let isOpen = false;
          const loses = ({ bytes }: Sent) => {
            const message = decodeMessage(bytes);
            const isBig = message.type === "delta" && message.delta.length > 1_000;
            return isOpen && (message.type === "ask" || isBig) && isLost(message.type);
          };
          const room = noteRoom(2, [[0, 1]], loses, 3);
          choose(room, strategy);
          isOpen = true;
          room.handle(0, typed(LARGE, 0));
          room.runUntil(() => room.lengths[1] === LARGE.length, 20_000);
          expect(seen).toBeGreaterThanOrEqual(which);
        }
      }
    }
  });

  it("G41: a keystroke of another comes in between two pieces, and the receiver's own goes out", () => {
    for (const strategy of ["plumtree", "push", "broadcast"] as const) {
      const room = noteRoom(3, [[0, 1]], losesNothing, 3);
      choose(room, strategy);
      room.link(1, 2);
      room.run(500);
      room.handle(0, typed(LARGE, 0));
      const isUnderWay = () => room.lengths[1]! > 10_000 && room.lengths[1]! < LARGE.length;
      room.runUntil(isUnderWay, 5_000);
      room.handle(2, titled("of another"));
      room.handle(1, typed("!", 0));
      const passed = () => room.titles[1] === "of another" && room.lengths[0]! > LARGE.length;
      room.runUntil(() => passed() || !isUnderWay(), 5_000);
      expect([passed(), isUnderWay()]).toEqual([true, true]);
      room.runUntil(() => room.lengths[0] === room.lengths[1], 60_000);
      expect(room.texts[1]).toBe(`!${LARGE}`);
    }
  });

  it("G15: what broadcast left different in notes, push makes good once the room chooses it", () => {
    let isLost = false;
    const room = noteRoom(4, completeLinks(4), ({ bytes }) => isLost && decodeMessage(bytes).type === "news", 3);
    choose(room, "broadcast");
    room.handle(0, typed("Milk", 0));
    room.run(1_000);
    isLost = true;
    room.handle(0, typed(" and eggs", 4));
    room.run(1_000);
    isLost = false;
    room.handle(0, typed("!", 13));
    room.run(60_000);
    expect(room.texts).toEqual(["Milk and eggs!", "Milk", "Milk", "Milk"]);
    choose(room, "push");
    room.runUntil(areEqual(room), 10_000);
    expect(room.texts[3]).toBe("Milk and eggs!");
  });
});
