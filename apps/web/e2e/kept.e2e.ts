import { readFile } from "node:fs/promises";
import { chromium } from "playwright/test";
import { launchOptions } from "../../../.ci/launch-options";
import { DATABASE } from "../src/storage/note-store";
import { expect, type Tab, test, underBothRules } from "./room";
import { SignalProcess } from "./signal-process";

/** A note is packed together once it is in so many pieces. */
const MANY_ROWS = 64;

underBothRules(() => {
  test("a lone reload, and closing the tab, bring the note back", async ({ room, browser }) => {
    const context = await browser.newContext();
    const tab = await room.openIn(context, "", true);
    await tab.page.getByRole("textbox", { name: "Title" }).fill("Kept");
    await tab.type("nobody else has it");
    await tab.page.reload();
    await room.expectText([tab], "nobody else has it");
    await tab.type(", twice");
    await expect.poll(() => tab.keeping()).toBe("kept");
    await tab.close();
    const again = await room.openIn(context, "", false);
    await room.expectText([again], "nobody else has it, twice");
    await expect(again.page.getByRole("textbox", { name: "Title" })).toHaveValue("Kept");
  });

  test("home lists the note with its title and time, opens it, and forgets it", async ({ room }) => {
    const tab = await room.open("");
    const { page } = tab;
    await page.getByRole("textbox", { name: "Title" }).fill("Shopping");
    await tab.type("milk");
    await expect.poll(() => tab.keeping()).toBe("kept");
    await page.goto(`${room.server.origin}/`);
    await expect(page.getByText("just now")).toBeVisible();
    await page.getByRole("link", { name: "Shopping" }).click();
    await room.expectText([tab], "milk");
    await page.goto(`${room.server.origin}/`);
    await page.getByRole("button", { name: /^Forget/ }).click();
    await page.getByRole("button", { name: /^Yes/ }).click();
    await expect(page.getByRole("link", { name: "Shopping" })).toHaveCount(0);
    await page.goto(room.address(""));
    await expect(tab.note).toBeVisible();
    await expect.poll(() => tab.keeping()).toBe("kept");
    expect(await tab.text()).toBe("");
  });
});

test("closing the browser brings the note back", async ({ room }, info) => {
  const open = () => chromium.launchPersistentContext(info.outputPath("profile"), launchOptions());
  const browser = await open();
  const tab = await room.openIn(browser, "", true);
  await tab.type("nobody else has it");
  await expect.poll(() => tab.keeping()).toBe("kept");
  await browser.close();
  const again = await open();
  await room.expectText([await room.openIn(again, "", true)], "nobody else has it");
  await again.close();
});

test("two tabs of one browser keep one note, and neither loses what the other stored", async ({ room, browser }) => {
  const context = await browser.newContext();
  const left = await room.openIn(context, "", true);
  const right = await room.openIn(context, "", false);
  await room.expectNeighbors(room.tabs, 1);
  await left.cut([await right.peer()]);
  await room.expectNeighbors(room.tabs, 0);
  await Promise.all([left.type("left"), right.type("right")]);
  for (const tab of [left, right]) await expect.poll(() => tab.keeping()).toBe("kept");
  await left.close();
  await right.close();
  const later = await room.openIn(context, "", false);
  await expect.poll(() => later.text()).toMatch(/^(leftright|rightleft)$/);
});

test("what two tabs of one browser have stored many times is packed together once they are quiet, and nothing is lost", async ({
  room,
  browser,
}) => {
  const context = await browser.newContext();
  const left = await room.openIn(context, "", true);
  const right = await room.openIn(context, "", false);
  await room.expectNeighbors(room.tabs, 1);
  const saves = MANY_ROWS + 6;
  await Promise.all([storeOften(left, "l", saves), storeOften(right, "r", saves)]);
  await expect.poll(async () => (await left.text()).length).toBe(2 * saves);
  const text = await left.text();
  await room.expectText([right], text);
  await expect.poll(async () => (await sequences(left)).length).toBeLessThan(10);
  // They are numbered for ever: so many there were.
  expect((await sequences(left)).at(-1)).toBeGreaterThan(2 * saves);
  await right.close();
  await left.type(", and on");
  await expect.poll(() => left.keeping()).toBe("kept");
  await left.page.reload();
  await room.expectText([left], `${text}, and on`);
});

/** Adds a letter again and again, each time as one does who looks at another tab right after: it is stored at once. */
function storeOften({ page }: Tab, letter: string, times: number): Promise<void> {
  return page.evaluate(
    async ([letter, times]) => {
      Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
      for (let i = 0; i < times; i++) {
        document.querySelector("note-editor")?.view.dispatch({ changes: { from: 0, insert: letter } });
        document.dispatchEvent(new Event("visibilitychange"));
        while (document.querySelector("note-page")?.keeping.type !== "kept")
          await new Promise((resolve) => setTimeout(resolve));
      }
      Reflect.deleteProperty(document, "visibilityState");
    },
    [letter, times] as const,
  );
}

