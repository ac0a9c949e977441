import { randomBytes } from "node:crypto";
import type { Spread } from "@hearsay/gossip";
import { type Faults, NO_FAULTS } from "@hearsay/mesh";
import { expect, type Tab, test } from "./room";

const TABS = 8;
const NOTE_BYTES = 20_000;
/** Push is random: single runs of it vary by a fifth, so sums of several are compared. */
const RUNS = 3;

test.describe("rule latest", () => {
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
});

test("frames while one types in a note of a megabyte, and another has it open: as in an empty one", async ({
  room,
}) => {
  test.setTimeout(120_000);
  const [writer, reader] = (await room.openConnected(2, "")) as [Tab, Tab];
  const empty = await framesWhileTyping(writer, reader);
  const line = "A line of a note that is as long as lines of notes are, by and large.\n";
  const long = line.repeat(Math.ceil(1_000_000 / line.length));
  await writer.page.evaluate((insert) => {
    const { note } = document.querySelector("note-page")!;
    note.editBody({ type: "edit", edits: [{ from: 0, to: 0, insert }], joinsUndo: false });
  }, long);
  await expect.poll(async () => (await reader.text()).length, { timeout: 30_000 }).toBeGreaterThan(1_000_000);
  const full = await framesWhileTyping(writer, reader);
  for (const [who, i] of [["writer", 0] as const, ["reader", 1] as const]) {
    const [before, after] = [empty[i] as Frames, full[i] as Frames];
    process.stdout.write(`  ${who}: frames in an empty note ${words(before)}, in one of 1 MB ${words(after)}\n`);
    expect(after.p95).toBeLessThan(2 * Math.max(before.p95, FRAME_MS));
  }
});

const FRAME_MS = 1_000 / 60;

/** Times from one frame to the next, in ms. */
interface Frames {
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
}

const words = ({ p50, p95, most }: Frames) =>
  `${p50.toFixed(0)} ms (95 %: ${p95.toFixed(0)}, most: ${most.toFixed(0)})`;

/** Lets one tab type for a while. How the frames come meanwhile, there and in the other. */
async function framesWhileTyping(writer: Tab, reader: Tab): Promise<readonly Frames[]> {
  for (const { page } of [writer, reader]) {
    await page.evaluate(() => {
      const times: number[] = [];
      Object.assign(window, { frameTimes: times });
      const look = (time: number) => {
        times.push(time);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  }
  await writer.note.press("ControlOrMeta+Home");
  await writer.note.pressSequentially("so many letters, one after the other, at an even pace. ".repeat(3), {
    delay: 20,
  });
  return Promise.all(
    [writer, reader].map(async ({ page }) => {
      const times = await page.evaluate(() => (window as unknown as { frameTimes: number[] }).frameTimes);
      const waits = times.slice(1).map((time, i) => time - (times[i] ?? 0));
      waits.sort((left, right) => left - right);
      const at = (share: number) => waits[Math.floor(share * (waits.length - 1))] ?? Number.NaN;
      return { p50: at(0.5), p95: at(0.95), most: at(1) };
    }),
  );
}

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
