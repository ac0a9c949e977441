import { spreadCurve } from "../src/playground/coverage/spread-curve";
import { formulaBoundary } from "../src/playground/crossing/boundary";
import { violationsOf } from "./accessibility";
import { test } from "./playground-page";
import { expect } from "./room";

test("the map: on either side of the boundary the way that it names is faster, when both are run there", async ({
  article,
}) => {
  const map = article.locator("crossing-map");
  const verdict = map.locator("[data-figure=verdict]");
  const slide = async (name: string, step: number) => map.getByRole("slider", { name, exact: true }).fill(String(step));
  const boundary = formulaBoundary({ nodes: 25, messageBytes: 1_000, intervalMs: 1_000 }, 50);
  // 20 steps are a factor of ten, and the lowest throughput is 10 B/s.
  const step = Math.round(20 * Math.log10(boundary / 10));
  await slide("Throughput", step + 8);
  await expect(verdict).toContainText("the naive way is faster");
  await slide("Throughput", step - 8);
  await expect(verdict).toContainText("gossip is faster");
});

test("the map: the boundary is measured by workers, which can be stopped and go on", async ({ article }) => {
  const map = article.locator("crossing-map");
  await map.getByRole("combobox", { name: "Nodes" }).selectOption("10");
  await map.getByRole("button", { name: "Measure the boundary" }).click();
  await expect(map.getByRole("progressbar")).toBeVisible();
  await map.getByRole("button", { name: "Cancel" }).click();
  await expect(map.getByRole("progressbar")).toHaveCount(0);
  await map.getByRole("button", { name: /^(Go on|Measure the boundary)$/ }).click();
  await expect(map.getByText("Measured at 11 latencies")).toBeVisible({ timeout: 30_000 });
  const measured = await article.evaluate(() => document.querySelector("crossing-map")!.crossings);
  for (const { latencyMs, bytesPerSecond, uncertainty } of measured.filter((each) => each.latencyMs <= 200)) {
    const formula = formulaBoundary({ nodes: 10, messageBytes: 1_000, intervalMs: 1_000 }, latencyMs);
    expect(Math.abs(formula / (bytesPerSecond ?? 0) - 1), `${latencyMs} ms`).toBeLessThan(0.15 + 3 * uncertainty);
  }
});

test("the map: its point is moved by arrow keys and by dragging, and the race is run where it is", async ({
  article,
}) => {
  const map = article.locator("crossing-map");
  await article.evaluate(() => {
    const chosen: unknown[] = [];
    Object.assign(globalThis, { chosen });
    document.querySelector("crossing-map")!.addEventListener("choose", (event) => {
      chosen.push((event as CustomEvent<unknown>).detail);
    });
  });
  const chosen = () => article.evaluate(() => (globalThis as unknown as { chosen: object[] }).chosen);
  const point = map.getByRole("slider", { name: /^You are here/ });
  await point.focus();
  await article.keyboard.press("ArrowRight");
  await article.keyboard.press("Shift+ArrowDown");
  await expect(point).toHaveAttribute("aria-valuetext", "latency 56 ms, throughput 320 B/s");
  expect(await chosen()).toMatchObject([
    { latencyMs: 56, bytesPerSecond: 1_000, nodes: 25, messageBytes: 1_000, intervalMs: 1_000 },
    { latencyMs: 56, bytesPerSecond: 320 },
  ]);
  const box = (await point.boundingBox())!;
  await article.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await article.mouse.down();
  await article.mouse.move(box.x + 150, box.y - 100, { steps: 4 });
  await article.mouse.up();
  await expect.poll(async () => (await chosen()).length).toBe(3);
  const [, before, last] = (await chosen()) as { latencyMs: number; bytesPerSecond: number }[];
  expect(last!.latencyMs).toBeGreaterThan(before!.latencyMs);
  expect(last!.bytesPerSecond).toBeGreaterThan(before!.bytesPerSecond);
  const race = await article.evaluate(() => {
    const { latencyMs, bytesPerSecond } = document.querySelector("race-figure")!;
    return { latencyMs, bytesPerSecond };
  });
  expect(race).toEqual({ latencyMs: last!.latencyMs, bytesPerSecond: last!.bytesPerSecond });
});

