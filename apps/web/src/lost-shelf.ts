import type { PeerId } from "@hearsay/gossip";
import type { Lost } from "@hearsay/merge";
import { missingLines } from "./missing-lines";

/** The texts that gave way and were neither put back nor dismissed, oldest first, and how many had to leave. */
export interface LostShelf {
  readonly entries: readonly LostEntry[];
  /** How many texts fell out because the shelf was full. */
  readonly fallenOut: number;
}

export interface LostEntry {
  /** Unique among the entries of one shelf, and kept when a later text takes the entry over. */
  readonly id: number;
  readonly writer: PeerId;
  /** Room time. */
  readonly timeMs: number;
  /** The whole text that gave way. */
  readonly text: string;
  /** The lines of it that the note did not have when it gave way. Never empty. */
  readonly missing: string;
}

/** The most texts on the shelf. One more, and the oldest falls out and is counted. */
export const MAX_LOST = 10;

export const EMPTY_SHELF: LostShelf = { entries: [], fallenOut: 0 };

/**
 * Puts a text on the shelf that gave way to `note`. Where the note has its every line, nothing is missing and nothing
 * is added. A text that carries an earlier one of the same writer on takes its place; one that an earlier one carries
 * already is left out.
 */
export function withLost(shelf: LostShelf, lost: Lost, note: string): LostShelf {
  const { text, timestamp } = lost;
  const missing = missingLines(text, note);
  if (missing === "") return shelf;
  const own = shelf.entries.filter(({ writer }) => writer === timestamp.replica);
  if (own.some((earlier) => earlier.text.includes(text))) return shelf;

  const carriedOn = own.filter((earlier) => text.includes(earlier.text));
  const id = carriedOn[0]?.id ?? 1 + Math.max(0, ...shelf.entries.map((entry) => entry.id));
  const entry: LostEntry = { id, writer: timestamp.replica, timeMs: timestamp.timeMs, text, missing };
  const entries = [...shelf.entries.filter((earlier) => !carriedOn.includes(earlier)), entry];
  const surplus = Math.max(0, entries.length - MAX_LOST);
  return { entries: entries.slice(surplus), fallenOut: shelf.fallenOut + surplus };
}

/** Takes a text from the shelf. With the last one the count of those that fell out is forgotten too. */
export function withoutLost(shelf: LostShelf, id: number): LostShelf {
  const entries = shelf.entries.filter((entry) => entry.id !== id);
  return entries.length === 0 ? EMPTY_SHELF : { ...shelf, entries };
}
