import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listNotes } from "./kept-notes";
import { OTHERS_SAVE_DELAY_MS, RETRY_DELAY_MS, SAVE_DELAY_MS } from "./note-keeper";
import { QUIET_MS } from "./quiet-packer";
import { freshDatabase } from "./test-fixtures/fresh-database";
import { connection, NOTE, rowCount, storedWords, Tab } from "./test-fixtures/tab";

beforeEach(async () => {
  await freshDatabase();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"], now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a kept note", () => {
  it("comes back to a tab that opens alone, with all that was written in several lives", async () => {
    const ada = await Tab.open("ada");
    ada.write("a");
    await ada.keeper.flush();
    const bob = await Tab.open("bob");
    expect(bob.log.words).toEqual(["ada:a"]);
    bob.write("b");
    bob.write("c");
    await bob.keeper.close();
    expect(await storedWords()).toEqual(["ada:a", "bob:b", "bob:c"]);
  });

  it("is stored a moment after a change, once for several", async () => {
    const tab = await Tab.open("ada");
    tab.write("a");
    vi.advanceTimersByTime(SAVE_DELAY_MS - 1);
    tab.write("b");
    expect(tab.keeper.keeping).toEqual({ type: "saving" });
    vi.advanceTimersByTime(1);
    await expect.poll(() => tab.keeper.keeping.type).toBe("kept");
    expect(await rowCount()).toBe(1);
    expect(tab.states.map(({ type }) => type)).toEqual(["kept", "saving", "kept"]);
  });

  it("is stored later where others wrote it, and then with what is written here meanwhile", async () => {
    const tab = await Tab.open("ada");
    const other = await Tab.open("bob");
    other.log.write("a");
    tab.hear(other);
    vi.advanceTimersByTime(OTHERS_SAVE_DELAY_MS - SAVE_DELAY_MS - 2);
    expect(tab.keeper.keeping).toEqual({ type: "saving" });
    tab.write("b");
    vi.advanceTimersByTime(SAVE_DELAY_MS);
    await expect.poll(() => tab.keeper.keeping.type).toBe("kept");
    expect(await rowCount()).toBe(1);
    other.log.write("c");
    tab.hear(other);
    vi.advanceTimersByTime(OTHERS_SAVE_DELAY_MS - 1);
    expect(tab.keeper.keeping).toEqual({ type: "saving" });
    vi.advanceTimersByTime(1);
    await expect.poll(() => tab.keeper.keeping.type).toBe("kept");
    expect(await rowCount()).toBe(2);
  });

  it.each([
    ["here", SAVE_DELAY_MS, (tab: Tab) => tab.write("a")],
    ["by others", OTHERS_SAVE_DELAY_MS, (tab: Tab) => tab.keeper.changedByOthers()],
  ])("is stored no later where somebody writes on and on, %s", async (_, delayMs, write) => {
    const store = await connection();
    const tab = new Tab("ada", async () => store);
    await tab.keeper.open();
    const append = vi.spyOn(store, "append");
    tab.log.write("b");
    for (let ms = 0; ms < delayMs; ms += 100) {
      write(tab);
      vi.advanceTimersByTime(100);
    }
    expect(append).toHaveBeenCalledTimes(1);
  });

  it("stays as it was where its tab crashes, whatever comes after", async () => {
    const tab = await Tab.open("ada");
    tab.write("kept");
    await tab.keeper.flush();
    tab.write("too late");
    tab.keeper.crash();
    vi.advanceTimersByTime(SAVE_DELAY_MS);
    tab.keeper.flushLeaving();
    await tab.keeper.close();
    await tab.keeper.open();
    expect(await storedWords()).toEqual(["ada:kept"]);
  });

  it("is stored by what is new only", async () => {
    const tab = await Tab.open("ada");
    for (const word of ["a", "b", "c"]) {
      tab.write(word);
      await tab.keeper.flush();
    }
    const rows = (await (await connection()).read(NOTE))?.rows ?? [];
    expect(rows.map(({ whole }) => whole)).toEqual([true, false, false]);
    expect(rows.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes.subarray(1))).length)).toEqual([1, 1, 1]);
  });

  it("is listed with its title and when it was changed, and not before it has something", async () => {
    const tab = await Tab.open("ada");
    await tab.keeper.flush();
    expect(await listNotes()).toEqual({ type: "listed", notes: [] });
    tab.title = `${"t".repeat(199)}😀`;
    tab.write("a");
    await tab.keeper.flush();
    const listed = await listNotes();
    expect(listed).toMatchObject({ notes: [{ ...NOTE, title: "t".repeat(199), updatedAtMs: 1_000_000 }] });
  });

  it("takes along what was written before it was read, and what came from others", async () => {
    const first = await Tab.open("ada");
    first.write("a");
    await first.keeper.close();
    const tab = new Tab("bob", connection);
    const opening = tab.keeper.open();
    tab.write("early");
    await opening;
    expect(tab.log.words).toEqual(["ada:a", "bob:early"]);
    await tab.keeper.flush();
    expect(await storedWords()).toEqual(["ada:a", "bob:early"]);
  });

  it("that is large is stored in deltas that can be read again", async () => {
    const tab = await Tab.open("ada");
    for (let i = 0; i < 100; i++) tab.write(`word ${i}`);
    await tab.keeper.flush();
    expect(await rowCount()).toBeGreaterThan(1);
    expect(await storedWords()).toHaveLength(100);
  });

  it("is stored before a page that is left is gone, though nothing answers it any more", async () => {
    const tab = await Tab.open("ada");
    tab.write("a");
    tab.keeper.flushLeaving();
    expect(await storedWords()).toEqual(["ada:a"]);
    tab.write("b");
    const saving = tab.keeper.flush();
    tab.write("c");
    tab.keeper.flushLeaving();
    expect(await storedWords()).toEqual(["ada:a", "ada:b", "ada:c"]);
    await saving;
    tab.write("d");
    await tab.keeper.flush();
    expect(await storedWords()).toEqual(["ada:a", "ada:b", "ada:c", "ada:d"]);
  });
});

