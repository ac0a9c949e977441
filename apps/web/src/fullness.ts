import { MAX_NOTE_BYTES, MAX_TEXT_LENGTH, Text, utf8Length } from "@hearsay/merge";
import type { OpenNote } from "./open-note";
import type { Rule } from "./rule";

/** What a note of a rule holds at most, as the page says it. */
export function noteLimit(rule: Rule): string {
  return rule === "text" ? `${millions(MAX_TEXT_LENGTH)} million characters` : `${kilobytes(MAX_NOTE_BYTES)} KB`;
}

/** Says that an edit was not taken since the note has no room for it. True also when the note is shorter again. */
export function didNotFit(rule: Rule): string {
  return `That did not fit: a note holds ${noteLimit(rule)} at most. Nothing was cut; what you added was not taken.`;
}

/** Says how full the note is where more than nine tenths are used; undefined otherwise. */
export function fullnessRemark({ body }: Pick<OpenNote, "body">): string | undefined {
  return body instanceof Text ? fullnessOfText(body.length) : fullnessOfLatest(body.text);
}

export function fullnessOfText(length: number): string | undefined {
  if (length <= MAX_TEXT_LENGTH * NEARLY) return undefined;
  return `This note is nearly full: ${millions(length)} of ${noteLimit("text")}.`;
}

export function fullnessOfLatest(text: string): string | undefined {
  // One UTF-16 unit takes at most three bytes.
  if (text.length * 3 <= MAX_NOTE_BYTES * NEARLY) return undefined;
  const bytes = utf8Length(text);
  if (bytes <= MAX_NOTE_BYTES * NEARLY) return undefined;
  return `This note is nearly full: ${kilobytes(bytes)} of ${noteLimit("latest")}.`;
}

const NEARLY = 0.9;

function kilobytes(bytes: number): number {
  return Math.floor(bytes / 1024);
}

function millions(units: number): number {
  return Math.floor(units / 1e5) / 10;
}
