import type { ReplicaId } from "@hearsay/merge";
import { COLOR_COUNT } from "../palette";
import type { AuthorNames } from "./author-names";

/** Somebody of whom something stands in a text. */
export interface Writer {
  readonly name: string;
  readonly color: number;
  /** How many UTF-16 units. */
  readonly units: number;
}

/** A stretch of text and who wrote it. */
export interface Share {
  readonly author: ReplicaId;
  readonly units: number;
}

/**
 * Who wrote a text, whoever wrote most first. A person who loads the page again writes as another author, so authors of
 * one name and one color count as one.
 */
export function writersOf(shares: Iterable<Share>, { nameOf, colorOf }: AuthorNames): readonly Writer[] {
  const unitsOf = new Map<ReplicaId, number>();
  for (const { author, units } of shares) {
    if (units > 0) unitsOf.set(author, (unitsOf.get(author) ?? 0) + units);
  }
  const writers = new Map<string, Writer>();
  for (const [author, units] of unitsOf) {
    const name = nameOf(author);
    const color = colorOf(author) % COLOR_COUNT;
    const key = `${color} ${name}`;
    writers.set(key, { name, color, units: units + (writers.get(key)?.units ?? 0) });
  }
  return [...writers.values()].sort((left, right) => right.units - left.units || (left.name < right.name ? -1 : 1));
}
