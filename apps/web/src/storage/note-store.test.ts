import { openDB } from "idb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Addition, DATABASE, type NoteStore, openNoteStore } from "./note-store";
import { freshDatabase } from "./test-fixtures/fresh-database";
import { connection, NOTE, OTHER_NOTE } from "./test-fixtures/tab";

let store: NoteStore;

beforeEach(async () => {
  await freshDatabase();
  store = await connection();
});

function addition(byte: number, incarnation: string | undefined): Addition {
  const rows = [{ whole: incarnation === undefined, bytes: Uint8Array.of(byte) }];
  return { note: NOTE, title: `title ${byte}`, updatedAtMs: byte, incarnation, rows, takenBack: [] };
}

const never = () => {
  throw new Error("Expected not to be asked for the whole note");
};

async function bytesIn(from: NoteStore): Promise<readonly number[]> {
  return ((await from.read(NOTE))?.rows ?? []).map(({ bytes }) => bytes[0] ?? -1);
}

describe("the store", () => {
  it("knows nothing of a note that is not kept", async () => {
    expect(await store.read(NOTE)).toBeUndefined();
    expect(await store.list()).toEqual([]);
  });

  it("keeps notes apart, also those that differ in their rule alone", async () => {
    await store.append(addition(1, undefined), never);
    const latest = { ...NOTE, rule: "latest" };
    await store.append({ ...addition(2, undefined), note: latest }, never);
    await store.append({ ...addition(3, undefined), note: OTHER_NOTE }, never);
    expect(await bytesIn(store)).toEqual([1]);
    expect((await store.list()).map(({ key, rule, title }) => [key, rule, title])).toEqual([
      [OTHER_NOTE.key, "text", "title 3"],
      [NOTE.key, "latest", "title 2"],
      [NOTE.key, "text", "title 1"],
    ]);
    await store.forget(latest);
    expect(await store.list()).toHaveLength(2);
  });

  it("returns whole rows first, then the others as they were stored", async () => {
    const { incarnation } = await store.append(addition(1, undefined), never);
    await store.append(addition(2, incarnation), never);
    await store.append(addition(3, incarnation), never);
    const rows = (await store.read(NOTE))?.rows ?? [];
    await store.append(addition(4, incarnation), never);
    const covered = rows.map(({ sequence }) => sequence);
    expect(await store.replace(NOTE, covered, [{ whole: true, bytes: Uint8Array.of(5) }])).toBe(true);
    expect(await bytesIn(store)).toEqual([5, 4]);
  });

  it("replaces nothing where a row to be replaced is gone", async () => {
    const { incarnation } = await store.append(addition(1, undefined), never);
    await store.append(addition(2, incarnation), never);
    const [first, second] = ((await store.read(NOTE))?.rows ?? []).map(({ sequence }) => sequence);
    const row = { whole: true, bytes: Uint8Array.of(9) };
    expect(await store.replace(NOTE, [first ?? -1], [row])).toBe(true);
    expect(await store.replace(NOTE, [first ?? -1, second ?? -1], [row])).toBe(false);
    expect(await bytesIn(store)).toEqual([9, 2]);
  });

  it("asks for the whole note where it was forgotten, and where it was forgotten and kept again", async () => {
    const { incarnation: first } = await store.append(addition(1, undefined), never);
    await store.forget(NOTE);
    const whole = () => [{ whole: true, bytes: Uint8Array.of(7) }];
    const { incarnation: second } = await store.append(addition(2, first), whole);
    expect(second).not.toBe(first);
    expect(await bytesIn(store)).toEqual([7]);
    expect((await store.append(addition(3, first), whole)).incarnation).toBe(second);
    expect(await bytesIn(store)).toEqual([7, 7]);
  });

  it("keeps nothing of an addition that fails half way", async () => {
    const { incarnation: first } = await store.append(addition(1, undefined), never);
    await store.forget(NOTE);
    await expect(store.append(addition(2, first), never)).rejects.toThrow("Expected not to be asked");
    expect(await store.list()).toEqual([]);
    expect(await store.read(NOTE)).toBeUndefined();
  });

  it("leaves all as it was where rows are appended and others cannot be removed with that", async () => {
    const { incarnation } = await store.append(addition(1, undefined), never);
    const before = [await store.read(NOTE), await store.list()];
    const noKey = { ...addition(2, incarnation), takenBack: [Number.NaN] };
    await expect(store.append(noKey, never)).rejects.toMatchObject({ name: "DataError" });
    expect([await store.read(NOTE), await store.list()]).toEqual(before);
  });

  it("leaves all as it was where rows are to be replaced, and of those in their place the second cannot be stored", async () => {
    const { incarnation } = await store.append(addition(1, undefined), never);
    await store.append(addition(2, incarnation), never);
    const before = await store.read(NOTE);
    const covered = before?.rows.map(({ sequence }) => sequence) ?? [];
    const uncloneable = (() => {}) as unknown as Uint8Array;
    const sound = { whole: true, bytes: Uint8Array.of(9) };
    const replacing = store.replace(NOTE, covered, [sound, { whole: true, bytes: uncloneable }]);
    await expect(replacing).rejects.toMatchObject({ name: "DataCloneError" });
    expect(await store.read(NOTE)).toEqual(before);
    expect(await bytesIn(store)).toEqual([1, 2]);
  });

  it("passes over what it has not written", async () => {
    const { incarnation } = await store.append(addition(1, undefined), never);
    const name = `${NOTE.key} ${NOTE.rule}`;
    const raw = await openDB(DATABASE);
    for (const row of [{ name }, { name, whole: 1, bytes: Uint8Array.of(8) }, { name, whole: true, bytes: "x" }]) {
      await raw.add("rows", row);
    }
    for (const entry of [{ name: "a" }, { name: "b", key: "short", rule: "text", title: "", updatedAtMs: 0 }]) {
      await raw.put("notes", entry);
    }
    expect(await bytesIn(store)).toEqual([1]);
    expect(await store.list()).toHaveLength(1);
    await raw.put("notes", { name, key: NOTE.key, rule: NOTE.rule, title: 5, updatedAtMs: 0, incarnation });
    expect(await store.read(NOTE)).toBeUndefined();
    raw.close();
  });
});

describe("opening the store", () => {
  it("happens once for all notes of a page, and again after others closed it", async () => {
    const first = await openNoteStore();
    expect(await openNoteStore()).toBe(first);
    await freshDatabase();
    const second = await openNoteStore();
    expect(second).not.toBe(first);
    await expect(first.read(NOTE)).rejects.toMatchObject({ name: "InvalidStateError" });
    expect(await second.list()).toEqual([]);
  });

  it.each([undefined, null])("is refused as forbidden where IndexedDB is %s", async (missing) => {
    await freshDatabase();
    vi.stubGlobal("indexedDB", missing);
    try {
      await expect(openNoteStore()).rejects.toMatchObject({ name: "SecurityError" });
    } finally {
      vi.unstubAllGlobals();
    }
    expect(await (await openNoteStore()).list()).toEqual([]);
  });
});
