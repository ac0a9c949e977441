import { quantile } from "../bench/measurement";
import { expect, type Tab, type TestRoom, test } from "./room";
import { expectWhole, latencyWords, openWatched, typeDigits } from "./watched-tabs";

/** Longer than a room remembers those of whom it hears nothing. */
const APART_MS = 50_000;

// Two cores take minutes for the smaller of them alone: too long for the suite, which has rooms of sixteen.
for (const { count, mostP99Ms } of [
  { count: 32, mostP99Ms: 250 },
  { count: 64, mostP99Ms: 1_000 },
]) {
  test(`${count} tabs: all know of all by five to seven links each, and what is typed comes to all in ${mostP99Ms} ms`, async ({
    room,
  }) => {
    test.setTimeout(300_000);
    const tabs = await openWatched(room, count);
    await expectWhole(tabs, 90_000);
    const latenciesMs = await typeDigits(tabs, 20);
    process.stdout.write(`  ${count} tabs, ${latencyWords(latenciesMs)}\n`);
    await expectWhole(tabs, 10_000);
    expect(quantile(latenciesMs, 0.99)).toBeLessThan(mostP99Ms);
  });
}

test("two halves of twelve tabs, apart for longer than they remember each other: together within 10 s", async ({
  room,
}) => {
  test.setTimeout(180_000);
  const tabs = await openWatched(room, 12);
  await expectWhole(tabs, 20_000);
  const peers = await Promise.all(tabs.map((tab) => tab.peer()));
  await Promise.all(tabs.map((tab, i) => tab.cut(i < 6 ? peers.slice(6) : peers.slice(0, 6))));
  await tabs[0]?.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), APART_MS);
  for (const half of [tabs.slice(0, 6), tabs.slice(6)]) {
    await expectWhole(half, 5_000);
    await typeDigits(half, 2);
  }
  await Promise.all(tabs.map((tab) => tab.cut([])));
  const mended = performance.now();
  await room.expectMembers(tabs, 11, 10_000);
  await expect.poll(async () => new Set(await Promise.all(tabs.map((tab) => tab.text()))).size).toBe(1);
  process.stdout.write(
    `  12 tabs, apart for ${APART_MS / 1_000} s: together after ${seconds(performance.now() - mended)}\n`,
  );
  await expectWhole(tabs, 20_000);
  await typeDigits(tabs, 2);
});

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** Who lost sight of each other is together again within this time. */
const HEALED_WITHIN_MS = 10_000;
/** A dead neighbor is noticed within 5 s, and replaced a little later. */
const MENDED_WITHIN_MS = 15_000;

test("two halves of eight tabs cut apart, and both written to: together again soon after the cut is mended", async ({
  room,
}) => {
  const tabs = await openWatched(room, 8);
  await expectWhole(tabs, 20_000);
  const halves = [tabs.slice(0, 4), tabs.slice(4)] as const;
  await cutApart(room, halves);
  for (const half of halves) await expectWhole(half, MENDED_WITHIN_MS);
  await halves[0][0]?.type("of the one half");
  await room.expectText(halves[0], "of the one half");
  await halves[1][0]?.type("of the other half");
  await room.expectText(halves[1], "of the other half");
  for (const tab of tabs) await tab.cut([]);
  const mended = Date.now();
  await room.expectMembers(tabs, 7, HEALED_WITHIN_MS);
  const texts = async () => [...new Set(await Promise.all(tabs.map((tab) => tab.text())))];
  const timeout = Math.max(1, HEALED_WITHIN_MS - (Date.now() - mended));
  await expect.poll(async () => (await texts()).length, { timeout, intervals: [100] }).toBe(1);
  const [text = ""] = await texts();
  expect([...text].sort()).toEqual([..."of the one half", ..."of the other half"].sort());
  await expectWhole(tabs, MENDED_WITHIN_MS);
});

async function cutApart({ tabs }: TestRoom, halves: readonly (readonly Tab[])[]): Promise<void> {
  const peers = new Map<Tab, string>();
  for (const tab of tabs) peers.set(tab, await tab.peer());
  for (const half of halves) {
    const others = tabs.filter((tab) => !half.includes(tab)).map((tab) => peers.get(tab) ?? "");
    await Promise.all(half.map((tab) => tab.cut(others)));
  }
}
