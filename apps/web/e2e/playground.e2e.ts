import type { Scene } from "../src/picture/scene";
import type { GossipPlayground } from "../src/playground/gossip-playground";
import { Playground, test } from "./playground-page";
import { expect } from "./room";

test("home leads to the playground, and back", async ({ page, server }) => {
  await page.goto(server.origin);
  await page.getByRole("link", { name: "See how gossip works" }).click();
  await expect(page).toHaveTitle(/gossip/);
  await expect(new Playground(page, "push").node(12)).toBeVisible();
  await page.getByRole("link", { name: "Hearsay" }).click();
  await expect(page.getByRole("button", { name: "New note" })).toBeVisible();
});

test("naive: a crash half way leaves the copies different for good", async ({ naive }) => {
  await naive.setUp("With a crash half way");
  await naive.node(3).click();
  expect(await naive.stepToQuiet()).toBeGreaterThan(8);
  await expect(naive.node(3)).toHaveAccessibleName("Node 3 of 12, crashed");
  await expect(naive.figure("differing")).toHaveText("6 of 11");
  await expect(naive.figure("latest")).toContainText("nobody is going to send one");
  await naive.pass(3_600);
  await expect(naive.figure("differing")).toHaveText("6 of 11");
});

test("naive: the writer is crashed with one click, whenever one likes, and the last of many waits for all the rest", async ({
  naive,
}) => {
  await naive.node(1).click();
  await naive.pass(2.2);
  await naive.button("Crash node 1 now").click();
  await naive.pass(600);
  // Four messages a half second apart were out by then, one of them still on its way.
  await expect(naive.figure("differing")).toHaveText("7 of 11");
  await naive.setUp("Sixty nodes, one uplink");
  await naive.node(1).click();
  await naive.pass(20);
  await expect(naive.figure("differing")).not.toHaveText("0 of 60");
  await naive.pass(40);
  await expect(naive.figure("latest")).toContainText(/everywhere after (28|29)[.\d]* s and 59 messages/);
});

test("gossip: a single message that got out before the crash is enough", async ({ playground }) => {
  await playground.setUp("A crash after one message");
  await playground.node(3).click();
  await playground.pass(60);
  await expect(playground.node(3)).toHaveAccessibleName("Node 3 of 12, crashed");
  await expect(playground.figure("differing")).toHaveText("0 of 11");
  await expect(playground.figure("latest")).toContainText("A was everywhere after");
});

test("what the naive way left different, gossip mends as soon as it is chosen", async ({ playground }) => {
  await playground.choose("Naive");
  await playground.root.getByLabel("Crash the next writer half way").check();
  await playground.node(1).click();
  await playground.pass(10);
  await expect(playground.figure("differing")).toHaveText("6 of 11");
  await playground.choose("Gossip: push");
  await playground.pass(60);
  await expect(playground.figure("differing")).toHaveText("0 of 11");
});

test("a partition keeps the news out until a link is mended", async ({ playground }) => {
  await playground.setUp("A line of ten");
  await playground.select("Link of node", "5");
  await playground.select("to", "6");
  await playground.button("Cut").click();
  await playground.node(1).click();
  await playground.pass(600);
  await expect(playground.figure("differing")).toHaveText("5 of 10");
  await playground.button("Mend").click();
  await playground.pass(600);
  await expect(playground.figure("differing")).toHaveText("0 of 10");
});

test("a line that is drawn across the network parts it, and it heals", async ({ playground }) => {
  const { page } = playground;
  await playground.root.locator("network-picture").scrollIntoViewIfNeeded();
  const picture = (await playground.root.locator("network-picture").boundingBox())!;
  const x = picture.x + picture.width / 2 + 3;
  await page.mouse.move(x, picture.y + 4);
  await page.mouse.down();
  await page.mouse.move(x, picture.y + picture.height / 2, { steps: 3 });
  await page.mouse.move(x, picture.y + picture.height - 4, { steps: 3 });
  await page.mouse.up();
  // Six nodes on one side, five on the other, and the one at the bottom cannot be told from outside.
  await expect(playground.status).toHaveText(/^(3[0-6]) links are cut\.$/);
  await playground.node(4).click();
  await playground.pass(120);
  await expect(playground.figure("differing")).not.toHaveText("0 of 12");
  await playground.button("Mend all").click();
  await playground.pass(120);
  await expect(playground.figure("differing")).toHaveText("0 of 12");
});

