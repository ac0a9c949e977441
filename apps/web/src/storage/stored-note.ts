import { parseRoomKey, type RoomKey } from "@hearsay/mesh";

/** Names a note as the network does: one key under two merge rules is two rooms, and so two notes. */
export interface NoteId {
  readonly key: RoomKey;
  /** The name of the merge rule, as `joinRoom` takes it. */
  readonly rule: string;
}

/** What the list says of a note without reading it. */
export interface KeptNote extends NoteId {
  /** Empty where the note has no title. At most `MAX_KEPT_TITLE` UTF-16 units of it. */
  readonly title: string;
  /** When this browser last stored a change of it, by this device's clock. */
  readonly updatedAtMs: number;
}

/** The record of a note in the database, beside its rows. */
export interface NoteEntry extends KeptNote {
  /** `nameOf` the note. */
  readonly name: string;
  /** Made anew whenever the note is kept for the first time, or again after it was forgotten. */
  readonly incarnation: string;
}

export const MAX_KEPT_TITLE = 200;

/** The database's name for a note. */
export function nameOf({ key, rule }: NoteId): string {
  return `${key} ${rule}`;
}

/** A title as it is kept: cut where it is long, never through a character. */
export function keptTitle(title: string): string {
  return title
    .slice(0, MAX_KEPT_TITLE)
    .replace(/[\uD800-\uDBFF]$/, "")
    .toWellFormed();
}

/** An incarnation that no other equals. */
export function createIncarnation(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(2)), (word) => word.toString(36)).join("-");
}

/** Decodes what the database holds as a note's entry; undefined where it is none that this code has written. */
export function decodeEntry(value: unknown): NoteEntry | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { key: keyText, rule, title, updatedAtMs, incarnation } = value as Record<keyof NoteEntry, unknown>;
  const key = typeof keyText === "string" ? parseRoomKey(keyText) : undefined;
  if (key === undefined || typeof rule !== "string" || !RULE.test(rule)) return undefined;
  if (typeof title !== "string" || title.length > MAX_KEPT_TITLE) return undefined;
  if (typeof incarnation !== "string" || incarnation.length > MAX_INCARNATION) return undefined;
  if (typeof updatedAtMs !== "number" || !(Math.abs(updatedAtMs) <= MAX_DATE_MS)) return undefined;
  return { name: nameOf({ key, rule }), key, rule, title, updatedAtMs, incarnation };
}

const RULE = /^[\w-]{1,32}$/;
const MAX_INCARNATION = 32;
/** What a `Date` can bear. */
const MAX_DATE_MS = 8.64e15;
