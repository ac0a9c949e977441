/**
 * The lines of `text` that are nowhere in `note`, in order; blank lines stay where they stand between two of them.
 * Empty where `note` has every line. A line counts as found where the note carries it on, but not inside a word: "no"
 * is not in "not now".
 */
export function missingLines(text: string, note: string): string {
  const present = new Set(note.split(LINE_BREAK));
  const budget = { searches: MAX_SEARCHES };
  const missing: string[] = [];
  let blanks: string[] = [];
  for (const line of text.split(LINE_BREAK)) {
    if (line.trim() === "") {
      blanks.push(line);
      continue;
    }
    if (!present.has(line) && !isWithin(note, line, budget)) missing.push(...(missing.length > 0 ? blanks : []), line);
    blanks = [];
  }
  return missing.join("\n");
}

const LINE_BREAK = /\r\n?|\n/;
/** Two large texts may have nothing in common, or the same letter a thousand times. What is not found is missing. */
const MAX_SEARCHES = 200;

function isWithin(note: string, line: string, budget: { searches: number }): boolean {
  for (let at = 0; budget.searches > 0; at++) {
    budget.searches--;
    at = note.indexOf(line, at);
    if (at < 0) return false;
    if (!splitsWord(note, at) && !splitsWord(note, at + line.length)) return true;
  }
  return false;
}

function splitsWord(text: string, at: number): boolean {
  return LETTER_AT_END.test(text.slice(Math.max(0, at - 2), at)) && LETTER_AT_START.test(text.slice(at, at + 2));
}

const LETTER_AT_END = /[\p{L}\p{M}\p{N}]$/u;
const LETTER_AT_START = /^[\p{L}\p{M}\p{N}]/u;
