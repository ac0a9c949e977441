import { DEFAULT_OVERLAY } from "@hearsay/gossip";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LinkFactory } from "./link";
import type { NoteTab } from "./test-fixtures/test-room";
import { run, TestRoom } from "./test-fixtures/test-room";

const NOW = 1_700_000_000_000;
const TABS = 16;
/** What a quiet tab may send in a second, in bytes of frames, heartbeats included. */
const MAX_BYTES_PER_SECOND = 60;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

test("Q1: a quiet room of 16, in which each has written, costs each tab less than 60 bytes in a second", async () => {
  const room = new TestRoom({ serverClock: Date.now });
  let bytes = 0;
  const link: LinkFactory = (options, events) => {
    const end = room.links(options, events);
    return {
      signal: (signal) => end.signal(signal),
      send: (frame, accepted) => {
        bytes += frame.length;
        end.send(frame, accepted);
      },
      close: () => end.close(),
    };
  };
  const tabs: NoteTab[] = [];
  for (let i = 0; i < TABS; i++) tabs.push(room.openNote({ link }));
  for (const { mesh } of tabs) mesh.setPresence(new Uint8Array(60));
  await run(5_000);
  for (const [i, { mesh }] of tabs.entries()) {
    const insert = `tab ${i} was here\n`;
    mesh.edit({ part: "body", operation: { type: "edit", edits: [{ from: 0, to: 0, insert }], joinsUndo: false } });
    await run(200);
  }
  await run(20_000);
  for (const { mesh, text } of tabs) {
    expect(mesh.state.members).toHaveLength(TABS - 1);
    expect(text.toString()).toBe(tabs[0]?.text.toString());
    expect(mesh.state.receipts).toBe(TABS - 1);
  }
  bytes = 0;
  const seconds = 60;
  await run(seconds * 1_000);
  const perTab = bytes / TABS / seconds;
  // Heartbeats alone are a byte for each neighbor.
  expect(perTab).toBeGreaterThan(DEFAULT_OVERLAY.activeSize);
  expect(perTab).toBeLessThan(MAX_BYTES_PER_SECOND);
  process.stdout.write(`  a quiet room of ${TABS}: ${perTab.toFixed(1)} bytes per tab and second\n`);
}, 60_000);
