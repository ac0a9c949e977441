import { MAX_NOTE_BYTES, utf8Length } from "@hearsay/merge";
import type { RefusedInput } from "./editor/size-limit";

/** Says how full the note is where more than nine tenths are used; undefined otherwise. */
export function fullnessRemark(text: string): string | undefined {
  // One UTF-16 unit takes at most three bytes.
  if (text.length * 3 <= NEARLY_FULL_BYTES) return undefined;
  const bytes = utf8Length(text);
  if (bytes <= NEARLY_FULL_BYTES) return undefined;
  return `This note is nearly full: ${kilobytes(bytes)} of ${kilobytes(MAX_NOTE_BYTES)} KB.`;
}

/** Says that an edit was not taken since the note is full. */
export function refusalWords(input: RefusedInput): string {
  const limit = `${kilobytes(MAX_NOTE_BYTES)} KB is the limit`;
  return `This note is full: ${limit}. Nothing was cut; what you ${input} was not taken.`;
}

const NEARLY_FULL_BYTES = MAX_NOTE_BYTES * 0.9;

function kilobytes(bytes: number): number {
  return Math.floor(bytes / 1024);
}
