import { Note, Register, type ReplicaId, TEXT_RULES, Text } from "@hearsay/merge";
import { beforeEach, expect, it } from "vitest";
import { NoteKeeper } from "./note-keeper";
import { packNote } from "./pack-note";
import { freshDatabase } from "./test-fixtures/fresh-database";
import { connection, NOTE, rowCount } from "./test-fixtures/tab";

const NOW = 1_700_000_000_000;

function emptyNote(id: string) {
  const title = new Register(id as ReplicaId);
  const body = new Text(id as ReplicaId, TEXT_RULES);
  return { title, body, replica: new Note(title, body) };
}

const PACKING = { createReplica: () => emptyNote("00000000000000ff").replica, maxDeltaBytes: 4_000, now: () => NOW };

async function openNote(id: string) {
  const { title, body, replica } = emptyNote(id);
  const keeper = new NoteKeeper({
    ...PACKING,
    note: NOTE,
    replica,
    title: () => title.text,
    load: (deltas) => {
      for (const delta of deltas) replica.merge(delta, NOW);
    },
    onKeeping: () => {},
    openStore: connection,
  });
  await keeper.open();
  const write = (insert: string, from: number) => {
    replica.edit(
      { part: "body", operation: { type: "edit", edits: [{ from, to: from, insert }], joinsUndo: false } },
      NOW,
    );
    keeper.changed();
    return keeper.flush();
  };
  return { title, body, replica, keeper, write };
}

beforeEach(freshDatabase);

it("a note of text comes back letter by letter from several lives, packed together or not", async () => {
  let expected = "";
  for (const [life, id] of ["00000000000000aa", "00000000000000bb", "00000000000000cc"].entries()) {
    const tab = await openNote(id);
    expect(tab.body.toString()).toBe(expected);
    tab.replica.edit({ part: "title", operation: { text: `Life ${life}` } }, NOW + life);
    for (let i = 0; i < 30; i++) {
      const at = (i * 7) % (tab.body.length + 1);
      await tab.write(`${life}${i} `, at);
    }
    expected = tab.body.toString();
    if (life === 1) {
      expect(await packNote(await connection(), NOTE, PACKING)).toBeDefined();
      expect(await rowCount()).toBe(1);
    }
    await tab.keeper.close();
  }
  const last = await openNote("00000000000000dd");
  expect(last.body.toString()).toBe(expected);
  expect(last.title.text).toBe("Life 2");
});

it("a paste of more than a row may hold comes back, and so does what two tabs wrote around it", async () => {
  const [ada, bob] = [await openNote("00000000000000aa"), await openNote("00000000000000bb")];
  await ada.write("so it goes, ".repeat(2_000), 0);
  await bob.write("hello", 0);
  await ada.write("!", 100);
  expect(await rowCount()).toBeGreaterThan(3);
  const store = await connection();
  for (let turn = 0; turn < 2; turn++) {
    const reader = await openNote(`00000000000001a${turn}`);
    expect(reader.body.length).toBe(24_006);
    expect(reader.body.toString()).toContain("hello");
    await packNote(store, NOTE, PACKING);
  }
});
