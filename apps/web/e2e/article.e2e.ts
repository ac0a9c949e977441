import { type RaceSettings, racing } from "../src/playground/race/race";
import { violationsOf } from "./accessibility";
import { test } from "./playground-page";
import { expect } from "./room";

/** What the article races. */
const RACE: RaceSettings = { seed: 1, nodes: 25, intervalMs: 1_000, latencyMs: 50, bytesPerSecond: 1_000, writer: 0 };

function tracesInNode(settings: RaceSettings): readonly string[] {
  const race = racing(settings);
  for (;;) {
    const { done, value } = race.next();
    if (done) return value.map(({ reel }) => reel.session.traceHash);
  }
}

test("the race: gossip is first through narrow uplinks, the naive way through wide ones", async ({ article }) => {
  const race = article.locator("race-figure");
  await race.scrollIntoViewIfNeeded();
  const finish = async () => {
    const slider = race.getByRole("slider", { name: "Time of the race" });
    await expect(slider).toBeEnabled();
    await slider.fill("1000");
    const figures = await race.locator('[data-figure="took"]').allTextContents();
    return figures.map((text) => Number.parseFloat(text));
  };
  const [naive, push, tree] = await finish();
  expect(push).toBeLessThan(naive ?? 0);
  expect(tree).toBeLessThan(push ?? 0);
  await expect(race.locator('[data-figure="wasted"]').first()).toHaveText("0");
  const traces = await race.locator('[data-figure="trace"]').allTextContents();
  expect(traces).toEqual(tracesInNode(RACE));
  await race.getByRole("slider", { name: "Throughput" }).fill("9");
  await expect(race.getByText("The race is being run.").first()).toBeHidden();
  const [wideNaive, widePush] = await finish();
  expect(wideNaive).toBeLessThan(widePush ?? 0);
});

test("a challenge is met by the run itself", async ({ sandbox }) => {
  const heal = sandbox.root.locator('[data-challenge="heal"]');
  await expect(heal).toContainText("Nothing was written yet.");
  await sandbox.button("Split in two").click();
  await sandbox.node(1).click();
  await sandbox.pass(6);
  await expect(heal).toContainText("The network is not whole yet.");
  await sandbox.button("Mend all").click();
  await sandbox.pass(60);
  await expect(heal).toContainText("✓ Done: everywhere");
});

test("axe finds nothing, in light and in dark, before anything is played and after", async ({ playground }) => {
  const { page } = playground;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await playground.node(1).click();
    await playground.pass(2);
    await playground.root.getByText("Messages, one by one").click();
    expect(await violationsOf(page), colorScheme).toEqual([]);
  }
});
