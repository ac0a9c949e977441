import type { Locator, Page } from "playwright/test";
import { expect, test } from "./room";

/** Waits until the clock shows another second than it does now: moments of the history are seconds. */
async function nextSecond(): Promise<number> {
  const second = Math.floor(Date.now() / 1_000);
  await expect.poll(() => Math.floor(Date.now() / 1_000), { intervals: [50] }).toBeGreaterThan(second);
  return second * 1_000;
}

/** All that a clock of `page` shows from one time to another, to the second ("medium") or to the minute ("short"). */
function clockWords(page: Page, fromMs: number, toMs: number, timeStyle: "medium" | "short"): Promise<string[]> {
  return page.evaluate(
    ([fromMs, toMs, timeStyle]) => {
      const { format } = new Intl.DateTimeFormat(undefined, { timeStyle });
      const seconds = Math.floor(toMs / 1_000) - Math.floor(fromMs / 1_000);
      return Array.from({ length: seconds + 1 }, (_, i) => format(fromMs + i * 1_000));
    },
    [fromMs, toMs, timeStyle] as const,
  );
}

/** The time alone: at midnight a date comes before it. */
const withoutDate = (words: string | null) => words?.split(", ").at(-1);

/** What each author wrote, in which colors and when, as marked text says: a title is "Quiet Heron, 14:03". */
async function authorship(marks: Locator) {
  const pieces = await marks.evaluateAll((spans) =>
    spans.map((span) => ({
      title: span.getAttribute("title") ?? "",
      text: span.textContent ?? "",
      color: getComputedStyle(span).textDecorationColor,
    })),
  );
  const authors = [...new Set(pieces.map(({ title }) => title.split(", ")[0]))];
  return authors.map((author) => {
    const own = pieces.filter(({ title }) => title.startsWith(`${author}, `));
    return {
      author,
      text: own.map(({ text }) => text).join(""),
      colors: [...new Set(own.map(({ color }) => color))],
      times: [...new Set(own.map(({ title }) => withoutDate(title)))],
    };
  });
}

test("the slider shows the note as it was at a noted moment; restoring it is an edit that can be undone", async ({
  room,
}) => {
  const [tab, other] = await room.openConnected(2, "");
  const began = Date.now();
  // At one stroke: that is one moment.
  await tab!.insert("First draft.");
  await room.expectText([other!], "First draft.");
  const { page } = tab!;
  await page.getByRole("button", { name: "History" }).click();
  await expect(page.getByRole("button", { name: "Back to now" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("slider")).toHaveCount(0);
  const noted = await nextSecond();
  await nextSecond();
  await other!.type(" Second thoughts.");
  await room.expectText([tab!], "First draft. Second thoughts.");
  await page.getByRole("button", { name: "History" }).click();
  const slider = page.getByRole("slider");
  await expect(slider).toBeFocused();
  const past = page.locator("note-history .page");
  const time = page.locator("note-history .time");
  await expect(past).toHaveText("First draft. Second thoughts.");
  const notedWords = await clockWords(page, began, noted, "medium");
  expect(notedWords).not.toContain(withoutDate(await time.textContent()));
  const asItWas = await page.evaluate((noted) => {
    return document.querySelector("note-history")!.past.textAt(noted);
  }, noted);
  expect(asItWas).toBe("First draft.");
  for (let step = 0; step < 40 && (await past.textContent()) !== "First draft."; step++)
    await slider.press("ArrowLeft");
  await expect(past).toHaveText("First draft.");
  const shownWords = await time.textContent();
  expect(notedWords).toContain(withoutDate(shownWords));
  const position = await page.locator("note-history .position").textContent();
  expect(position).toMatch(/^1 of \d+$/);
  await expect(slider).toHaveAttribute("aria-valuetext", `${shownWords}, ${position}`);
  await slider.press("End");
  await slider.press("Home");
  await expect(past).toHaveText("First draft.");
  await page.getByRole("button", { name: "Play" }).click();
  await expect(past).toHaveText("First draft. Second thoughts.");
  for (let step = 0; step < 40 && (await past.textContent()) !== "First draft."; step++)
    await slider.press("ArrowLeft");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("First draft.");
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.getByRole("button", { name: "Copied" }).click();
  await expect(page.getByLabel("Copy it by hand")).toHaveValue("First draft.");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Restore this" }).click();
  await expect(slider).toHaveCount(0);
  await room.expectText(room.tabs, "First draft.");
  await tab!.note.press("ControlOrMeta+z");
  await room.expectText(room.tabs, "First draft. Second thoughts.");
});

test("the authors' colors tell who wrote what and when, now and in the history, also after its tab has gone", async ({
  room,
}) => {
  const [tab, other] = await room.openConnected(2, "");
  await other!.call("Ada");
  await tab!.call("Bob");
  const began = Date.now();
  await other!.type("written by Ada");
  await room.expectText([tab!], "written by Ada");
  await tab!.type(", and by me");
  await room.expectText([other!], "written by Ada, and by me");
  const { page } = tab!;
  const minutes = await clockWords(page, began, Date.now(), "short");
  await page.getByRole("button", { name: "Authors" }).click();
  const marks = page.locator(".cm-authored");
  const WRITTEN = [
    { author: "Ada", text: "written by Ada" },
    { author: "Bob", text: ", and by me" },
  ];
  await expect.poll(() => authorship(marks)).toMatchObject(WRITTEN);
  const written = await authorship(marks);
  for (const { times } of written) expect(minutes).toEqual(expect.arrayContaining(times));
  const [ada, bob] = written.map(({ colors }) => colors);
  expect([ada?.length, bob?.length]).toEqual([1, 1]);
  expect(ada).not.toEqual(bob);
  await page.getByRole("button", { name: "History" }).click();
  await expect(page.getByRole("slider")).toBeVisible();
  expect(await authorship(page.locator("note-history .page .authored"))).toEqual(written);
  await page.getByRole("button", { name: "Back to now" }).click();
  await other!.leave();
  await room.expectNeighbors([tab!], 0);
  const legend = page.locator("author-legend");
  await expect(legend).toContainText("Ada");
  await expect.poll(() => authorship(marks)).toMatchObject(WRITTEN);
  await tab!.note.press("ControlOrMeta+Home");
  await expect(legend).toContainText("Here: Ada");
  await tab!.note.press("ControlOrMeta+End");
  await expect(legend).not.toContainText("Here: Ada");
  await page.getByRole("button", { name: "Authors" }).click();
  await expect(legend).toHaveCount(0);
});
