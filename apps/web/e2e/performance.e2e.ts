import { randomBytes } from "node:crypto";
import type { Spread } from "@hearsay/gossip";
import { type Faults, NO_FAULTS } from "@hearsay/mesh";
import { expect, type Tab, test } from "./room";

const TABS = 8;
const NOTE_BYTES = 20_000;
/** Push is random: single runs of it vary by a fifth, so sums of several are compared. */
const RUNS = 3;

test.use({ rule: "latest" });

test("eight tabs, a note of 20 kB: push is faster over a slow uplink, broadcast over a fast one with a long delay", async ({
  room,
}) => {
  test.setTimeout(150_000);
  const tabs = await room.openConnected(TABS, "");
  const slow = { ...NO_FAULTS, rateBytesPerSecond: 50_000 };
  const slowTimes = {
    broadcast: await measure(tabs, { strategy: "broadcast", intervalMs: 20 }, slow),
    push: await measure(tabs, { strategy: "push", intervalMs: 20 }, slow),
  };
  report("uplink of 50 kB/s, no delay", slowTimes);
  const far = { ...NO_FAULTS, delayMs: 300 };
  const farTimes = {
    broadcast: await measure(tabs, { strategy: "broadcast", intervalMs: 200 }, far),
    push: await measure(tabs, { strategy: "push", intervalMs: 200 }, far),
  };
  report("uplink without limit, delay of 300 ms", farTimes);
  expect(sum(slowTimes.push)).toBeLessThan(sum(slowTimes.broadcast));
  expect(sum(farTimes.broadcast)).toBeLessThan(sum(farTimes.push));
});

/** How long a new text took to the last tab, in ms, run by run. */
async function measure(tabs: Tab[], spread: Spread, faults: Faults): Promise<number[]> {
  const { rateBytesPerSecond, delayMs } = faults;
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    // Nobody has anything to say when a run starts: what is old must not be in the way of what is new.
    await setFaults(tabs, NO_FAULTS);
    await setSpread(tabs, { strategy: "push", intervalMs: 50 });
    await timeOf(tabs, "");
    await setSpread(tabs, spread);
    await setFaults(tabs, { rateBytesPerSecond, delayMs });
    times.push(await timeOf(tabs, randomBytes(NOTE_BYTES / 2).toString("hex")));
  }
  return times;
}

/** Lets the first tab write `text` and waits until all have it. All tabs read the clock of one machine. */
async function timeOf(tabs: readonly Tab[], text: string): Promise<number> {
  const arrivals = tabs.map((tab) =>
    tab.page.evaluate(
      (length) =>
        new Promise<number>((resolve) => {
          const page = document.querySelector("note-page");
          const stop = page?.mesh.subscribe((event) => {
            if (event.type !== "changed" || page.note.text.length !== length) return;
            stop?.();
            resolve(Date.now());
          });
        }),
      text.length,
    ),
  );
  const writer = tabs[0];
  if (!writer) throw new Error("Expected a tab");
  const started = await writer.page.evaluate((text) => {
    const now = Date.now();
    document.querySelector("note-page")?.note.editBody({ text });
    return now;
  }, text);
  return Math.max(...(await Promise.all(arrivals))) - started;
}

async function setSpread(tabs: readonly Tab[], spread: Spread): Promise<void> {
  await tabs[0]?.page.evaluate((spread) => document.querySelector("note-page")?.mesh.setSpread(spread), spread);
  for (const tab of tabs) await expect.poll(async () => (await tab.state()).spread).toEqual(spread);
}

async function setFaults(tabs: readonly Tab[], faults: Partial<Faults>): Promise<void> {
  const { rateBytesPerSecond, delayMs } = faults;
  for (const tab of tabs) {
    await tab.page.evaluate((faults) => document.querySelector("note-page")?.mesh.setFaults(faults), {
      rateBytesPerSecond: rateBytesPerSecond ?? Number.POSITIVE_INFINITY,
      delayMs: delayMs ?? 0,
    });
  }
}

function report(network: string, times: Readonly<Record<string, readonly number[]>>): void {
  for (const [strategy, each] of Object.entries(times)) {
    process.stdout.write(`  ${network}: ${strategy} took ${Math.round(sum(each) / RUNS)} ms (${each.join(", ")})\n`);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
