import type { GossipPlayground } from "../src/playground/gossip-playground";
import { replay } from "../src/playground/replay";
import { decodeRun } from "../src/playground/run-address";
import { Playground, test } from "./playground-page";
import { expect } from "./room";

test("a link plays the same run in another browser and in Node, to the same trace", async ({
  playground,
  browser,
  server,
}) => {
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
  await playground.choose("Gossip: tree");
  await playground.button("One event").click();
  await playground.pass(20);
  await playground.button("Copy link").click();
  await expect(page).toHaveURL(/#run=push\./);
  const trace = (await playground.figure("trace").textContent()) ?? "";
  expect(trace).toMatch(/^[\da-f]{16}$/);
  const run = page.url().split("#run=push.")[1] ?? "";
  const shared = decodeRun(run);
  expect(shared?.record.moves.length).toBeGreaterThan(7);
  expect(shared && replay(shared.record).traceHash).toBe(trace);
  const other = await (await browser.newContext()).newPage();
  await other.goto(`${server.origin}/playground.html#run=push.${run}`);
  const theirs = new Playground(other, "push");
  await expect(theirs.root.getByText("has the same trace here")).toContainText(trace);
  await expect(theirs.figure("trace")).toHaveText(trace);
  await expect(theirs.figure("differing")).toHaveText((await playground.figure("differing").textContent()) ?? "");
  await other.context().close();
});

test("an address that holds no run is said to be one, and a new run begins", async ({ playground }) => {
  await playground.node(1).click();
  await playground.page.evaluate(() => {
    location.hash = "run=push.bm90IGEgcnVu";
  });
  await expect(playground.root.getByRole("alert")).toContainText("cannot be read");
  await expect(playground.figure("messages")).toHaveText("0");
  await playground.node(1).click();
  await expect(playground.node(1)).toHaveAccessibleName("Node 1 of 12, holds A, the newest data");
});

test("time goes back and forth to the same pictures, and what is done in the past forks the run there", async ({
  playground,
}) => {
  await playground.node(1).click();
  await playground.pass(4);
  const names = () =>
    playground.root.locator("network-picture button").evaluateAll((all) => all.map((each) => each.ariaLabel));
  const slider = playground.root.getByRole("slider", { name: "Time", exact: true });
  await slider.fill("500");
  await expect(playground.root.getByText("You look back.")).toBeVisible();
  await expect(playground.figure("time")).toHaveText("2.00 s");
  const middle = await names();
  const trace = await playground.figure("trace").textContent();
  await slider.fill("0");
  await expect(playground.node(2)).toHaveAccessibleName("Node 2 of 12, holds nothing, behind");
  await slider.fill("1000");
  await slider.fill("500");
  expect(await names()).toEqual(middle);
  await playground.button("One event").click();
  await playground.button("One back").click();
  expect(await names()).toEqual(middle);
  await expect(playground.figure("trace")).toHaveText(trace ?? "");
  await playground.node(12).press("c");
  await expect(playground.root.getByText("You look back.")).toBeHidden();
  await expect(playground.figure("trace")).not.toHaveText(trace ?? "");
  await expect(playground.figure("time")).toHaveText(/^(1|2)\.\d\d s$/);
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
    const now = await page.evaluate(
      () => document.querySelector<GossipPlayground>('gossip-playground[name="push"]')!.view.nowUs,
    );
    const same = now === before;
    before = now;
    return same;
  };
  await expect.poll(standsStill).toBe(true);
});
