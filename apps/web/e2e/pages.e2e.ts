import type { Page } from "playwright/test";
import { expect, test } from "./room";

const KEY = "AAAAAAAAAAAAAAAAAAAAAA";

test("home opens a new note and keeps the settings in the address", async ({ page, server }) => {
  await page.goto(`${server.origin}/?interval=500`);
  await expect(page.getByText("16.7 million characters")).toBeVisible();
  await page.getByRole("button", { name: "New note" }).click();
  await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
  expect(page.url()).toMatch(/\/\?interval=500#[\w-]{22}$/);
  await expect(page.getByText("Spread: plumtree, repaired every 500 ms")).toBeVisible();
  await page.getByRole("link", { name: "Hearsay, start page" }).click();
  await expect(page.getByRole("button", { name: "New note" })).toBeVisible();
});

test("the rule of a new note is chosen on home, and is part of its link", async ({ page, server }) => {
  await page.goto(`${server.origin}/?interval=500`);
  const later = page.getByRole("radio", { name: /The later replaces the earlier/ });
  await expect(later).toBeHidden();
  await page.getByText("two texts that are written at once").first().click();
  await expect(page.getByRole("radio", { name: /Both stay/ })).toBeChecked();
  await later.check();
  await page.getByRole("button", { name: "New note" }).click();
  await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
  expect(page.url()).toMatch(/\/\?interval=500&rule=latest#[\w-]{22}$/);
  expect(await page.evaluate(() => document.querySelector("note-page")?.note.rule)).toBe("latest");
  await page.goto(`${server.origin}/?rule=latest`);
  await expect(later).toBeChecked();
  await page.getByLabel(/sent a link/).fill(`${server.origin}/#${KEY}`);
  await page.getByRole("button", { name: "Open" }).click();
  await expect(page.getByRole("textbox", { name: "Note" })).toBeVisible();
  expect(await page.evaluate(() => document.querySelector("note-page")?.note.rule)).toBe("text");
});

test("home takes a whole link or a bare key, and says what is wrong with anything else", async ({ page, server }) => {
  const field = page.getByLabel(/sent a link/);
  for (const link of [`http://192.168.0.2:3000/#${KEY}`, KEY]) {
    await page.goto(`${server.origin}/`);
    await field.fill(link);
    await field.press("Enter");
    await expect(page).toHaveURL(`${server.origin}/#${KEY}`);
    await expect(page.getByRole("textbox", { name: "Note" })).toBeVisible();
  }
  await page.goto(`${server.origin}/`);
  await field.fill("https://example.org/");
  await page.getByRole("button", { name: "Open" }).click();
  await expect(page.getByRole("alert")).toContainText("This is not the link of a note.");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toBeFocused();
});

test("another key in the address is another note, and no key leads home", async ({ page, server }) => {
  await page.goto(`${server.origin}/#${KEY}`);
  await page.getByRole("textbox", { name: "Note" }).fill("the first note");
  await page.evaluate(() => {
    location.hash = "BAAAAAAAAAAAAAAAAAAAAA";
  });
  await expect(page.getByRole("textbox", { name: "Note" })).toContainText("Write here.");
  await page.evaluate(() => {
    location.hash = "nonsense";
  });
  await expect(page.getByRole("alert")).toContainText("This is not the link of a note.");
  await page.getByRole("link", { name: "Go to the start page" }).click();
  await expect(page.getByRole("button", { name: "New note" })).toBeVisible();
});

test("every bad setting is named, on home and in the note", async ({ page, server }) => {
  const query = "?strategy=rumour&interval=1&delay=-1&rate=fast&loss=7&skew=1.5";
  for (const hash of ["", `#${KEY}`]) {
    await page.goto(`${server.origin}/${query}${hash}`);
    const problems = page.getByRole("alert");
    await expect(problems.getByRole("listitem")).toHaveText([
      'strategy: expected push, broadcast, rumor, or plumtree, got "rumour".',
      'interval: expected a whole number of milliseconds from 20 to 60000, got "1".',
      'delay: expected a whole number of milliseconds from 0 to 60000, got "-1".',
      'rate: expected a whole number of bytes per second from 1 to 1000000000, got "fast".',
      'loss: expected a number from 0 to 1, got "7".',
      'skew: expected a whole number of milliseconds from -315576000000 to 315576000000, got "1.5".',
    ]);
  }
  await expect(page.getByText("Faults are on in this tab")).toHaveCount(0);
});

test("every fault that is on is shown", async ({ page, server }) => {
  await page.goto(`${server.origin}/?delay=500&rate=20000&loss=0.2&skew=3600000#${KEY}`);
  await expect(page.getByRole("region", { name: "Faults" })).toContainText(
    "Faults are on in this tab: every message waits 500 ms, the uplink carries 20000 bytes per second, " +
      "20 % of all messages are lost, its clock is set forward by 1 hour.",
  );
});

test("what is good beside a bad setting holds, and faults can be switched off", async ({ page, server }) => {
  await page.goto(`${server.origin}/?delay=500&loss=7&interval=1000&speed=9#${KEY}`);
  const problems = page.getByRole("alert");
  await expect(problems).toContainText('loss: expected a number from 0 to 1, got "7".');
  await expect(problems).toContainText('"speed" is no setting.');
  await expect(page.getByText("Spread: plumtree, repaired every 1000 ms")).toBeVisible();
  await expect(page.getByText("Faults are on in this tab: every message waits 500 ms.")).toBeVisible();
  await page.getByRole("button", { name: "Switch them off" }).click();
  await expect(page.getByText("Faults are on in this tab")).toBeHidden();
  await expect(page).toHaveURL(`${server.origin}/?interval=1000&speed=9#${KEY}`);
  // What is no longer in the address is no longer said to be.
  await expect(problems).not.toContainText("loss: expected");
  await expect(problems).toContainText('"speed" is no setting.');
});

test("everyone here has a name and a color, the same in every tab, and one of them is marked as you", async ({
  room,
}) => {
  const [left, right] = await room.openConnected(2, "");
  const squares = async (page: Page) => {
    const people = page.getByRole("list", { name: "People here" }).getByRole("listitem");
    await expect(people).toHaveCount(2);
    await expect(people.getByText("you", { exact: true })).toHaveCount(1);
    return people.evaluateAll((items) =>
      items.map((item) => {
        const square = item.querySelector(".square");
        return `${item.getAttribute("title")} ${square && getComputedStyle(square).backgroundColor}`;
      }),
    );
  };
  // Each lists itself first.
  await expect.poll(async () => (await squares(left!.page)).toReversed()).toEqual(await squares(right!.page));
  expect(new Set(await squares(left!.page)).size).toBe(2);
});

test("a name that was given is shown to the others and remembered", async ({ room }) => {
  const [ada, other] = await room.openConnected(2, "");
  const page = ada!.page;
  await page.getByRole("button", { name: "change your name" }).click();
  await page.keyboard.type(" Ada  Lovelace ");
  await page.keyboard.press("Enter");
  const people = other!.page.getByRole("list", { name: "People here" });
  await expect(people.getByText("Ada Lovelace")).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.type("Somebody else");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Ada Lovelace you, change your name" })).toBeFocused();
  await page.reload();
  await expect(page.getByRole("button", { name: "Ada Lovelace you, change your name" })).toBeVisible();
});

test("the link is copied, or shown to be copied by hand", async ({ page, server, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${server.origin}/?delay=1#${KEY}`);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByText("Link copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${server.origin}/#${KEY}`);
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.getByRole("button", { name: "Copy link" }).click();
  const field = page.getByLabel("Copy it by hand");
  await expect(field).toHaveValue(`${server.origin}/#${KEY}`);
  await expect(field).toBeFocused();
  await field.press("Escape");
  await expect(field).toBeHidden();
  await expect(page.getByRole("button", { name: "Copy link" })).toBeFocused();
});

test("on a narrow screen with eight people nothing is cut off and every name can be had", async ({ room }) => {
  const tabs = await room.openConnected(8, "");
  const page = tabs[0]!.page;
  await page.setViewportSize({ width: 390, height: 780 });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await overflow()).toBe(0);
  await expect(page.getByRole("list", { name: "People here" }).getByRole("listitem")).toHaveCount(8);
  await page.getByRole("button", { name: "8 here" }).click();
  expect(await overflow()).toBe(0);
  const box = await tabs[0]!.note.boundingBox();
  expect(box?.width).toBe(390);
});
