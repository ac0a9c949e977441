import { setTimeout as sleep } from "node:timers/promises";
import type { Contender } from "../contender";
import type { HalvedRoom, Words } from "./halved-room";
import { healedAtMs, isHealed, type Look } from "./healing";
import type { Partition } from "./options";

/** The fewest and the most. */
export type Span = readonly [fewest: number, most: number];

/** What one partition did to one room. */
export interface PartitionMeasurement {
  readonly partition: Partition;
  readonly contender: Pick<Contender, "name" | "title">;
  readonly tabs: number;
  /** From the network's return to all text in all tabs, in ms; infinite where it did not come about in time. */
  readonly textMs: number;
  /** The same until everyone knows everyone. */
  readonly knownMs: number;
  /** How many others the tabs knew of when the network came back. */
  readonly othersApart: Span;
  /** The same at the last look. */
  readonly othersInTheEnd: Span;
  readonly words: Words;
  readonly cutAt: number;
}

/** What makes and mends the cut. */
export interface Scissors {
  cut(): void;
  mend(): void;
}

/** One digit on each side, so often, from right after the cut on. */
export const EDIT_EVERY_MS = 5_000;
/** A room that is not whole so long after the network's return is left as it is. */
export const PATIENCE_MS = 90_000;
/** How often is looked. */
export const LOOK_MS = 200;
const OPENING_PATIENCE_MS = 120_000;

/** Cuts all rooms in two at once, mends the network again, and says what became of each. */
export async function measurePartition(
  rooms: readonly HalvedRoom[],
  partition: Partition,
  scissors: Scissors,
): Promise<readonly PartitionMeasurement[]> {
  for (const room of rooms) await room.type();
  const openings = await Promise.all(rooms.map((room) => watchHealing(room, OPENING_PATIENCE_MS)));
  for (const [i, { text, known }] of openings.entries())
    if (!isHealed(text) || !isHealed(known)) throw new Error(`Expected all of ${rooms[i]?.contender.title} to meet`);
  console.error(`  whole; apart for ${partition.apartMs / 1_000} s`);
  const cutAt = Date.now();
  scissors.cut();
  while (Date.now() < cutAt + partition.apartMs) {
    for (const room of rooms) await room.type();
    await sleep(Math.min(EDIT_EVERY_MS, Math.max(0, cutAt + partition.apartMs - Date.now())));
  }
  const apart = await Promise.all(rooms.map((room) => room.look()));
  if (apart.some(({ hasAllText }) => hasAllText)) throw new Error("Expected the cut to part the hosts, got one room");
  scissors.mend();
  return Promise.all(
    rooms.map(async (room, i) => {
      const { text, known } = await watchHealing(room, PATIENCE_MS);
      const measured: PartitionMeasurement = {
        partition,
        contender: room.contender,
        tabs: room.tabs,
        textMs: healedAtMs(text),
        knownMs: healedAtMs(known),
        othersApart: spanOf(apart[i]?.others ?? []),
        othersInTheEnd: spanOf((await room.look()).others),
        words: await room.words(cutAt),
        cutAt,
      };
      console.error(`  ${room.contender.title}: text ${measured.textMs} ms, everyone ${measured.knownMs} ms`);
      return measured;
    }),
  );
}

function spanOf(counts: readonly number[]): Span {
  return [Math.min(...counts), Math.max(...counts)];
}

/** Looks at a room until it stays whole, or the time is over. */
async function watchHealing(
  room: HalvedRoom,
  patienceMs: number,
): Promise<{ readonly text: readonly Look[]; readonly known: readonly Look[] }> {
  const started = performance.now();
  const text: Look[] = [];
  const known: Look[] = [];
  while (performance.now() - started < patienceMs && !(isHealed(text) && isHealed(known))) {
    const { hasAllText, others } = await room.look();
    const atMs = Math.round(performance.now() - started);
    text.push({ atMs, isWhole: hasAllText });
    known.push({ atMs, isWhole: others.every((count) => count === room.tabs - 1) });
    await sleep(LOOK_MS);
  }
  return { text, known };
}
