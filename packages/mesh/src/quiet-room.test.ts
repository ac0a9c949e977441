import { DEFAULT_OVERLAY } from "@hearsay/gossip";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LinkFactory } from "./link";
import type { NoteTab } from "./test-fixtures/test-room";
import { run, TestRoom } from "./test-fixtures/test-room";

const NOW = 1_700_000_000_000;
const TABS = 16;
/** What a quiet tab may send in a second, in bytes of frames, heartbeats included. */
const MAX_BYTES_PER_SECOND = 45;
/** Quick typing: a letter every so often. */
const PACE_MS = 150;
/** What a letter may cost for each tab that gets it, in frames of all kinds. */
const MAX_MESSAGES_PER_LETTER = 1.8;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A room in which all have met, and what is sent in it from the start, beats included. */
async function openRoom() {
  const room = new TestRoom({ serverClock: Date.now });
  const sent = { frames: 0, bytes: 0 };
  const link: LinkFactory = (options, events) => {
    const end = room.links(options, events);
    return {
      signal: (signal) => end.signal(signal),
      send: (frame, accepted) => {
        sent.frames++;
        sent.bytes += frame.length;
        end.send(frame, accepted);
      },
      close: () => end.close(),
    };
  };
  const tabs: NoteTab[] = [];
  for (let i = 0; i < TABS; i++) tabs.push(room.openNote({ link }));
  for (const { mesh } of tabs) mesh.setPresence(new Uint8Array(60));
  await run(5_000);
  return { tabs, sent };
}

function type({ mesh }: NoteTab, insert: string): void {
  mesh.edit({ part: "body", operation: { type: "edit", edits: [{ from: 0, to: 0, insert }], joinsUndo: false } });
}

test("Q1: a quiet room of 16, in which each has written, costs each tab less than 45 bytes in a second", async () => {
  const { tabs, sent } = await openRoom();
  for (const [i, tab] of tabs.entries()) {
    type(tab, `tab ${i} was here\n`);
    await run(200);
  }
  await run(20_000);
  for (const { mesh, text } of tabs) {
    expect(mesh.state.members).toHaveLength(TABS - 1);
    expect(text.toString()).toBe(tabs[0]?.text.toString());
    expect(mesh.state.receipts).toBe(TABS - 1);
  }
  sent.bytes = 0;
  const seconds = 60;
  await run(seconds * 1_000);
  const perTab = sent.bytes / TABS / seconds;
  // Heartbeats alone are a byte for each neighbor.
  expect(perTab).toBeGreaterThan(DEFAULT_OVERLAY.activeSize);
  expect(perTab).toBeLessThan(MAX_BYTES_PER_SECOND);
  process.stdout.write(`  a quiet room of ${TABS}: ${perTab.toFixed(1)} bytes per tab and second\n`);
}, 60_000);

test("Q2: in a room of 16 in which one types, a letter costs few more messages than one for each who gets it", async () => {
  const { tabs, sent } = await openRoom();
  const [writer] = tabs as [NoteTab, ...NoteTab[]];
  const typeFor = async (letters: number) => {
    for (let i = 0; i < letters; i++) {
      type(writer, "a");
      await run(PACE_MS);
    }
  };
  // The tree settles with what goes along it.
  await typeFor(50);
  sent.frames = 0;
  await typeFor(200);
  const perLetter = sent.frames / 200 / (TABS - 1);
  expect(perLetter).toBeGreaterThan(1);
  expect(perLetter).toBeLessThan(MAX_MESSAGES_PER_LETTER);
  process.stdout.write(`  a letter in a room of ${TABS}: ${perLetter.toFixed(2)} messages for each who gets it\n`);
}, 60_000);
