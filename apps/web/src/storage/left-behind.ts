import type { Addition, Row } from "./note-store";
import { createIncarnation, decodeEntry, type KeptNote, type NoteId, nameOf } from "./stored-note";

/** What a page left behind of a note, since the database might not have answered in time. */
export interface Left {
  /** Under which it lies in the browser's storage. */
  readonly place: string;
  readonly addition: Addition;
}

/**
 * Keeps an addition for whoever opens the note next. A page that is being left has no time for the database, where a
 * transaction can still be lost with the page though it was committed; this is written before it returns. Undefined where
 * it could not be: storage may be full or forbidden.
 */
export function leaveBehind(addition: Addition): Left | undefined {
  const { note, rows, ...rest } = addition;
  const texts = rows.map(({ whole, bytes }) => [whole, toBase64(bytes)]);
  try {
    const place = `${PREFIX}${nameOf(note)} ${createIncarnation()}`;
    localStorage.setItem(place, JSON.stringify({ ...note, ...rest, texts }));
    return { place, addition };
  } catch {
    return undefined;
  }
}

/** What pages left behind, of one note or of all. */
export function leftBehind(note?: NoteId): readonly Left[] {
  const prefix = note ? `${PREFIX}${nameOf(note)} ` : PREFIX;
  try {
    return Object.keys(localStorage)
      .filter((place) => place.startsWith(prefix))
      .flatMap((place) => {
        const addition = decodeAddition(localStorage.getItem(place));
        return addition ? [{ place, addition }] : [];
      });
  } catch {
    return [];
  }
}

/** Removes what has been stored, or was forgotten. */
export function clearLeft(left: readonly Left[]): void {
  for (const { place } of left) localStorage.removeItem(place);
}

/** Whether it still lies there: the note may have been forgotten, or another tab may have stored it. */
export function isStillThere({ place }: Left): boolean {
  return localStorage.getItem(place) !== null;
}

/**
 * Whether what was left behind still belongs to a note that is kept under `incarnation`, undefined for one that is not
 * kept: it may have been forgotten since.
 */
export function isDue({ addition }: Left, incarnation: string | undefined): boolean {
  return addition.incarnation === undefined || addition.incarnation === incarnation;
}

/** For the list of notes. */
export function keptAs({ addition: { note, title, updatedAtMs } }: Left): KeptNote {
  return { ...note, title, updatedAtMs };
}

const PREFIX = "hearsay.left ";

function decodeAddition(text: string | null): Addition | undefined {
  try {
    const value = JSON.parse(text ?? "") as Record<string, unknown> | null;
    const { incarnation, takenBack, texts } = value ?? {};
    const entry = decodeEntry({ ...value, incarnation: incarnation ?? "" });
    if (!entry || !Array.isArray(takenBack) || !takenBack.every(Number.isSafeInteger) || !Array.isArray(texts)) return;
    const { key, rule, title, updatedAtMs } = entry;
    const known = incarnation === undefined ? undefined : entry.incarnation;
    return { note: { key, rule }, title, updatedAtMs, incarnation: known, takenBack, rows: texts.map(decodeRow) };
  } catch {
    // Nothing that this code has written.
    return undefined;
  }
}

function decodeRow([whole, text]: [unknown, string]): Row {
  return { whole: whole === true, bytes: Uint8Array.from(atob(text), (character) => character.charCodeAt(0)) };
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
