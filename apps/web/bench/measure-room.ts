import { setTimeout as sleep } from "node:timers/promises";
import type { Browser } from "playwright";
import { BenchRoom, type Seen } from "./bench-room";
import { type Measurement, quantile, type Traffic } from "./measurement";
import { AFTERMATH_MS, CALM_MS, JOINS, PACE_MS, PATIENCE_MS, type Plan, QUIET_MS } from "./plan";

/** Opens a room in a browser of its own, lets one tab write and others come late, and says what was seen. */
export async function measureRoom(
  browser: Browser,
  address: string,
  { tabs, keystrokes }: Pick<Plan, "tabs" | "keystrokes">,
): Promise<Measurement> {
  const room = new BenchRoom(browser, address);
  for (let i = 0; i < tabs; i++) await room.open();
  await room.writer.page.locator(".cm-content").click();
  await room.writer.page.keyboard.press(DIGIT);
  if (!(await room.untilShown(1, PATIENCE_MS)))
    throw new Error("Expected the first digit in all tabs, got it in fewer");
  const degrees = await room.untilSteady();
  console.error(`  ${quantile(degrees, 0)} to ${quantile(degrees, 1)} channels each`);
  const typing = await type(room, tabs, keystrokes);
  const at = (share: number) => `${quantile(typing.latenciesMs, share).toFixed(0)} ms`;
  console.error(`  a keystroke: 50 % ${at(0.5)}, 99 % ${at(0.99)}`);
  await sleep(CALM_MS);
  const quiet = await trafficDuring(room, () => sleep(QUIET_MS));
  const joinsMs: number[] = [];
  for (let i = 0; i < JOINS; i++) joinsMs.push(await join(room, 1 + keystrokes));
  return { tabs, degrees, ...typing, quiet, joinsMs, errors: room.errors };
}

const DIGIT = "7";

type Typing = Pick<Measurement, "latenciesMs" | "keystrokes" | "typing" | "paceMs">;

async function type(room: BenchRoom, tabs: number, keystrokes: number): Promise<Typing> {
  const { keyboard } = room.writer.page;
  const before = await room.seen();
  const typing = await trafficDuring(room, async () => {
    for (let i = 0; i < keystrokes; i++) {
      const pause = sleep(PACE_MS);
      await keyboard.press(DIGIT);
      await pause;
    }
    await room.untilShown(1 + keystrokes, PATIENCE_MS);
    await sleep(AFTERMATH_MS);
  });
  const after = await room.seen();
  const typedAt = (after[0]?.typedAt ?? []).slice(before[0]?.typedAt.length);
  if (typedAt.length !== keystrokes) throw new Error(`Expected ${keystrokes} keystrokes, got ${typedAt.length}`);
  if (after.length !== tabs) throw new Error(`Expected ${tabs} tabs, got ${after.length}`);
  return {
    keystrokes,
    typing,
    paceMs: ((typedAt.at(-1) ?? 0) - (typedAt[0] ?? 0)) / (keystrokes - 1),
    latenciesMs: after.slice(1).flatMap((receiver) => typedAt.map((at, i) => arrival(receiver, i + 2) - at)),
  };
}

/** When the editor first showed so many digits; never is infinite. */
function arrival({ shown }: Seen, digits: number): number {
  return shown.find(([many]) => many >= digits)?.[1] ?? Number.POSITIVE_INFINITY;
}

async function trafficDuring(room: BenchRoom, happens: () => Promise<unknown>): Promise<Traffic> {
  const before = await room.seen();
  const started = performance.now();
  await happens();
  const seconds = (performance.now() - started) / 1_000;
  const after = await room.seen();
  const sum = (key: keyof Seen["sent"]) =>
    after.reduce((total, { sent }, i) => total + sent[key] - (before[i]?.sent[key] ?? 0), 0);
  return { messages: sum("messages"), bytes: sum("bytes"), seconds };
}

/** From the moment that a newcomer opens the address to the whole text in its editor, in ms. */
async function join(room: BenchRoom, digits: number): Promise<number> {
  await room.leave();
  const { page } = await room.open();
  await room.untilShown(digits, PATIENCE_MS);
  const openedAt = await page.evaluate(() => performance.timeOrigin);
  const seen = (await room.seen()).at(-1);
  const took = seen === undefined ? Number.POSITIVE_INFINITY : arrival(seen, digits) - openedAt;
  await room.untilSteady();
  return took;
}
