import { encodeMessage, HELLO_INTERVAL_MS } from "@hearsay/gossip";
import { ByteWriter, MAX_TEXT_UNITS, replicaIdToBytes } from "@hearsay/merge";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NO_FAULTS } from "./fault-port";
import { type NoteTab, run, TestRoom } from "./test-fixtures/test-room";

const NOW = Date.UTC(2026, 0, 1);
/** As the first byte of a frame: what follows is a whole message. */
const LAST_PART = 1;
const LARGE = "a line of the large note\n".repeat(42_000);

let room: TestRoom;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  room = new TestRoom({ serverClock: Date.now });
});

afterEach(() => vi.useRealTimers());

function type({ mesh }: NoteTab, insert: string, from: number): void {
  mesh.edit({ part: "body", operation: { type: "edit", edits: [{ from, to: from, insert }], joinsUndo: false } });
}

/** All that `tab` holds, as it would be stored. */
function stored({ note }: NoteTab): Uint8Array {
  const delta = note.since(undefined, Number.POSITIVE_INFINITY);
  if (!delta) throw new Error("Expected a note that holds something");
  return delta;
}

describe("a room with a note", () => {
  test("D29: what everyone types at the same time is there for everyone, letter for letter", async () => {
    const tabs = [room.openNote({}), room.openNote({}), room.openNote({})];
    await run(1_000);
    for (let round = 0; round < 10; round++) {
      for (const [i, tab] of tabs.entries())
        type(tab, String.fromCharCode(97 + i), (round * 7) % (tab.text.length + 1));
      await run(37);
    }
    tabs[0]?.mesh.edit({ part: "title", operation: { text: "A title" } });
    await run(10_000);
    const [text = "", ...others] = tabs.map((tab) => tab.text.toString());
    expect([...text].sort().join("")).toBe("a".repeat(10) + "b".repeat(10) + "c".repeat(10));
    expect(others).toEqual([text, text]);
    expect(tabs.map(({ note }) => note.title.text)).toEqual(Array(3).fill("A title"));
  });

  test("D30: a note that was stored comes back, spreads, and meets what is in the room", async () => {
    const before = room.openNote({});
    type(before, "stored", 0);
    const delta = stored(before);
    before.mesh.leave();
    const [other, back] = [room.openNote({}), room.openNote({})];
    const heard: string[] = [];
    back.mesh.subscribe((event) => event.type === "changed" && heard.push(event.by));
    await run(1_000);
    type(other, "here", 0);
    back.mesh.load(delta);
    expect([back.text.toString(), heard]).toEqual(["stored", ["storage"]]);
    await run(2_000);
    expect(back.text.toString()).toBe(other.text.toString());
    expect([...other.text.toString()].sort()).toEqual([..."storedhere"].sort());
  });

  test("D30: damaged bytes that were stored change nothing and are nobody's fault", async () => {
    const tab = room.openNote({});
    type(tab, "ours", 0);
    const delta = stored(tab);
    for (const damaged of [new Uint8Array(0), delta.subarray(1), delta.subarray(0, -1)]) tab.mesh.load(damaged);
    expect(tab.text.toString()).toBe("ours");
    expect(tab.mesh.state.counts.malformed).toBe(0);
  });

  test("D31: a large note comes to a late tab with its progress, and what is typed meanwhile passes", async () => {
    const faults = { ...NO_FAULTS, delayMs: 50, rateBytesPerSecond: 150_000 };
    const holder = room.openNote({ faults });
    type(holder, LARGE, 0);
    const late = room.openNote({});
    await run(3_000);
    expect(late.shares.length).toBeGreaterThan(2);
    expect(late.text.length).toBeLessThan(LARGE.length);
    type(late, "!", 0);
    await run(1_000);
    expect(holder.text.slice(0, 1)).toBe("!");
    expect(late.text.length).toBeLessThan(LARGE.length);
    await run(60_000);
    expect(late.text.toString() === `!${LARGE}`).toBe(true);
    expect(late.shares).toEqual([...late.shares].sort((left, right) => left - right));
    expect(late.shares.at(-1)).toBe(1);
  });

  test("D31: what the one types that sends a large note of another's passes between the pieces, letter by letter", async () => {
    const author = room.openNote({});
    type(author, LARGE, 0);
    author.mesh.leave();
    const holder = room.openNote({ faults: { ...NO_FAULTS, delayMs: 50, rateBytesPerSecond: 150_000 } });
    holder.mesh.load(stored(author));
    const late = room.openNote({});
    await run(2_000);
    const typed: string[] = [];
    const arrived = () => [...late.text.slice(0, typed.length)].filter((letter) => typed.includes(letter));
    /** How many had come whenever that were more than before. */
    const counts = new Set<number>();
    for (let i = 0; i < 100 && (late.shares.at(-1) ?? 0) < 0.9; i++) {
      const letter = String.fromCodePoint(0x4e00 + i);
      type(holder, letter, 0);
      typed.push(letter);
      await run(200);
      counts.add(arrived().length);
      // A piece takes less than half a second.
      for (const each of typed.slice(0, -5)) expect(arrived()).toContain(each);
    }
    expect(late.shares.at(-1)).toBeLessThan(1);
    expect(typed.length).toBeGreaterThan(15);
    expect(counts.size).toBeGreaterThan(10);
    await run(60_000);
    expect(late.text.toString() === typed.toReversed().join("") + LARGE).toBe(true);
  });

  test("D31: so it does under every strategy that repairs, though a third of all messages is lost", async () => {
    for (const strategy of ["push", "rumor"] as const) {
      room = new TestRoom({ serverClock: Date.now });
      const faults = { ...NO_FAULTS, loss: 0.33 };
      const tabs = [room.openNote({ faults, spread: { strategy, intervalMs: 200 } }), room.openNote({ faults })];
      for (const { mesh } of tabs) mesh.setPresence(Uint8Array.of(1));
      await run(5 * HELLO_INTERVAL_MS);
      type(tabs[0]!, LARGE, 0);
      for (let seconds = 0; seconds < 600 && tabs[1]!.text.length < LARGE.length; seconds++) await run(1_000);
      expect(tabs[1]!.text.length).toBe(LARGE.length);
    }
  });

  test("D32: data for which there is no room is counted, and the neighbor stays", async () => {
    const tab = room.openNote({});
    type(tab, "Milk", 0);
    const bytes = overfull(tab);
    room.open({
      link: (options, events) => {
        const end = room.links(options, {
          ...events,
          onOpen: () => {
            events.onOpen();
            end.send(Uint8Array.of(LAST_PART, ...bytes), () => {});
          },
        });
        return end;
      },
    });
    await run(1_000);
    expect(tab.mesh.state.counts).toMatchObject({ full: 1, malformed: 0 });
    expect(tab.mesh.state.neighbors).toHaveLength(1);
    expect(tab.text.toString()).toBe("Milk");
  });
});

/** A message that would delete so much of what `tab` wrote that no text has room for it. */
function overfull({ mesh }: NoteTab): Uint8Array {
  const body = new ByteWriter().unsigned(2).raw(new Uint8Array(8)).raw(replicaIdToBytes(mesh.self));
  // Author 0, from its first unit, one operation without marks: a deletion from the first character of author 1 on.
  body.unsigned(0).unsigned(0).unsigned(2);
  body.unsigned((MAX_TEXT_UNITS - 1) * 8 + 4).unsigned(2);
  const delta = new ByteWriter().unsigned(0).raw(body.finish()).finish();
  return encodeMessage({ type: "delta", isRumor: false, version: new Uint8Array(0), delta });
}
