import { DEFAULT_SPREAD, type Message, type PeerId } from "@hearsay/gossip";
import { Note, Register, TEXT_RULES, Text } from "@hearsay/merge";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HostileMember } from "./test-fixtures/hostile-member";
import { type NoteTab, run, TestRoom } from "./test-fixtures/test-room";

const NOW = Date.UTC(2026, 0, 1);
/** A few Δ. */
const NOTICED_MS = 12 * DEFAULT_SPREAD.intervalMs;

let room: TestRoom;
let honest: readonly NoteTab[];
let liar: HostileMember;

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW });
  room = new TestRoom({ serverClock: Date.now });
  honest = Array.from({ length: 4 }, () => room.openNote({}));
  liar = new HostileMember(room);
  await run(3_000);
  expect(liar.links).toBe(honest.length);
});

afterEach(() => vi.useRealTimers());

/** What the liar wrote first of all, under its one id. */
function claim(body: string, title: string): Message {
  const { self } = liar.tab.mesh;
  const note = new Note(new Register(self), new Text(self, TEXT_RULES));
  const edits = [{ from: 0, to: 0, insert: body }];
  note.edit({ part: "body", operation: { type: "edit", edits, joinsUndo: false } }, NOW);
  if (title !== "") note.edit({ part: "title", operation: { text: title } }, NOW);
  const delta = note.since(undefined, Number.POSITIVE_INFINITY) ?? new Uint8Array(0);
  return { type: "news", branches: [[self, 0]], version: note.version(), delta };
}

function type({ mesh, text }: NoteTab, insert: string): void {
  const edits = [{ from: text.length, to: text.length, insert }];
  mesh.edit({ part: "body", operation: { type: "edit", edits, joinsUndo: false } });
}

/** The honest tabs that hold something else than `tab`. */
function others(tab: NoteTab): readonly PeerId[] {
  const held = (each: NoteTab) => `${each.note.title.text}/${each.text.toString()[3]}`;
  return honest.filter((each) => held(each) !== held(tab)).map(({ mesh }) => mesh.self);
}

test("E1: a member that writes two texts under one id is noticed by everyone within a few Δ, and writing goes on", async () => {
  liar.sendApart([claim("Milk", ""), claim("Mild", "")]);
  await run(NOTICED_MS);
  for (const tab of honest) {
    expect(others(tab)).toHaveLength(2);
    expect(tab.mesh.state.diverged.length).toBeGreaterThan(0);
    for (const peer of tab.mesh.state.diverged) expect(others(tab)).toContain(peer);
  }
  for (let round = 0; round < 10; round++) {
    for (const [i, tab] of honest.entries()) type(tab, `${i}`);
    await run(100);
  }
  await run(3_000);
  for (const tab of honest) {
    // The text at hand stays, whole, for whoever copies it out.
    expect(tab.text.toString()).toMatch(/^Mil[kd][0123]{40}$/);
    expect(tab.text.toString().slice(4)).toBe(honest[0]?.text.toString().slice(4));
    expect(tab.mesh.state.diverged.length).toBeGreaterThan(0);
    for (const peer of tab.mesh.state.diverged) expect(others(tab)).toContain(peer);
  }
});

test("E2: what was noticed costs a quiet room nothing, and one that leaves is named no more", async () => {
  liar.sendApart([claim("Milk", ""), claim("Mild", "")]);
  await run(10_000);
  let messages = 0;
  const [first] = honest as [NoteTab];
  const stop = first.mesh.watchTraffic(({ type: kind }) => {
    if (kind === "sent") messages++;
  });
  await run(20_000);
  stop();
  // A digest and its answer every 2 s, hellos, and what members say of themselves.
  expect(messages).toBeLessThan(60);
  for (const tab of honest.slice(1)) tab.mesh.leave();
  await run(1_000);
  expect(first.mesh.state.diverged).toEqual([]);
});

test("E3: two titles under one timestamp are noticed too, until a later title is on all tabs", async () => {
  liar.sendApart([claim("Milk", "To buy"), claim("Milk", "To sell")]);
  await run(NOTICED_MS);
  for (const tab of honest) expect(tab.mesh.state.diverged.length).toBeGreaterThan(0);
  honest[0]?.mesh.edit({ part: "title", operation: { text: "To do" } });
  // They say so one by one, each at random.
  await run(60_000);
  for (const { mesh, note } of honest) {
    expect(note.title.text).toBe("To do");
    expect(mesh.state.diverged).toEqual([]);
  }
});