/** The numbers of the pieces that this browser keeps. */
function sequences({ page }: Tab): Promise<number[]> {
  return page.evaluate(
    (name) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = reject;
        opening.onsuccess = () => {
          const reading = opening.result.transaction("rows").objectStore("rows").getAllKeys();
          reading.onerror = reject;
          reading.onsuccess = () => resolve(reading.result as number[]);
          opening.result.close();
        };
      }),
    DATABASE,
  );
}

test("what was typed without the server and reloaded merges when someone is met", async ({ room }) => {
  const [tab, other] = await room.openConnected(2, "");
  await tab!.type("Together. ");
  await room.expectText([other!], "Together. ");
  const { port } = room.server;
  await room.server.kill();
  await tab!.cut([await other!.peer()]);
  await room.expectNeighbors([tab!, other!], 0);
  await tab!.type("Alone. ");
  await other!.type("Also alone. ");
  await expect.poll(() => tab!.keeping()).toBe("kept");
  room.server = await SignalProcess.start(port, {});
  await tab!.page.reload();
  await room.expectNeighbors([tab!, other!], 1);
  await expect.poll(() => tab!.text()).toMatch(/^Together\. (Alone\. Also alone\. |Also alone\. Alone\. )$/);
  await room.expectText([other!], await tab!.text());
});

test("a browser that may keep nothing says so, and the note goes on", async ({ room }) => {
  const tab = await room.openPrepared((page) => page.addInitScript(() => Reflect.deleteProperty(window, "indexedDB")));
  await expect(tab.status).toContainText("This browser lets the page keep nothing");
  await tab.type("only here");
  await expect(tab.status).toContainText("What you write now is only in this tab");
});

test("a browser that is full says so, the note goes on, and with room again it is kept", async ({ room, browser }) => {
  const context = await browser.newContext();
  const tab = await room.openIn(context, "", true);
  await expect.poll(() => tab.keeping()).toBe("kept");
  const session = await context.newCDPSession(tab.page);
  const setQuota = (quotaSize?: number) =>
    session.send("Storage.overrideQuotaForOrigin", {
      origin: room.server.origin,
      ...(quotaSize !== undefined && { quotaSize }),
    });
  await setQuota(1);
  await tab.type("no room for this");
  await expect(tab.status).toContainText("This browser has no room left");
  await setQuota();
  await expect.poll(() => tab.keeping(), { timeout: 15_000 }).toBe("kept");
  await tab.page.reload();
  await room.expectText([tab], "no room for this");
});

test("export saves the note as a file, and a dropped file becomes a note", async ({ room }) => {
  const tab = await room.open("");
  const { page } = tab;
  const drop = (name: string, text: string) =>
    page.evaluate(
      ([name, text]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name, { type: "text/markdown" }));
        const target = document.querySelector(".cm-content")!;
        for (const type of ["dragenter", "dragover", "drop"]) {
          target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }
      },
      [name, text] as const,
    );
  await drop("Recipe.md", "# Bread\r\nflour");
  await room.expectText([tab], "# Bread\nflour");
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Recipe");
  await page.getByRole("button", { name: "File" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: /\.md/ }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("Recipe.md");
  expect(await readFile(await download.path(), "utf8")).toBe("# Bread\nflour");
});

test("the QR code says the note's link", async ({ room }) => {
  const tab = await room.open("");
  await tab.page.getByRole("button", { name: "QR code" }).click();
  const dialog = tab.page.getByRole("dialog", { name: "Scan to open this note" });
  await expect(dialog.getByRole("img", { name: /QR code/ })).toBeVisible();
  await expect(dialog).toContainText(room.address(""));
  await tab.page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
});

test.describe("offline", () => {
  test.use({ serviceWorkers: "allow" });

  test("the app opens with the server gone, and shows what is kept", async ({ room, browser }) => {
    const context = await browser.newContext({ serviceWorkers: "allow" });
    const tab = await room.openIn(context, "", true);
    await tab.type("kept for later");
    await expect.poll(() => tab.keeping()).toBe("kept");
    await tab.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await room.server.kill();
    await tab.page.goto("about:blank");
    await tab.page.goto(room.address(""));
    await room.expectText([tab], "kept for later");
    await expect(tab.status).toContainText("The introduction server is away");
    await tab.page.goto(`${room.server.origin}/playground.html`);
    await expect(tab.page.getByRole("heading").first()).toBeVisible();
  });
});
