import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NO_FAULTS } from "./fault-port";
import { type NoteTab, run, TestRoom } from "./test-fixtures/test-room";
import { WithholdingMember } from "./test-fixtures/withholding-member";

const HONEST = 13;
const ROUNDS = 40;
/** All that others keep to themselves comes by another way within so long, and later than at once only at first. */
const REPAIRED_MS = 3_000;
const AT_ONCE_MS = 1_000;
/** The links of the honest are slow, so that what the liar passes on comes first. */
const FAULTS = { ...NO_FAULTS, delayMs: 40 };

let room: TestRoom;
let honest: readonly NoteTab[];
let liar: WithholdingMember;

beforeEach(async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  room = new TestRoom({ serverClock: Date.now });
  const open = () => room.openNote({ faults: FAULTS });
  const first = Array.from({ length: 7 }, open);
  await run(2_000);
  liar = new WithholdingMember(room);
  await run(2_000);
  honest = [...first, ...Array.from({ length: HONEST - first.length }, open)];
  await run(10_000);
});

afterEach(() => vi.useRealTimers());

/** In each of so many rounds `writers` type its letter. Returns after how many ms each round was there for all. */
async function typeTogether(writers: readonly NoteTab[], rounds: number): Promise<readonly number[]> {
  const lateMs: number[] = [];
  const pending = new Map<string, number>();
  const look = () => {
    for (const [letter, typedAt] of pending) {
      if (!honest.every(({ text }) => text.toString().split(letter).length > writers.length)) continue;
      pending.delete(letter);
      lateMs.push(performance.now() - typedAt);
    }
  };
  for (let i = 0; i < rounds || (pending.size > 0 && i < rounds + 100); i++) {
    if (i < rounds) {
      const insert = String.fromCodePoint(nextLetter++);
      pending.set(insert, performance.now());
      for (const { mesh, text } of writers) {
        const edits = [{ from: text.length, to: text.length, insert }];
        mesh.edit({ part: "body", operation: { type: "edit", edits, joinsUndo: false } });
      }
    }
    await run(100);
    look();
  }
  expect([...pending.keys()]).toEqual([]);
  return lateMs;
}

/** No letter is typed in two rounds. */
let nextLetter = 0x4e00;

test("M17: a member in the midst of 14 that passes on what is written, and then nothing any more, keeps it from nobody", async () => {
  const neighbors = liar.tab.mesh.state.neighbors.map(({ peer }) => peer);
  const writers = honest.filter(({ mesh }) => neighbors.includes(mesh.self)).slice(0, 3);
  await typeTogether(writers, ROUNDS);
  // Each round came to somebody by the liar.
  expect(liar.passedOn).toBeGreaterThan(ROUNDS);
  liar.withholds = true;
  expect(Math.max(...(await typeTogether(writers, ROUNDS)))).toBeLessThanOrEqual(REPAIRED_MS);
  expect(liar.withheld).toBeGreaterThan(writers.length);
  expect(Math.max(...(await typeTogether(writers, ROUNDS)))).toBeLessThanOrEqual(AT_ONCE_MS);
  for (const { mesh, text } of honest) {
    expect(text.length).toBe(3 * ROUNDS * writers.length);
    expect(mesh.state.members.length).toBe(HONEST);
    expect(mesh.state.diverged).toEqual([]);
  }
}, 60_000);
