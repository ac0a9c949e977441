import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ALIVE_FRAME } from "./frame";
import type { LinkFactory } from "./link";
import { DROP_AFTER_MS } from "./pulse";
import { type NoteTab, run, TestRoom } from "./test-fixtures/test-room";
import { TokenBucket } from "./token-bucket";

const LARGE = "a line of a note that somebody pastes, or comes into\n".repeat(100_000);
const TYPISTS = 8;

let room: TestRoom;
/** How often a budget was not enough. */
let refusals: number;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  room = new TestRoom({ serverClock: Date.now });
  refusals = 0;
  const take = TokenBucket.prototype.take;
  vi.spyOn(TokenBucket.prototype, "take").mockImplementation(function (this: TokenBucket, tokens, nowMs) {
    const taken = take.call(this, tokens, nowMs);
    if (!taken) refusals++;
    return taken;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function type({ mesh }: NoteTab, insert: string): void {
  mesh.edit({ part: "body", operation: { type: "edit", edits: [{ from: 0, to: 0, insert }], joinsUndo: false } });
}

async function typeTogether(tabs: readonly NoteTab[], strokes: number): Promise<void> {
  for (let i = 0; i < strokes; i++) {
    for (const tab of tabs) type(tab, "x");
    await run(50);
  }
}

/** All have the same, all are connected, and no budget was ever felt. */
async function expectUnharmed(tabs: readonly NoteTab[]): Promise<void> {
  await run(15_000);
  const lengths = new Set(tabs.map(({ text }) => text.length));
  expect(lengths.size).toBe(1);
  for (const { mesh } of tabs) {
    expect(mesh.state.members.length).toBe(tabs.length - 1);
    expect(mesh.state.counts).toMatchObject({ overBudget: 0, unheard: 0, malformed: 0 });
  }
  expect(refusals).toBe(0);
}

describe("the budgets", { timeout: 60_000 }, () => {
  test("B8: are not felt by who pastes 5 MB, nor by who comes to it, on links without end", async () => {
    const tabs = [room.openNote({}), room.openNote({}), room.openNote({})];
    await run(1_000);
    type(tabs[0] as NoteTab, LARGE);
    await run(5_000);
    tabs.push(room.openNote({}));
    await expectUnharmed(tabs);
    expect(tabs.at(-1)?.text.length).toBe(LARGE.length);
  });

  test("B9: are not felt by eight typists at 20 keys a second each", async () => {
    const tabs = Array.from({ length: TYPISTS }, () => room.openNote({}));
    await run(2_000);
    await typeTogether(tabs, 100);
    await expectUnharmed(tabs);
  });

  test("B10: are not felt by a tab that stalls for as long as its neighbors bear it, and hears all of it at once", async () => {
    const held: (() => void)[] = [];
    let stalled = false;
    const link: LinkFactory = (options, events) =>
      room.links(options, {
        ...events,
        onFrame: (frame) => {
          const isHeld = stalled && frame && frame.length > 1;
          if (isHeld) held.push(() => events.onFrame(frame));
          // A sign of life passes: a tab that really stalls would not judge by its timer, as this one does.
          events.onFrame(isHeld ? ALIVE_FRAME : frame);
        },
      });
    const tabs = Array.from({ length: TYPISTS }, () => room.openNote({}));
    tabs.push(room.openNote({ link }));
    await run(2_000);
    const neighbors = () => tabs.at(-1)?.mesh.state.neighbors.map(({ peer }) => peer) ?? [];
    const before = neighbors();
    stalled = true;
    type(tabs[0] as NoteTab, LARGE.slice(0, LARGE.length / 5));
    await typeTogether(tabs.slice(0, TYPISTS), (DROP_AFTER_MS - 500) / 50);
    stalled = false;
    expect(held.length).toBeGreaterThan(500);
    expect(before.length).toBeGreaterThan(3);
    expect(neighbors()).toEqual(expect.arrayContaining(before));
    for (const hear of held) hear();
    expect(tabs.at(-1)?.text.length).toBeGreaterThan(TYPISTS * 80);
    await expectUnharmed(tabs);
  });
});
