import { describe, expect, it } from "vitest";
import { peekMessageType } from "../message";
import { DEFAULT_SPREAD } from "../spread";
import { typed } from "../test-fixtures/note-node";
import { OverlayRoom } from "../test-fixtures/overlay-room";
import { losesNothing, type Sent } from "../test-fixtures/virtual-room";

/**
 * How long until all have what one types, where the first message of it that `loses` names is lost, and all that follows
 * between those two: it must come by another neighbor. Undefined if none is.
 */
function delayMs(room: OverlayRoom, writer: number, loses: (sent: Sent) => boolean): number | undefined {
  let lost: Sent | undefined;
  room.losing((sent) => {
    if (!lost && peekMessageType(sent.bytes) === "news" && loses(sent)) lost = sent;
    return lost !== undefined && [sent.from, sent.to].every((end) => end === lost?.from || end === lost?.to);
  });
  const length = (room.members[writer]?.text.length ?? 0) + 1;
  const start = room.now;
  room.handle(writer, typed("a", 0));
  room.runUntil(() => room.members.every(({ text }) => text.length === length), 5_000);
  const took = room.now - start;
  room.losing(losesNothing);
  room.run(4_000);
  return lost && took;
}

/** For each link in turn that a keystroke is lost on, of every `step`th writer. */
function delaysOf(count: number, step: number): readonly number[] {
  const room = OverlayRoom.ofGuests(count, 5_000);
  for (let i = 0; i < 10; i++) delayMs(room, i % count, () => false);
  const delays: number[] = [];
  for (let from = 0; from < count; from += step) {
    for (const to of room.neighborsOf(from)) {
      const delay = delayMs(room, from, (sent) => sent.from === from && sent.to === to);
      if (delay !== undefined) delays.push(delay);
    }
  }
  return delays.toSorted((left, right) => left - right);
}

/** What hears of it by a digest, says what it has, gets what it lacks and passes it on, over as many links again: 30 ms each. */
const REPAIR_MS = 240;

/** And as much farther is it in a larger room. */
const FARTHER_MS = 60;

describe("a lost message", { timeout: 60_000 }, () => {
  for (const count of [3, 4, 6, 7, 10, 16, 18]) {
    it(`G51: holds a keystroke up for about one Δ in a room of ${count}, whichever link it was lost on: it comes by another`, () => {
      const delays = delaysOf(count, count < 16 ? 1 : 2);
      expect(delays.length).toBeGreaterThan(Math.min(count - 1, 24));
      expect(delays.at(-1)).toBeLessThanOrEqual(DEFAULT_SPREAD.intervalMs + REPAIR_MS);
    });
  }

  it("G51: holds it up for that long in a room of 36 as well, but for one link in twenty, where it takes another Δ", () => {
    const delays = delaysOf(36, 3);
    expect(delays.length).toBeGreaterThan(50);
    const most = delays[Math.floor(0.95 * (delays.length - 1))];
    expect(most).toBeLessThanOrEqual(DEFAULT_SPREAD.intervalMs + REPAIR_MS + FARTHER_MS);
    expect(delays.at(-1)).toBeLessThanOrEqual(2 * DEFAULT_SPREAD.intervalMs + REPAIR_MS + FARTHER_MS);
  });
});
