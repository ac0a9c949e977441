import { MAX_PIECE_BYTES } from "@hearsay/gossip";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Channel, MAX_WAITING_BYTES } from "./channel";
import { NO_FAULTS } from "./fault-port";
import { DeafMember } from "./test-fixtures/deaf-member";
import { type NoteTab, run, TestRoom } from "./test-fixtures/test-room";

const MINUTES = 2;
const ROUND_MS = 500;
const ROUNDS = (MINUTES * 60_000) / ROUND_MS;
const PASTED = "a pasted line\n".repeat(3_000);
/** What is written is there for the others within so long. */
const AT_ONCE_MS = 100;
/** The most that stands before a piece in its message, where few write. */
const HEADER_BYTES = 1_024;
/** Beats, and the first frame of a message: a link has taken no more of what waits. */
const MAX_HELD_FRAMES = 5;

let room: TestRoom;
/** The most bytes of whole messages that ever waited in one channel. */
let mostWaiting: number;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  room = new TestRoom({ serverClock: Date.now });
  mostWaiting = 0;
  const waiting = new WeakMap<Channel, number>();
  const send = Channel.prototype.send;
  vi.spyOn(Channel.prototype, "send").mockImplementation(function (this: Channel, message, left) {
    const add = (bytes: number) => waiting.set(this, (waiting.get(this) ?? 0) + bytes);
    let isDropped = true;
    add(message.length);
    send.call(this, message, () => {
      add(-message.length);
      isDropped = false;
      left();
    });
    if (isDropped) mostWaiting = Math.max(mostWaiting, waiting.get(this) ?? 0);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function type({ mesh, text }: NoteTab, insert: string): void {
  const edits = [{ from: text.length, to: text.length, insert }];
  mesh.edit({ part: "body", operation: { type: "edit", edits, joinsUndo: false } });
}

test.each([
  { delayMs: 0, mostBytes: MAX_PIECE_BYTES + HEADER_BYTES },
  // What the fault port delays counts as gone, so that more of it comes before the last has left.
  { delayMs: 50, mostBytes: MAX_WAITING_BYTES },
])(
  "M18: a neighbor that takes nothing for minutes fills no memory, slows nobody, and has all once it takes again ($delayMs ms late)",
  async ({ delayMs, mostBytes }) => {
    const deaf = new DeafMember(room);
    const faults = { ...NO_FAULTS, delayMs };
    const others = Array.from({ length: 3 }, () => room.openNote({ link: deaf.linkOfOthers, faults }));
    const tab = deaf.open();
    await run(2_000);
    const lengths = () => others.map(({ text }) => text.length);
    for (let round = 0, length = 0; round < ROUNDS; round++) {
      const insert = round % 10 === 0 ? PASTED : "x";
      for (const each of others) type(each, insert);
      await run(AT_ONCE_MS);
      length += others.length * insert.length;
      expect(lengths()).toEqual(others.map(() => length));
      await run(ROUND_MS - AT_ONCE_MS);
    }
    for (const { mesh } of others) expect(mesh.state.neighbors).toHaveLength(others.length);
    expect(tab.text.length).toBe(0);
    expect(mostWaiting).toBeGreaterThan(MAX_PIECE_BYTES / 2);
    expect(mostWaiting).toBeLessThanOrEqual(mostBytes);
    expect(deaf.held.length).toBeLessThanOrEqual(others.length * MAX_HELD_FRAMES);
    deaf.takeAll();
    await run(5_000);
    expect([tab.text.length]).toEqual([...new Set(lengths())]);
  },
  60_000,
);
