import { quantile } from "../bench/measurement";
import { expect, test } from "./room";
import { expectWhole, latencyWords, openWatched, typeDigits } from "./watched-tabs";

/** Longer than a room remembers those of whom it hears nothing. */
const APART_MS = 50_000;

// The suite has the smaller of them too, and does not judge how long a keystroke takes there.
for (const { count, mostP99Ms } of [
  { count: 32, mostP99Ms: 250 },
  { count: 64, mostP99Ms: 1_000 },
]) {
  test(`${count} tabs: all know of all by five or six links each, and what is typed comes to all in ${mostP99Ms} ms`, async ({
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
