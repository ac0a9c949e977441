import { expect, type Tab, type TestRoom, test } from "./room";
import { expectWhole, openWatched, typeDigits } from "./watched-tabs";

/**
 * A dead neighbor is noticed within 5 s, replaced within 1 s of that, and known to all to be gone a little later. Only one
 * that is gone with all its neighbors is missed by its silence alone, and then it takes so long.
 */
const MENDED_WITHIN_MS = 50_000;
/** Who lost sight of each other is together again within this time. */
const HEALED_WITHIN_MS = 10_000;

test("half of 16 tabs killed at once: the rest mend; then the server, and one more: they mend without it", async ({
  room,
}) => {
  test.setTimeout(180_000);
  const tabs = await openWatched(room, 16);
  await expectWhole(tabs, 20_000);
  const alive = tabs.slice(8) as [Tab, ...Tab[]];
  const words = "typed while half of the room dies";
  await Promise.all([alive[0].type(words), ...tabs.slice(0, 8).map((tab) => tab.crash())]);
  await expectWhole(alive, MENDED_WITHIN_MS);
  await room.expectText(alive, words);
  for (const tab of alive) await expect(tab.status).toContainText("With 7 others.");
  await typeDigits(alive, 2);
  await room.server.kill();
  const [killed, ...left] = alive;
  await killed.crash();
  await expectWhole(left, MENDED_WITHIN_MS);
  for (const tab of left) await expect(tab.status).toContainText(/introduction server/i);
  await typeDigits(left, 2);
  const texts = await Promise.all(left.map((tab) => tab.text()));
  expect(texts).toEqual(left.map(() => texts[0]));
  expect(texts[0]?.replaceAll("7", "")).toBe(words);
});

test("two halves of eight tabs cut apart, and both written to: together again soon after the cut is mended", async ({
  room,
}) => {
  test.setTimeout(120_000);
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

test("a note of 5 MB comes to a late tab in pieces, with progress shown, and what others type passes meanwhile", async ({
  room,
}) => {
  const [first, typist] = (await room.openConnected(2, "")) as [Tab, Tab];
  const line = "A line of a long note, with some words in it.\n";
  const long = line.repeat(Math.ceil(5_000_000 / line.length));
  await first.page.evaluate((text) => document.querySelector("note-editor")?.insertAtEnd(text), long);
  await expectLength(typist, long.length);
  await typist.note.press("ControlOrMeta+Home");
  const late = await room.openPrepared((page) => page.addInitScript(watchReceiving));
  // What was typed before may come last: what goes on from it waits for it.
  await expect.poll(() => lengthOf(late), { timeout: 30_000, intervals: [20] }).toBeGreaterThan(0);
  let typed = 0;
  // One key after the other, until all is there.
  for (; (await lengthOf(late)) < long.length; typed++) await typist.page.keyboard.press("7");
  await expectLength(late, long.length + typed);
  const seen = await late.page.evaluate(() => (window as unknown as { seen: Receiving[] }).seen);
  const shares = seen.map(({ share }) => share);
  expect(new Set(shares).size).toBeGreaterThan(3);
  // It is a share of a note that grows meanwhile, by a letter at a time.
  for (const [i, share] of shares.entries()) expect(share).toBeGreaterThan((shares[i - 1] ?? 0) - 0.001);
  // Between the pieces, not only behind the last.
  const between = seen.filter(({ share, length }) => length > 0 && share < 1);
  expect(new Set(between.map(({ digits }) => digits)).size).toBeGreaterThanOrEqual(3);
  await expect(late.page.getByRole("progressbar")).toHaveCount(0);
  await late.type("The end.");
  await room.expectText(room.tabs, `${"7".repeat(typed)}${long}The end.`);
});

/** What a tab shows while a note comes in pieces. */
interface Receiving {
  readonly share: number;
  /** How long the text is, and with how many digits it begins. */
  readonly length: number;
  readonly digits: number;
}

/** Runs in a page before its own scripts. */
function watchReceiving(): void {
  const seen: Receiving[] = [];
  Object.assign(window, { seen });
  new MutationObserver(() => {
    const bar = document.querySelector<HTMLProgressElement>("note-page progress");
    const text = document.querySelector("note-editor")?.view.state;
    const digits = /^7*/.exec(text?.sliceDoc(0, 1_000) ?? "")?.[0].length ?? 0;
    if (bar) seen.push({ share: bar.value, length: text?.doc.length ?? 0, digits });
  }).observe(document, { childList: true, subtree: true, attributes: true });
}

function lengthOf({ page }: Tab): Promise<number> {
  return page.evaluate(() => document.querySelector("note-editor")?.view.state.doc.length ?? 0);
}

/** By its length first: a long text that is asked for again and again is itself a load. */
async function expectLength(tab: Tab, length: number): Promise<void> {
  await expect.poll(() => lengthOf(tab), { timeout: 30_000, intervals: [100] }).toBe(length);
}

async function cutApart({ tabs }: TestRoom, halves: readonly (readonly Tab[])[]): Promise<void> {
  const peers = new Map<Tab, string>();
  for (const tab of tabs) peers.set(tab, await tab.peer());
  for (const half of halves) {
    const others = tabs.filter((tab) => !half.includes(tab)).map((tab) => peers.get(tab) ?? "");
    await Promise.all(half.map((tab) => tab.cut(others)));
  }
}