test("a click on a link cuts it, and another one mends it", async ({ playground }) => {
  const { page } = playground;
  await playground.slide("Nodes", 4);
  await playground.select("Links", "line");
  const [left, right] = [await playground.node(2).boundingBox(), await playground.node(3).boundingBox()];
  const x = (left!.x + right!.x + right!.width) / 2;
  const y = left!.y + left!.height / 2;
  await page.mouse.click(x, y);
  await expect(playground.status).toHaveText("The link between node 2 and node 3 is cut.");
  await page.mouse.click(x, y);
  await expect(playground.status).toHaveText("The link between node 2 and node 3 is mended.");
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
  await page.getByRole("button", { name: "Sixty nodes, narrow uplinks" }).focus();
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
  await page.keyboard.press("x");
  await expect(playground.status).toHaveText("Node 12 is cut off.");
  await page.keyboard.press("x");
  await expect(playground.status).toHaveText("Node 12 is linked again.");
  while ((await focused()) !== "RUN-CONTROLS") await page.keyboard.press("Tab");
  await expect(playground.button("Play")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(
    playground.root
      .getByRole("list", { name: /Newest first/ })
      .getByRole("listitem")
      .first(),
  ).toContainText("sent");
  while ((await focused()) !== "LINK-EDITOR") await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(playground.status).toHaveText("The link between node 1 and node 2 is cut.");
});

test("a message tells what it carries and what its receiver made of it, and the news shows whence it came", async ({
  playground,
}) => {
  const { root } = playground;
  await playground.node(1).click();
  await playground.pass(20);
  await root.getByText("Messages, one by one").click();
  await root
    .getByRole("button", { name: /look at this message$/ })
    .first()
    .click();
  await expect(root.locator('[data-inspected="data"]')).toHaveText("A");
  await expect(root.locator('[data-inspected="timestamp"]')).toHaveText("0.000 s, by node 1");
  await expect(root.locator('[data-inspected="verdict"]')).toContainText("on its way");
  await playground.pass(2);
  await expect(root.locator('[data-inspected="verdict"]')).toContainText("duplicate");
  await root.getByRole("slider", { name: "Time", exact: true }).fill("300");
  // Where the first dot is, only the picture knows.
  const picture = root.locator("network-picture");
  const dot = await picture.evaluate((element) => (element as unknown as { scene: Scene }).scene.dots[0]);
  await picture.locator("canvas.moving").click({ position: dot?.at ?? { x: 0, y: 0 } });
  await expect(root.locator('[data-inspected="verdict"]')).toContainText("on its way");
  expect(await root.evaluate((playground: GossipPlayground) => playground.inspected)).toBe(dot?.key);
  await root.getByLabel("Show who has the newest data from whom").check();
  expect(await root.evaluate((playground: GossipPlayground) => playground.view.tree.length)).toBeGreaterThan(0);
});

test("an experiment shows how it is set up, whatever was chosen before, and leads to the first node", async ({
  playground,
}) => {
  const { page } = playground;
  // Who chose an entry before and then another one must see the set-up's all the same.
  for (const speed of ["1", "20"]) await playground.select("Speed", speed);
  for (const shape of ["complete", "grid"]) await playground.select("Links", shape);
  await page.getByRole("button", { name: "A crash after one message" }).press("Enter");
  await expect(playground.root.getByRole("combobox", { name: "Speed", exact: true })).toHaveValue("1");
  await expect(playground.root.getByRole("combobox", { name: "Links", exact: true })).toHaveValue("complete");
  await expect(playground.node(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(playground.status).toHaveText("Node 1 wrote A.");
});

test("on a narrow screen the picture stands above the controls and nothing sticks out", async ({ playground }) => {
  const { page } = playground;
  await page.setViewportSize({ width: 390, height: 844 });
  for (const shape of ["complete", "line", "grid", "random"]) {
    await playground.select("Links", shape);
    await playground.slide("Nodes", 200);
    await playground.node(200).click({ force: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), shape).toBe(0);
  }
  const picture = await playground.root.locator("network-picture").boundingBox();
  const settings = await playground.root.locator("network-settings").boundingBox();
  expect(picture!.y + picture!.height).toBeLessThan(settings!.y);
  expect(picture!.width).toBeGreaterThan(300);
});
