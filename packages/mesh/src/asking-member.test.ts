import { encodeMessage, MAX_PIECE_BYTES } from "@hearsay/gossip";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { INTAKE_BUDGET } from "./intake";
import { MAX_FRAME_BYTES } from "./link";
import { HostileMember } from "./test-fixtures/hostile-member";
import { type NoteTab, run, TestRoom } from "./test-fixtures/test-room";

const NOTE = "a line of a long note\n".repeat(50_000);
const SECONDS = 10;
const ROUND_MS = 100;
/** Fewer small frames than anyone may send for ever. */
const ASKS_A_ROUND = 140;
/** Each costs as much as a MiB of what else one may send. */
const AFFORDABLE_PIECES = (INTAKE_BUDGET.burst + SECONDS * INTAKE_BUDGET.perSecond) / 2 ** 20;

let room: TestRoom;
let honest: readonly NoteTab[];
let hostile: HostileMember;

beforeEach(async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  room = new TestRoom({ serverClock: Date.now });
  honest = [room.openNote({}), room.openNote({})];
  hostile = new HostileMember(room);
  await run(2_000);
  expect(hostile.links).toBe(honest.length);
});

afterEach(() => vi.useRealTimers());

function type({ mesh, text }: NoteTab, insert: string): void {
  const edits = [{ from: text.length, to: text.length, insert }];
  mesh.edit({ part: "body", operation: { type: "edit", edits, joinsUndo: false } });
}

test("M19: who asks for a long note again and again is sent no more of it than it can afford, and then is dropped", {
  timeout: 60_000,
}, async () => {
  const [writer, reader] = honest as [NoteTab, NoteTab];
  type(writer, NOTE);
  await run(5_000);
  const ask = encodeMessage({ type: "ask", version: new Uint8Array(0) });
  const before = hostile.received;
  for (let ms = 0; ms < SECONDS * 1_000; ms += ROUND_MS) {
    for (let i = 0; i < ASKS_A_ROUND && hostile.links > 0; i++) hostile.send(ask);
    type(writer, "w");
    type(reader, "r");
    await run(ROUND_MS);
  }
  const frames = Math.ceil(MAX_PIECE_BYTES / MAX_FRAME_BYTES) + 1;
  expect(hostile.received - before).toBeLessThan(honest.length * AFFORDABLE_PIECES * frames);
  expect(hostile.received - before).toBeGreaterThan(frames);
  for (const { mesh } of honest) expect(mesh.state.counts.overBudget).toBe(1);
  await run(5_000);
  expect(reader.text.toString() === writer.text.toString()).toBe(true);
  expect(reader.text.length).toBe(NOTE.length + (2 * SECONDS * 1_000) / ROUND_MS);
});
