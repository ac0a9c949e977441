import { DEFAULT_OVERLAY } from "@hearsay/gossip";
import { quantile } from "../bench/measurement";
import { watchPage } from "../bench/watch-page";
import { expect, type Tab, type TestRoom } from "./room";

/** Opens `count` tabs that take down when a digit is typed in them, and when each comes into their editor. */
export async function openWatched(room: TestRoom, count: number): Promise<readonly Tab[]> {
  let toOpen = count;
  const openInTurn = async () => {
    while (toOpen-- > 0) await room.openPrepared((page) => page.addInitScript(watchPage));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, openInTurn));
  return room.tabs.slice(-count);
}

/**
 * Lets the tabs type in turn, a digit each, until each has `count` more. Resolves to how long each digit took from its
 * key to the editor of each other tab, in ms.
 */
export async function typeDigits(tabs: readonly Tab[], count: number): Promise<readonly number[]> {
  const before = await shownIn(tabs[0]);
  const latenciesMs: number[] = [];
  for (let i = 1; i <= count; i++) {
    const writer = tabs[i % tabs.length] as Tab;
    await writer.note.press("7");
    const digits = before + i;
    const shownAt = await Promise.all(tabs.map((tab) => whenShown(tab, digits)));
    const typedAt = await writer.page.evaluate(() => window.benchWatch.typedAt.at(-1) ?? Number.NaN);
    for (const [j, at] of shownAt.entries()) if (tabs[j] !== writer) latenciesMs.push(at - typedAt);
  }
  return latenciesMs;
}

/** Says what some latencies come to. */
export function latencyWords(latenciesMs: readonly number[]): string {
  const at = (share: number) => `${quantile(latenciesMs, share).toFixed(0)} ms`;
  return `from key to the others' editors 50 %: ${at(0.5)}, 99 %: ${at(0.99)}, most: ${at(1)}`;
}

/** Waits until each of `tabs` knows all others and nobody else, by as many links as it is to have and no more. */
export async function expectWhole(tabs: readonly Tab[], timeout: number): Promise<void> {
  const others = tabs.length - 1;
  const { activeSize, maxActive } = DEFAULT_OVERLAY;
  const amiss = async () => {
    const states = await Promise.all(tabs.map((tab) => tab.state()));
    return states
      .map(({ members, neighbors }) => ({ members: members.length, links: neighbors.length }))
      .filter(({ members, links }) => members !== others || links < Math.min(others, activeSize) || links > maxActive);
  };
  await expect.poll(amiss, { message: "tabs with too few or too many", timeout, intervals: [200] }).toEqual([]);
}

/** More would wait for each other's pages. */
const AT_ONCE = 4;

async function shownIn(tab: Tab | undefined): Promise<number> {
  return tab?.page.evaluate(() => window.benchWatch.shown.at(-1)?.[0] ?? 0) ?? 0;
}

function whenShown({ page }: Tab, digits: number): Promise<number> {
  return page.evaluate(async (digits) => {
    const { benchWatch } = window;
    await benchWatch.untilShown(digits);
    return benchWatch.shown.find(([many]) => many >= digits)?.[1] ?? Number.NaN;
  }, digits);
}
