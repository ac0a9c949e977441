import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetNote, listNotes } from "./kept-notes";
import { isDue, leaveBehind, leftBehind } from "./left-behind";
import type { Addition } from "./note-store";
import { freshDatabase } from "./test-fixtures/fresh-database";
import { connection, NOTE, OTHER_NOTE, rowCount, storedWords, Tab } from "./test-fixtures/tab";

beforeEach(async () => {
  await freshDatabase();
  vi.useFakeTimers({ toFake: ["Date"], now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const ADDITION: Addition = {
  note: NOTE,
  title: "A title",
  updatedAtMs: 5,
  incarnation: "one",
  rows: [{ whole: false, bytes: Uint8Array.of(0, 127, 128, 255) }],
  takenBack: [3],
};

describe("what a page leaves behind", () => {
  it("is there for the next one, of its note alone", () => {
    const first = { ...ADDITION, incarnation: undefined };
    expect(leaveBehind(ADDITION)?.addition).toEqual(ADDITION);
    leaveBehind({ ...first, note: OTHER_NOTE });
    expect(leftBehind(NOTE).map(({ addition }) => addition)).toEqual([ADDITION]);
    expect(leftBehind(OTHER_NOTE).map(({ addition }) => addition)).toEqual([{ ...first, note: OTHER_NOTE }]);
    expect(leftBehind()).toHaveLength(2);
  });

  it("is nothing that anyone else has written there", () => {
    leaveBehind(ADDITION);
    const place = leftBehind(NOTE)[0]?.place ?? "";
    const written = JSON.parse(localStorage.getItem(place) ?? "") as object;
    const spoilt = [
      "",
      "{",
      "null",
      "[]",
      JSON.stringify({ ...written, texts: [[true, "%"]] }),
      JSON.stringify({ ...written, texts: [5] }),
      JSON.stringify({ ...written, takenBack: ["x"] }),
      JSON.stringify({ ...written, key: "short" }),
      JSON.stringify({ ...written, title: "x".repeat(1_000) }),
      JSON.stringify({ ...written, updatedAtMs: null }),
    ];
    for (const [i, text] of spoilt.entries()) localStorage.setItem(`hearsay.left ${i}`, text);
    localStorage.setItem("hearsay.name", "Ada");
    expect(leftBehind().map((left) => left.place)).toEqual([place]);
  });

  it("is nothing where storage is full or forbidden, which is said", () => {
    vi.stubGlobal("localStorage", undefined);
    expect(leaveBehind(ADDITION)).toBeUndefined();
    expect(leftBehind()).toEqual([]);
  });

  it("is due where its note is kept as it was, or was not kept yet", () => {
    const left = { place: "", addition: ADDITION };
    expect(isDue(left, "one")).toBe(true);
    expect(isDue(left, "two")).toBe(false);
    expect(isDue(left, undefined)).toBe(false);
    expect(isDue({ place: "", addition: { ...ADDITION, incarnation: undefined } }, "two")).toBe(true);
  });
});

describe("the next page", () => {
  it("stores it for good, once", async () => {
    const ada = await Tab.open("ada");
    ada.write("a");
    ada.keeper.flushLeaving();
    expect(await storedWords()).toEqual(["ada:a"]);
    expect(leftBehind()).toEqual([]);
    expect(await rowCount()).toBe(1);
    expect(await storedWords()).toEqual(["ada:a"]);
  });

  it("finds it in the list of notes before it was stored, and forgets it with the note", async () => {
    const ada = await Tab.open("ada");
    ada.write("a");
    ada.keeper.flushLeaving();
    expect(await listNotes()).toMatchObject({ type: "listed", notes: [{ ...NOTE, title: "A title" }] });
    await forgetNote(NOTE);
    expect(await listNotes()).toEqual({ type: "listed", notes: [] });
    expect(await storedWords()).toEqual([]);
  });

  it("keeps what goes on from what another tab has yet to store", async () => {
    const [ada, bob] = [await Tab.open("ada"), await Tab.open("bob")];
    ada.write("a");
    await ada.keeper.flush();
    ada.write("b");
    const store = await connection();
    vi.spyOn(store, "append").mockReturnValue(new Promise(() => {}));
    ada.keeper.flushLeaving();
    await bob.keeper.close();
    expect(await storedWords()).toEqual(["ada:a", "ada:b"]);
  });

  it("has it though nothing can be stored, and it stays there", async () => {
    const ada = await Tab.open("ada");
    ada.write("a");
    ada.keeper.flushLeaving();
    const store = await connection();
    vi.spyOn(store, "takeUp").mockRejectedValue(new DOMException("No room", "QuotaExceededError"));
    const bob = new Tab("bob", async () => store);
    await bob.keeper.open();
    expect(bob.log.words).toEqual(["ada:a"]);
    expect(bob.keeper.keeping).toEqual({ type: "unavailable", reason: "full" });
    expect(leftBehind()).toHaveLength(1);
  });

  it("has it though the database cannot even be opened", async () => {
    const ada = await Tab.open("ada");
    ada.write("a");
    ada.keeper.flushLeaving();
    const bob = new Tab("bob", () => Promise.reject(new DOMException("No", "SecurityError")));
    await bob.keeper.open();
    expect(bob.log.words).toEqual(["ada:a"]);
    expect(leftBehind()).toHaveLength(1);
  });

  it("finds nothing of a page that came back and stored it itself, however often", async () => {
    const ada = await Tab.open("ada");
    for (let i = 0; i < 20; i++) {
      ada.write(`${i}`);
      ada.keeper.flushLeaving();
      expect(leftBehind()).toHaveLength(1);
      if (i % 3 === 0) await ada.keeper.flush();
    }
    await ada.keeper.flush();
    expect(leftBehind()).toEqual([]);
    expect(await storedWords()).toHaveLength(20);
  });

  it("keeps a later title", async () => {
    const [ada, bob] = [await Tab.open("ada"), await Tab.open("bob")];
    ada.write("a");
    await ada.keeper.flush();
    ada.write("b");
    ada.keeper.flushLeaving();
    vi.setSystemTime(Date.now() + 1_000);
    bob.hear(ada);
    bob.title = "A later title";
    await bob.keeper.flush();
    await Tab.open("cid");
    expect(await listNotes()).toMatchObject({ notes: [{ title: "A later title" }] });
  });

  it("clears what was left of a note that was forgotten since", async () => {
    const [ada, other] = [await Tab.open("ada"), await Tab.open("other")];
    ada.write("a");
    await ada.keeper.flush();
    await other.keeper.forget();
    ada.write("b");
    ada.keeper.flushLeaving();
    expect(leftBehind()).toHaveLength(1);
    expect(await storedWords()).toEqual([]);
    expect(leftBehind()).toEqual([]);
  });

  it("takes back what the one that left had taken back", async () => {
    const ada = await Tab.open("ada");
    ada.write("a");
    await ada.keeper.flush();
    ada.keeper.restamped();
    ada.keeper.flushLeaving();
    expect(leftBehind()[0]?.addition.takenBack).toHaveLength(1);
    expect(await storedWords()).toEqual(["ada:a"]);
    expect(await rowCount()).toBe(1);
  });
});
