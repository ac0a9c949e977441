import type { Locator, Page } from "playwright/test";
import { replay } from "../src/playground/record";
import { test as base, expect } from "./room";

/** The playground as a reader has it before them. Time stands still but for what a test lets pass. */
class Playground {
  constructor(readonly page: Page) {}

  node(number: number): Locator {
    return this.page.getByRole("button", { name: new RegExp(`^Node ${number} of `) });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  async choose(name: string): Promise<void> {
    // The input lies over its label and cannot be seen itself.
    await this.page.getByRole("radio", { name, exact: true }).check({ force: true });
  }

  figure(name: "time" | "messages" | "differing" | "latest"): Locator {
    return this.page.locator(`[data-figure="${name}"]`);
  }

  async select(label: string, value: string): Promise<void> {
    await this.page.getByRole("combobox", { name: label, exact: true }).selectOption(value);
  }

  async slide(label: string, value: number): Promise<void> {
    await this.page.getByRole("slider", { name: label, exact: true }).fill(String(value));
  }

  /** Lets virtual time pass at once. */
  async pass(seconds: number): Promise<void> {
    await this.page.evaluate((us) => {
      const { session } = document.querySelector("gossip-playground")!;
      session.runTo(session.nowUs + us);
    }, seconds * 1_000_000);
  }

  /** Presses "One event" until nothing happens any more. Returns how often something did. */
  async stepToQuiet(): Promise<number> {
    const status = this.page.getByRole("status");
    for (let events = 0; ; events++) {
      await this.button("One event").click();
      if ((await status.textContent())?.startsWith("Nothing happens")) return events;
    }
  }
}

const test = base.extend<{ playground: Playground }>({
  playground: async ({ page, server }, use) => {
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`${server.origin}/playground.html`);
    await expect(page.getByRole("button", { name: /^Node 1 of 12/ })).toBeVisible();
    await page.getByRole("button", { name: "Pause" }).click();
    await use(new Playground(page));
    expect(complaints).toEqual([]);
  },
});

test("home leads to the playground, and back", async ({ page, server }) => {
  await page.goto(server.origin);
  await page.getByRole("link", { name: "See how gossip works" }).click();
  await expect(page).toHaveTitle(/gossip/);
  await expect(page.getByRole("button", { name: /^Node 12 of 12/ })).toBeVisible();
  await page.getByRole("link", { name: "Hearsay" }).click();
  await expect(page.getByRole("button", { name: "New note" })).toBeVisible();
});

test("naive: a crash half way leaves the copies different for good", async ({ playground }) => {
  await playground.choose("Naive");
  await playground.page.getByLabel("Crash the next writer half way").check();
  await playground.node(3).click();
  expect(await playground.stepToQuiet()).toBeGreaterThan(8);
  await expect(playground.node(3)).toHaveAccessibleName("Node 3 of 12, crashed");
  await expect(playground.figure("differing")).toHaveText("6 of 11");
  await expect(playground.figure("latest")).toContainText("nobody is going to send one");
  await playground.pass(3_600);
  await playground.button("One event").click();
  await expect(playground.figure("differing")).toHaveText("6 of 11");
});

test("gossip: a single message that got out before the crash is enough", async ({ playground }) => {
  await playground.page.getByLabel("Crash the next writer half way").check();
  await playground.node(3).click();
  await playground.pass(60);
  await playground.button("One event").click();
  await expect(playground.node(3)).toHaveAccessibleName("Node 3 of 12, crashed");
  await expect(playground.figure("differing")).toHaveText("0 of 11");
  await expect(playground.figure("latest")).toContainText("A was everywhere after");
});

test("what the naive way left different, gossip mends as soon as it is chosen", async ({ playground }) => {
  await playground.button("Naive, with a crash").click();
  await playground.node(1).click();
  await playground.pass(10);
  await expect(playground.figure("differing")).toHaveText("6 of 11");
  await playground.choose("Gossip: push");
  await playground.pass(60);
  await expect(playground.figure("differing")).toHaveText("0 of 11");
});

test("a partition keeps the news out until a link is mended", async ({ playground }) => {
  await playground.slide("Nodes", 10);
  await playground.select("Links", "line");
  await playground.select("Link of node", "5");
  await playground.select("to", "6");
  await playground.button("Cut").click();
  await playground.node(1).click();
  await playground.pass(600);
  await playground.button("One event").click();
  await expect(playground.figure("differing")).toHaveText("5 of 10");
  await playground.button("Mend").click();
  await playground.pass(600);
  await playground.button("One event").click();
  await expect(playground.figure("differing")).toHaveText("0 of 10");
});

test("a click on a link cuts it, and another one mends it", async ({ playground }) => {
  const { page } = playground;
  await playground.slide("Nodes", 4);
  await playground.select("Links", "line");
  const [left, right] = [await playground.node(2).boundingBox(), await playground.node(3).boundingBox()];
  const x = (left!.x + right!.x + right!.width) / 2;
  const y = left!.y + left!.height / 2;
  await page.mouse.click(x, y);
  await expect(page.getByRole("status")).toHaveText("The link between node 2 and node 3 is cut.");
  await page.mouse.click(x, y);
  await expect(page.getByRole("status")).toHaveText("The link between node 2 and node 3 is mended.");
});

