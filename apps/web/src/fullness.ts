import { MAX_NOTE_BYTES, utf8Length } from "@hearsay/merge";

/** What a note holds at most, as the page says it. */
export const NOTE_LIMIT = `${kilobytes(MAX_NOTE_BYTES)} KB`;

/** Says that an edit was not taken since the note has no room for it. True also when the note is shorter again. */
export const DID_NOT_FIT = `That did not fit: a note holds ${NOTE_LIMIT} at most. Nothing was cut; what you added was not taken.`;

/** Says how full the note is where more than nine tenths are used; undefined otherwise. */
export function fullnessRemark(text: string): string | undefined {
  // One UTF-16 unit takes at most three bytes.
  if (text.length * 3 <= NEARLY_FULL_BYTES) return undefined;
  const bytes = utf8Length(text);
  if (bytes <= NEARLY_FULL_BYTES) return undefined;
  return `This note is nearly full: ${kilobytes(bytes)} of ${NOTE_LIMIT}.`;
}

const NEARLY_FULL_BYTES = MAX_NOTE_BYTES * 0.9;

function kilobytes(bytes: number): number {
  return Math.floor(bytes / 1024);
}