describe("a page that is left while its note is being stored", () => {
  it("stores it once more, since the first may never get through", async () => {
    const store = await connection();
    const tab = new Tab("ada", async () => store);
    await tab.keeper.open();
    vi.spyOn(store, "append").mockReturnValue(new Promise(() => {}));
    tab.write("a");
    void tab.keeper.flush();
    tab.keeper.flushLeaving();
    expect(await storedWords()).toEqual(["ada:a"]);
  });
});

describe("rows that have become many", () => {
  async function writeMany(tab: Tab, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      tab.write(`${i}`);
      await tab.keeper.flush();
    }
  }

  it("are packed together once it is quiet, and not before", async () => {
    const tab = await Tab.open("ada");
    await writeMany(tab, 64);
    vi.advanceTimersByTime(QUIET_MS - 1);
    tab.write("more");
    await tab.keeper.flush();
    vi.advanceTimersByTime(QUIET_MS - 1);
    expect(await rowCount()).toBe(65);
    vi.advanceTimersByTime(1);
    await expect.poll(rowCount).toBeLessThan(5);
    expect(await storedWords()).toHaveLength(65);
    await writeMany(tab, 3);
    expect(await storedWords()).toHaveLength(68);
  });

  it("are packed together by the next tab, where the first was gone too soon", async () => {
    const tab = await Tab.open("ada");
    await writeMany(tab, 70);
    await tab.keeper.close();
    vi.advanceTimersByTime(QUIET_MS);
    expect(await rowCount()).toBe(70);
    await Tab.open("bob");
    vi.advanceTimersByTime(QUIET_MS);
    await expect.poll(rowCount).toBeLessThan(5);
    expect(await storedWords()).toHaveLength(70);
  });
});

