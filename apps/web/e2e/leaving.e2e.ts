import type { Page } from "playwright/test";
import { expect, type Tab, type TestRoom, test, underPushAsWell } from "./room";

/** Closes the tab as its person does. Returns whether the browser asked first; the answer is to stay. */
async function asksBeforeClosing(page: Page): Promise<boolean> {
  const asked = page.waitForEvent("dialog").then(async (dialog) => {
    await dialog.dismiss();
    // Only when the page answers again is it back: a browser that is to close it in between may crash.
    await page.evaluate(() => document.readyState);
    return true;
  });
  const closed = page.waitForEvent("close").then(() => false);
  const answer = Promise.race([asked, closed]);
  // Whichever of the two does not come about is of no more interest.
  for (const each of [asked, closed]) each.catch(() => {});
  await page.close({ runBeforeUnload: true });
  return answer;
}

test("where nothing is kept 'Back' takes no text away, home leads to it again, and the browser asks before it is closed", async ({
  page,
  server,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, "indexedDB"));
  await page.goto(`${server.origin}/`);
  await page.getByRole("button", { name: "New note" }).click();
  const note = page.getByRole("textbox", { name: "Note" });
  // At one stroke, so that it is undone at one.
  await note.focus();
  await page.keyboard.insertText("only here");
  await page.goBack();
  await expect(page.getByText("Something in a note you left is only in this tab.")).toBeVisible();
  expect(await asksBeforeClosing(page)).toBe(true);
  await page.getByRole("link", { name: "Back to that note" }).click();
  await expect(note).toHaveText("only here");
  await expect(page.getByRole("status")).toContainText("Alone");
  await note.press("ControlOrMeta+z");
  await expect(note).not.toContainText("only here");
  await page.goBack();
  await expect(page.getByRole("button", { name: "New note" })).toBeVisible();
  await expect(page.getByText("only in this tab")).toHaveCount(0);
  expect(await asksBeforeClosing(page)).toBe(false);
});

test("a tab asks before it is closed until another holds what it wrote, also from home", async ({ room }) => {
  const [left, right] = await openForgetful(room);
  // Connected, and still nobody else has it.
  await left!.setFaults({ loss: 1 });
  await left!.insert("in both");
  await expect(left!.page.locator("status-line")).toContainText("What you wrote is only in this tab, as far as known.");
  expect(await asksWhenLeft(left!)).toBe(true);
  expect(await asksWhenLeft(right!)).toBe(false);
  await left!.setFaults({ loss: 0 });
  await room.expectText([right!], "in both");
  // Before it knows that, it would ask.
  await expect(left!.page.locator("status-line")).toContainText("What you wrote is on both tabs.");
  await left!.page.evaluate(() => {
    location.hash = "";
  });
  await expect(left!.page.getByRole("button", { name: "New note" })).toBeVisible();
  await expect(right!.status).toContainText("Alone");
  expect(await asksBeforeClosing(left!.page)).toBe(false);
  expect(await asksWhenLeft(right!)).toBe(true);
});

/** Asked of the page and not of the browser: one that is refused a close and then made to close may crash. */
function asksWhenLeft({ page }: Tab): Promise<boolean> {
  return page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
}

/** Two connected tabs of browsers that keep nothing. */
async function openForgetful(room: TestRoom) {
  const tabs = await Promise.all(
    [0, 1].map(() =>
      room.openPrepared((page) => page.addInitScript(() => Reflect.deleteProperty(window, "indexedDB"))),
    ),
  );
  await room.expectNeighbors(tabs, 1);
  return tabs;
}

test("a note that this browser keeps is left without a question", async ({ room }) => {
  const tab = await room.open("");
  await tab.type("kept here");
  await expect.poll(() => tab.keeping()).toBe("kept");
  expect(await asksBeforeClosing(tab.page)).toBe(false);
});

underPushAsWell(() => {
  test("a page that was kept for going back to says goodbye, and comes back to what was written meanwhile", async ({
    room,
  }) => {
    const [kept, other] = await room.openConnected(2, "");
    await kept!.type("before");
    await room.expectText([other!], "before");
    const pass = (type: string) =>
      kept!.page.evaluate((type) => dispatchEvent(new PageTransitionEvent(type, { persisted: true })), type);
    await pass("pagehide");
    await expect.poll(() => other!.neighborCount(), { timeout: 1_000, intervals: [50] }).toBe(0);
    await other!.type(" and after");
    await pass("pageshow");
    await room.expectNeighbors(room.tabs, 1);
    await room.expectText(room.tabs, "before and after");
  });

  test("a tab that is left right after a keystroke has passed it on", async ({ room }) => {
    const other = await room.open("?interval=60000");
    for (const text of ["one", "two", "three"]) {
      const writer = await room.open("?interval=60000");
      await room.expectNeighbors([writer, other], 1);
      await expect.poll(async () => (await writer.state()).spread.intervalMs).toBe(60_000);
      await writer.replace(text);
      await writer.leave();
      // With so long a Δ the writer never got what the others before it wrote: it stands beside it.
      await expect.poll(() => other.text()).toContain(text);
      await room.expectNeighbors([other], 0);
    }
  });
});
