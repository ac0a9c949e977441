import type { Strategy } from "@hearsay/gossip";
import { expect, type Tab, test } from "./room";

const EDITS = 60;
const PAUSE_MS = 100;

for (const count of [6, 16]) {
  test(`${count} tabs: how long a keystroke takes to each of the others, along the tree and by push`, async ({
    room,
  }) => {
    test.setTimeout(180_000);
    const tabs = await room.openConnected(count, "");
    const times = new Map<Strategy, readonly number[]>();
    for (const strategy of ["push", "plumtree"] as const) {
      await tabs[0]?.page.evaluate((spread) => document.querySelector("note-page")?.mesh.setSpread(spread), {
        strategy,
        intervalMs: 200,
      });
      for (const tab of tabs) await expect.poll(async () => (await tab.state()).spread.strategy).toBe(strategy);
      const each = await keystrokes(tabs);
      times.set(strategy, each);
      const words = `50 %: ${at(each, 0.5)} ms, 99 %: ${at(each, 0.99)} ms, most: ${at(each, 1)} ms`;
      process.stdout.write(`  ${count} tabs, ${strategy}: ${words}\n`);
    }
    expect(at(times.get("plumtree") ?? [], 0.5)).toBeLessThan(at(times.get("push") ?? [], 0.5));
  });
}

/** Lets the tabs write in turn, a character each, and returns how long each took to each other tab, in ms, ascending. */
async function keystrokes(tabs: readonly Tab[]): Promise<readonly number[]> {
  const lengthIn = ({ page }: Tab) => page.evaluate(() => document.querySelector("note-page")?.note.text.length ?? 0);
  const length = await lengthIn(tabs[0] as Tab);
  for (const { page } of tabs) {
    await page.evaluate(() => {
      const arrivals: [number, number][] = [];
      Object.assign(window, { arrivals });
      const notePage = document.querySelector("note-page");
      notePage?.mesh.subscribe((event) => {
        if (event.type === "changed") arrivals.push([notePage.note.text.length, Date.now()]);
      });
    });
  }
  const written: number[] = [];
  for (let i = 0; i < EDITS; i++) {
    const writer = tabs[i % tabs.length] as Tab;
    const writtenAt = await writer.page.evaluate(() => {
      const { note } = document.querySelector("note-page")!;
      const now = Date.now();
      note.editBody({ type: "edit", edits: [{ from: 0, to: 0, insert: "a" }], joinsUndo: false });
      return now;
    });
    written.push(writtenAt);
    for (const tab of tabs) await expect.poll(() => lengthIn(tab), { intervals: [20] }).toBe(length + i + 1);
    await writer.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), PAUSE_MS);
  }
  const times: number[] = [];
  for (const [index, { page }] of tabs.entries()) {
    const arrivals = await page.evaluate(() => (window as unknown as { arrivals: [number, number][] }).arrivals);
    for (const [i, writtenAt] of written.entries()) {
      if (i % tabs.length === index) continue;
      const arrival = arrivals.find(([units]) => units >= length + i + 1);
      if (arrival) times.push(arrival[1] - writtenAt);
    }
  }
  return times.sort((left, right) => left - right);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}