describe("a note that is forgotten", () => {
  it("is gone, and stays gone while nothing changes", async () => {
    const tab = await Tab.open("ada");
    tab.write("a");
    await tab.keeper.flush();
    await tab.keeper.forget();
    expect(tab.keeper.keeping).toEqual({ type: "forgotten" });
    tab.keeper.flushLeaving();
    await tab.keeper.close();
    expect(await storedWords()).toEqual([]);
    expect(await listNotes()).toEqual({ type: "listed", notes: [] });
  });

  it("is kept again, whole, by the tab that forgot it when it changes", async () => {
    const tab = await Tab.open("ada");
    tab.write("a");
    await tab.keeper.flush();
    await tab.keeper.forget();
    tab.write("b");
    await tab.keeper.flush();
    expect(tab.keeper.keeping).toEqual({ type: "kept" });
    expect(await storedWords()).toEqual(["ada:a", "ada:b"]);
  });

  it("is kept again, whole, by each tab that has it open when it changes there", async () => {
    const [ada, bob, other] = [await Tab.open("ada"), await Tab.open("bob"), await Tab.open("other")];
    ada.write("a");
    await ada.keeper.flush();
    bob.write("x");
    await bob.keeper.flush();
    await other.keeper.forget();
    ada.write("b");
    await ada.keeper.flush();
    expect(await storedWords()).toEqual(["ada:a", "ada:b"]);
    bob.write("y");
    await bob.keeper.flush();
    expect(await storedWords()).toEqual(["ada:a", "ada:b", "bob:x", "bob:y"]);
  });

  it("is not half brought back by a tab that was being left", async () => {
    const [ada, other] = [await Tab.open("ada"), await Tab.open("other")];
    ada.write("a");
    await ada.keeper.flush();
    ada.write("b");
    await other.keeper.forget();
    ada.keeper.flushLeaving();
    expect(await listNotes()).toEqual({ type: "listed", notes: [] });
    expect(await storedWords()).toEqual([]);
  });
});

describe("a store that fails", () => {
  const failures = [
    ["QuotaExceededError", "full"],
    ["SecurityError", "forbidden"],
    ["UnknownError", "broken"],
  ] as const;

  it.each(failures)("with %s is said to be %s, and the note goes on and is tried again", async (name, reason) => {
    let failing = true;
    const openStore = vi.fn(() =>
      failing ? Promise.reject(new DOMException("Expected to fail", name)) : connection(),
    );
    const tab = new Tab("ada", openStore);
    await tab.keeper.open();
    expect(tab.keeper.keeping).toEqual({ type: "unavailable", reason });
    tab.write("a");
    expect(tab.log.words).toEqual(["ada:a"]);
    failing = false;
    // What is written meanwhile does not hasten it.
    vi.advanceTimersByTime(RETRY_DELAY_MS - 1);
    expect(openStore).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    await expect.poll(() => tab.keeper.keeping).toEqual({ type: "kept" });
    expect(await storedWords()).toEqual(["ada:a"]);
  });

  it("while it is written loses nothing: what did not get through is written with the next", async () => {
    const store = await connection();
    const tab = new Tab("ada", async () => store);
    await tab.keeper.open();
    tab.write("a");
    await tab.keeper.flush();
    const append = vi.spyOn(store, "append").mockRejectedValue(new DOMException("No room", "QuotaExceededError"));
    tab.write("b");
    await tab.keeper.flush();
    expect(tab.keeper.keeping).toEqual({ type: "unavailable", reason: "full" });
    tab.write("c");
    append.mockRestore();
    vi.advanceTimersByTime(RETRY_DELAY_MS);
    await expect.poll(() => tab.keeper.keeping).toEqual({ type: "kept" });
    expect(await storedWords()).toEqual(["ada:a", "ada:b", "ada:c"]);
  });

  it("by a programmer's error is broken, and the error is not hidden", async () => {
    const tab = new Tab("ada", () => Promise.reject(new TypeError("Expected a programmer")));
    await expect(tab.keeper.open()).rejects.toThrow("Expected a programmer");
    expect(tab.keeper.keeping).toEqual({ type: "unavailable", reason: "broken" });
  });

  it("since its connection was closed is opened again, and the whole note kept where all was cleared", async () => {
    const tab = await Tab.open("ada");
    tab.write("a");
    await tab.keeper.flush();
    await freshDatabase();
    tab.write("b");
    await tab.keeper.flush();
    expect(tab.keeper.keeping).toEqual({ type: "unavailable", reason: "broken" });
    vi.advanceTimersByTime(RETRY_DELAY_MS);
    await expect.poll(() => tab.keeper.keeping).toEqual({ type: "kept" });
    expect(await storedWords()).toEqual(["ada:a", "ada:b"]);
  });

  it("is left alone once the keeper was closed", async () => {
    const openStore = vi.fn(() => Promise.reject(new DOMException("No", "SecurityError")));
    const tab = new Tab("ada", openStore);
    await tab.keeper.open();
    await tab.keeper.close();
    openStore.mockClear();
    vi.advanceTimersByTime(10 * RETRY_DELAY_MS);
    expect(openStore).not.toHaveBeenCalled();
  });
});