test("the curve: every run reaches all, the same as in Node, and the band can be stopped and gone on with", async ({
  article,
}) => {
  const curve = article.locator("coverage-curve");
  await curve.getByRole("combobox", { name: "Nodes" }).selectOption("1000");
  const own = spreadCurve({ nodes: 1_000, lossPercent: 0 }, 1_001);
  await expect(curve.locator("[data-figure=spread]")).toContainText(
    `This run took ${own.covered.length - 1} rounds to reach all of 1,000 nodes.`,
  );
  await curve.getByRole("button", { name: "Make 500 more runs" }).click();
  const others = () => article.evaluate(() => document.querySelector("coverage-curve")!.others);
  await expect.poll(async () => (await others()).length).toBeGreaterThan(2);
  await expect(curve.getByRole("progressbar")).toBeVisible();
  await curve.getByRole("button", { name: "Cancel" }).click();
  await expect(curve.getByRole("button", { name: "Go on" })).toBeVisible();
  const stopped = await others();
  expect(stopped.length).toBeLessThan(500);
  for (const { seed, covered } of stopped.slice(0, 3)) {
    expect(covered).toEqual(spreadCurve({ nodes: 1_000, lossPercent: 0 }, seed).covered);
  }
  await curve.getByRole("combobox", { name: "Nodes" }).selectOption("10");
  await curve.getByRole("button", { name: "Make 500 more runs" }).click();
  await expect(curve.getByText("All 500 runs are made.").first()).toBeVisible();
  const all = await others();
  expect(new Set(all.map(({ seed }) => seed)).size).toBe(500);
  for (const { covered } of all) expect(covered.at(-1)).toBe(10);
});

test("the clocks: a write from the future wins under wall clocks, gives way under hybrid ones, is refused by the bound", async ({
  article,
}) => {
  const clocks = article.locator("clock-figure");
  const outcome = (rule: string) => clocks.locator(`[data-outcome=${rule}]`);
  const pass = (seconds: number) =>
    article.evaluate((us) => {
      const { session } = document.querySelector("clock-figure")!;
      session.runTo(session.nowUs + us);
    }, seconds * 1_000_000);
  await clocks.getByRole("button", { name: "Node 4 writes" }).click();
  await pass(40);
  await clocks.getByRole("button", { name: "Node 1 writes" }).click();
  await pass(40);
  await expect(outcome("wall")).toHaveText("B was written last, and nobody holds it. Everyone holds A.");
  await expect(outcome("hybrid")).toContainText("Everyone holds B, the newest.");
  await expect(outcome("bounded")).toContainText("Nodes 1, 2 and 3 hold B. Node 4 holds A. The others refuse A");
  await expect(clocks.getByText("B, which node 1 wrote, is gone. No node has told anyone.")).toBeVisible();
  await clocks.getByRole("button", { name: "Nodes 1 and 2 write at once" }).click();
  await pass(40);
  const bounded = clocks.getByRole("group", { name: "Hybrid clocks, bounded" });
  await expect(bounded.getByText("C, which node 1 wrote, gave way to D, whose writer had not seen it.")).toBeVisible();
  await bounded.getByRole("button", { name: "Write C again" }).click();
  await pass(40);
  await expect(outcome("bounded")).toContainText("Nodes 1, 2 and 3 hold C.");
  await clocks.getByRole("button", { name: "Set it right" }).click();
  await pass(40);
  await expect(outcome("bounded")).toHaveText("Everyone holds A, the newest.");
});

test("the clocks: a node is written to by the keyboard, and hours pass", async ({ article }) => {
  const clocks = article.locator("clock-figure");
  const wall = clocks.getByRole("group", { name: "Wall clocks" });
  await wall.getByRole("button", { name: /^Node 1, / }).focus();
  await article.keyboard.press("ArrowRight");
  await article.keyboard.press("Enter");
  await expect(wall.getByRole("button", { name: /^Node 2, its clock shows 1:46, holds A/ })).toBeFocused();
  await clocks.getByRole("button", { name: "Let four hours pass" }).click();
  await expect(clocks.getByText(/^The right time is 5:4/)).toBeVisible();
  await expect(clocks.locator("[data-outcome=wall]")).toContainText("Everyone holds A");
});

test("the figures fit a narrow screen, and axe finds nothing while they are at work, in the dark as well", async ({
  article,
}) => {
  await article.setViewportSize({ width: 390, height: 844 });
  for (const colorScheme of ["light", "dark"] as const) {
    await article.emulateMedia({ colorScheme });
    for (const details of await article.locator("crossing-map details, coverage-curve details").all()) {
      await details.evaluate((each: HTMLDetailsElement) => {
        each.open = true;
      });
    }
    await article.getByRole("button", { name: "Nodes 1 and 2 write at once" }).click();
    expect(await violationsOf(article), colorScheme).toEqual([]);
    expect(await article.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
});
