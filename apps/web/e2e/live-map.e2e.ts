import type { Locator, Page } from "playwright/test";
import { violationsOf } from "./accessibility";
import { expect, type Tab, type TestRoom, test } from "./room";

/** A tab's line in the list beside the picture. */
function lineOf({ page }: Tab, name: string): Locator {
  return page.getByRole("list", { name: "Tabs" }).getByRole("listitem").filter({ hasText: name });
}

async function openMap({ page }: Tab): Promise<void> {
  await page.getByRole("button", { name: "Map", exact: true }).click();
  await expect(page.getByRole("region", { name: "Map and lab" })).toBeVisible();
}

/** Opens so many tabs, each with a name that a test can tell it by. */
async function openNamed(room: TestRoom, names: readonly string[]): Promise<Tab[]> {
  for (const name of names) {
    await room.openPrepared((page) => page.addInitScript((name) => localStorage.setItem("hearsay.name", name), name));
  }
  await room.expectNeighbors(room.tabs, names.length - 1);
  return room.tabs;
}

/** What the picture is asked to draw. */
function drawn(page: Page) {
  return page.evaluate(() => {
    const map = document.querySelector("note-lab")?.shadowRoot?.querySelector("live-map");
    const view = map?.watch.view;
    return { squares: view?.tabs.length, links: view?.links.filter(({ cut }) => !cut).length };
  });
}

async function sentTo(tab: Tab, name: string): Promise<number> {
  return Number(/(\d+) sent/.exec((await lineOf(tab, name).textContent()) ?? "")?.[1]);
}

test("the map shows every tab and link, an edit as messages that go, and who is known to have it", async ({ room }) => {
  const [ada, bob, cyd] = (await openNamed(room, ["Ada", "Bob", "Cyd"])) as [Tab, Tab, Tab];
  await openMap(ada);
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByRole("button", { name: "Map", exact: true })).toBeFocused();
  await openMap(ada);
  await expect.poll(() => drawn(ada.page)).toEqual({ squares: 3, links: 3 });
  await expect(ada.page.getByRole("group", { name: "Nodes" }).getByRole("button")).toHaveCount(3);
  for (const name of ["Bob", "Cyd"]) await expect(lineOf(ada, name)).toContainText("linked to 2 tabs");
  // What is lost is told to nobody: they are not known to have it.
  await ada.page.evaluate(() => document.querySelector("note-page")?.mesh.setFaults({ loss: 1 }));
  await ada.insert("news");
  for (const name of ["Bob", "Cyd"]) await expect(lineOf(ada, name)).toContainText("not known to have the newest text");
  await ada.page.evaluate(() => document.querySelector("note-page")?.mesh.setFaults({ loss: 0 }));
  for (const name of ["Bob", "Cyd"]) await expect(lineOf(ada, name)).toContainText("has the newest text");
  const before = await sentTo(ada, "Bob");
  await ada.insert(" that goes");
  await expect.poll(() => sentTo(ada, "Bob")).toBeGreaterThan(before);
  await ada.page.getByText("Every message, in words").click();
  await expect(
    ada.page
      .getByRole("listitem")
      .filter({ hasText: /To (Bob|Cyd): news, \d+ bytes/ })
      .first(),
  ).toBeVisible();
  await room.expectText([bob, cyd], "news that goes");
});

test("a link that is cut from the map carries nothing, everyone's map says so, and mended it heals", async ({
  room,
}) => {
  const [ada, bob, cyd] = (await openNamed(room, ["Ada", "Bob", "Cyd"])) as [Tab, Tab, Tab];
  await openMap(ada);
  await openMap(cyd);
  // By the keyboard: from the button that has the focus now to the square, and from there to its line.
  await ada.page.getByRole("group", { name: "Nodes" }).getByRole("button", { name: /^Bob/ }).focus();
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByRole("button", { name: "Cut the link to Bob" })).toBeFocused();
  await ada.page.keyboard.press("Enter");
  await expect(lineOf(ada, "Bob")).toContainText("cut off from this tab");
  await expect(ada.page.getByRole("region", { name: "Faults" })).toContainText("the link to 1 tab is cut");
  await room.expectNeighbors([ada, bob], 1);
  await expect.poll(() => drawn(cyd.page)).toEqual({ squares: 3, links: 2 });
  const before = await sentTo(ada, "Bob");
  await ada.insert("around the cut");
  await room.expectText([bob, cyd], "around the cut");
  await expect.poll(() => sentTo(ada, "Cyd")).toBeGreaterThan(0);
  expect(await sentTo(ada, "Bob")).toBe(before);
  await ada.page.getByRole("button", { name: "Mend the link to Bob" }).click();
  await room.expectNeighbors([ada, bob], 2);
  await expect.poll(() => drawn(cyd.page)).toEqual({ squares: 3, links: 3 });
  await expect(ada.page.getByRole("region", { name: "Faults" })).toHaveCount(0);
});

test("what is chosen for the room holds in the other tab, what is set for this tab is said, and one click ends it", async ({
  room,
}) => {
  const [ada, bob] = (await openNamed(room, ["Ada", "Bob"])) as [Tab, Tab];
  await openMap(ada);
  const { page } = ada;
  await page.getByLabel("Strategy").selectOption("Push gossip");
  await page.getByLabel(/^Δ/).fill("1000");
  await page.getByLabel(/^Δ/).press("Enter");
  await expect(bob.page.getByText("Spread: push every 1000 ms")).toBeVisible();
  const fields = [
    ["Delay of every message", "70"],
    ["Rate of the uplink", "20000"],
    ["Loss of messages", "12.5"],
    ["Clock set forward by", "-60"],
  ] as const;
  for (const [label, value] of fields) {
    await page.getByLabel(label).fill(value);
    await page.getByLabel(label).press("Enter");
  }
  await expect(page.getByRole("region", { name: "Faults" })).toContainText(
    "every message waits 70 ms, the uplink carries 20000 bytes per second, 12.5 % of all messages are lost, " +
      "its clock is set back by 1 minute.",
  );
  await page.getByLabel("Loss of messages").fill("120");
  await page.getByLabel("Loss of messages").press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "Expected a number from 0 to 100." })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOf(page)).toEqual([]);
  }
  await page.getByRole("button", { name: "Switch all faults off" }).click();
  await expect(page.getByRole("region", { name: "Faults" })).toHaveCount(0);
  for (const [label] of fields) await expect(page.getByLabel(label)).toHaveValue("");
  expect((await bob.state()).faults.delayMs).toBe(0);
});

test("a tab that is crashed from the lab says goodbye to nobody, is missed by its silence, and can come back", async ({
  room,
}) => {
  const [ada, bob] = (await openNamed(room, ["Ada", "Bob"])) as [Tab, Tab];
  await ada.insert("kept by the other");
  await room.expectText([bob], "kept by the other");
  await openMap(bob);
  await openMap(ada);
  await ada.page.getByRole("button", { name: "Crash this tab" }).click();
  await expect(ada.page.getByRole("main", { name: "Crashed" })).toBeVisible();
  expect(await bob.neighborCount()).toBe(1);
  expect(await violationsOf(ada.page)).toEqual([]);
  await expect(lineOf(bob, "Ada")).toContainText("silent");
  await expect(lineOf(bob, "Ada")).toHaveCount(0);
  await bob.insert(", which goes on");
  await ada.page.getByRole("button", { name: "Come back" }).click();
  await room.expectText([ada], "kept by the other, which goes on");
  await expect(lineOf(bob, "Ada")).toContainText("has the newest text");
});
