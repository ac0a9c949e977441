import { describe, expect, it } from "vitest";
import { peekMessageType } from "../message";
import { DEFAULT_SPREAD } from "../spread";
import { typed } from "../test-fixtures/note-node";
import { OverlayRoom } from "../test-fixtures/overlay-room";
import { losesNothing, type Sent } from "../test-fixtures/virtual-room";

/** How long until all have what one types, where the first message of it that `loses` names is lost; undefined if none is. */
function delayMs(room: OverlayRoom, writer: number, loses: (sent: Sent) => boolean): number | undefined {
  let isLost = false;
  room.losing((sent) => {
    const losesIt = !isLost && peekMessageType(sent.bytes) === "news" && loses(sent);
    isLost ||= losesIt;
    return losesIt;
  });
  const length = (room.members[writer]?.text.length ?? 0) + 1;
  const start = room.now;
  room.handle(writer, typed("a", 0));
  room.runUntil(() => room.members.every(({ text }) => text.length === length), 5_000);
  const took = room.now - start;
  room.losing(losesNothing);
  room.run(4_000);
  return isLost ? took : undefined;
}

/** For each link in turn that a keystroke is lost on. */
function delaysOf(count: number): readonly number[] {
  const room = OverlayRoom.ofGuests(count, 5_000);
  for (let i = 0; i < 10; i++) delayMs(room, i % count, () => false);
  const delays: number[] = [];
  for (let from = 0; from < count; from++) {
    for (const to of room.neighborsOf(from)) {
      const delay = delayMs(room, from, (sent) => sent.from === from && sent.to === to);
      if (delay !== undefined) delays.push(delay);
    }
  }
  return delays.toSorted((left, right) => left - right);
}

/** From the news to the turn that tells of it, and then a digest, what the other has, and what it lacks: 30 ms each. */
const ONE_TURN_MS = DEFAULT_SPREAD.intervalMs + 150;

describe("a lost message", { timeout: 30_000 }, () => {
  it("G51: holds a keystroke up for about one Δ in a room of three, whichever link it was lost on", () => {
    const delays = delaysOf(3);
    expect(delays.length).toBeGreaterThan(3);
    expect(delays.at(-1)).toBeLessThanOrEqual(ONE_TURN_MS);
  });

  it("G51: the same mostly in a room of ten, whose nodes have more to choose from, and never for more than a few Δ", () => {
    const delays = delaysOf(10);
    expect(delays.length).toBeGreaterThan(10);
    expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(2 * ONE_TURN_MS);
    expect(delays.at(-1)).toBeLessThan(5 * DEFAULT_SPREAD.intervalMs);
  });
});