test("a click can crash and revive instead, and the picture says how everyone stands", async ({ playground }) => {
  await playground.node(1).click();
  await playground.pass(60);
  await playground.choose("crashes or revives it");
  await playground.node(2).click();
  await expect(playground.node(2)).toHaveAccessibleName("Node 2 of 12, crashed");
  await playground.choose("gives it new data");
  await playground.node(5).click();
  await expect(playground.node(5)).toHaveAccessibleName("Node 5 of 12, holds B, the newest data");
  await expect(playground.node(1)).toHaveAccessibleName("Node 1 of 12, holds A, behind");
  await expect(playground.figure("differing")).toHaveText("10 of 11");
  await playground.choose("crashes or revives it");
  await playground.node(2).click();
  await expect(playground.node(2)).toHaveAccessibleName("Node 2 of 12, holds A, behind");
});

test("all of it works by the keyboard alone", async ({ playground }) => {
  const { page } = playground;
  await page.getByRole("link", { name: "Hearsay" }).focus();
  const focused = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName);
  while ((await focused()) !== "NETWORK-PICTURE") await page.keyboard.press("Tab");
  await expect(playground.node(1)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(playground.node(2)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(playground.node(2)).toHaveAccessibleName("Node 2 of 12, holds A, the newest data");
  await page.keyboard.press("End");
  await page.keyboard.press("c");
  await expect(playground.node(12)).toHaveAccessibleName("Node 12 of 12, crashed");
  await page.keyboard.press("c");
  await page.keyboard.press("w");
  await expect(playground.node(12)).toHaveAccessibleName("Node 12 of 12, holds B, the newest data");
  while ((await focused()) !== "RUN-CONTROLS") await page.keyboard.press("Tab");
  await expect(playground.button("Play")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(
    page
      .getByRole("list", { name: /Newest first/ })
      .getByRole("listitem")
      .first(),
  ).toContainText("sent");
  while ((await focused()) !== "LINK-EDITOR") await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toHaveText("The link between node 1 and node 2 is cut.");
});

test("the same run has the same hash in Node", async ({ playground }) => {
  const { page } = playground;
  await playground.slide("Nodes", 20);
  await playground.select("Links", "random");
  await playground.slide("Loss", 20);
  await playground.button("New seed").click();
  await playground.node(7).click();
  await playground.pass(2.5);
  await playground.button("Split in two").click();
  await playground.node(7).press("c");
  await playground.choose("Gossip: rumor");
  await playground.node(3).click();
  await playground.pass(7);
  await playground.button("Mend all").click();
  await playground.node(7).press("c");
  await playground.choose("Gossip: push");
  await playground.button("One event").click();
  await playground.pass(20);
  const { record, traceHash } = await page.evaluate(() => {
    const { session } = document.querySelector("gossip-playground")!;
    return { record: session.record, traceHash: session.traceHash };
  });
  expect(record.played.length).toBeGreaterThan(10);
  expect(replay(record).traceHash).toBe(traceHash);
});

test("an experiment shows how it is set up, whatever was chosen before, and leads to the first node", async ({
  playground,
}) => {
  const { page } = playground;
  // Who chose an entry before and then another one must see the set-up's all the same.
  for (const speed of ["1", "20"]) await playground.select("Speed", speed);
  for (const shape of ["complete", "grid"]) await playground.select("Links", shape);
  await playground.button("Naive, with a crash").press("Enter");
  await expect(page.getByRole("combobox", { name: "Speed", exact: true })).toHaveValue("1");
  await expect(page.getByRole("combobox", { name: "Links", exact: true })).toHaveValue("complete");
  await expect(playground.node(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toHaveText("Node 1 wrote A.");
});

test("it plays by itself, faster if wished, and begins anew", async ({ playground }) => {
  await playground.select("Speed", "20");
  await playground.node(1).click();
  await expect(playground.figure("time")).toHaveText("0.00 s");
  await playground.button("Play").click();
  await expect(playground.figure("latest")).toContainText("A was everywhere after");
  await playground.button("Restart").click();
  await expect(playground.figure("messages")).toHaveText("0");
});

test("for those who prefer less motion it steps", async ({ playground }) => {
  const { page } = playground;
  await page.emulateMedia({ reducedMotion: "reduce" });
  await playground.select("Speed", "5");
  await playground.node(1).click();
  await playground.button("Play").click();
  await expect(playground.figure("latest")).toContainText("A was everywhere after");
  await playground.button("Pause").click();
  await expect(playground.figure("time")).toHaveText(/^\d*[02468]\.00 s$/);
});

test("time stands still while the playground is out of sight", async ({ playground }) => {
  const { page } = playground;
  await playground.node(1).click();
  await playground.button("Play").click();
  await expect(playground.figure("time")).not.toHaveText("0.00 s");
  await page.getByRole("heading", { level: 1 }).scrollIntoViewIfNeeded();
  await page.setViewportSize({ width: 1280, height: 300 });
  let before = Number.NaN;
  const standsStill = async () => {
    const now = await page.evaluate(() => document.querySelector("gossip-playground")!.session.nowUs);
    const same = now === before;
    before = now;
    return same;
  };
  await expect.poll(standsStill).toBe(true);
});

test("on a narrow screen the picture stands above the controls and nothing sticks out", async ({ playground }) => {
  const { page } = playground;
  await page.setViewportSize({ width: 390, height: 844 });
  for (const shape of ["complete", "line", "grid", "random"]) {
    await playground.select("Links", shape);
    await playground.slide("Nodes", 60);
    await playground.node(60).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), shape).toBe(0);
  }
  const picture = await page.locator("network-picture").boundingBox();
  const settings = await page.locator("network-settings").boundingBox();
  expect(picture!.y + picture!.height).toBeLessThan(settings!.y);
  expect(picture!.width).toBeGreaterThan(300);
});
