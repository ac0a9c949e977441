import { expect, test } from "./room";

/** Waits until the clock shows another second than it does now: moments of the history are seconds. */
async function nextSecond(): Promise<number> {
  const second = Math.floor(Date.now() / 1_000);
  await expect.poll(() => Math.floor(Date.now() / 1_000), { intervals: [50] }).toBeGreaterThan(second);
  return second * 1_000;
}

test("the slider shows the note as it was at a noted moment; restoring it is an edit that can be undone", async ({
  room,
}) => {
  const [tab, other] = await room.openConnected(2, "");
  await tab!.type("First draft.");
  await room.expectText([other!], "First draft.");
  const noted = await nextSecond();
  await nextSecond();
  await other!.type(" Second thoughts.");
  await room.expectText([tab!], "First draft. Second thoughts.");
  const { page } = tab!;
  await page.getByRole("button", { name: "History" }).click();
  const slider = page.getByRole("slider");
  await expect(slider).toBeFocused();
  const past = page.locator("note-history .page");
  await expect(past).toHaveText("First draft. Second thoughts.");
  const asItWas = await page.evaluate((noted) => {
    return document.querySelector("note-history")!.past.textAt(noted);
  }, noted);
  expect(asItWas).toBe("First draft.");
  for (let step = 0; step < 40 && (await past.textContent()) !== "First draft."; step++)
    await slider.press("ArrowLeft");
  await expect(past).toHaveText("First draft.");
  await slider.press("Home");
  await expect(past).not.toHaveText("First draft. Second thoughts.");
  await page.getByRole("button", { name: "Play" }).click();
  await expect(past).toHaveText("First draft. Second thoughts.");
  for (let step = 0; step < 40 && (await past.textContent()) !== "First draft."; step++)
    await slider.press("ArrowLeft");
  await page.getByRole("button", { name: "Restore this" }).click();
  await expect(slider).toHaveCount(0);
  await room.expectText(room.tabs, "First draft.");
  await tab!.note.press("ControlOrMeta+z");
  await room.expectText(room.tabs, "First draft. Second thoughts.");
});

test("the authors' colors tell who wrote what, also after its tab has gone", async ({ room }) => {
  const [tab, other] = await room.openConnected(2, "");
  await other!.page.getByRole("button", { name: /you/ }).click();
  await other!.page.getByRole("textbox", { name: /name/i }).fill("Ada");
  await other!.page.keyboard.press("Enter");
  await other!.type("written by Ada");
  await room.expectText([tab!], "written by Ada");
  await tab!.type(", and by me");
  await room.expectText([other!], "written by Ada, and by me");
  await other!.leave();
  await room.expectNeighbors([tab!], 0);
  const { page } = tab!;
  await page.getByRole("button", { name: "Authors" }).click();
  const legend = page.locator("author-legend");
  await expect(legend).toContainText("Ada");
  await tab!.note.press("ControlOrMeta+Home");
  await expect(legend).toContainText("Here: Ada");
  await tab!.note.press("ControlOrMeta+End");
  await expect(legend).not.toContainText("Here: Ada");
  await page.getByRole("button", { name: "Authors" }).click();
  await expect(legend).toHaveCount(0);
});
