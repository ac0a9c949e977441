/**
 * The lines of `text` that are nowhere in `note`, in order; blank lines stay where they stand between two of them.
 * Empty where `note` has every line.
 */
export function missingLines(text: string, note: string): string {
  const present = new Set(note.split(LINE_BREAK));
  const missing: string[] = [];
  let blanks: string[] = [];
  let searches = 0;
  for (const line of text.split(LINE_BREAK)) {
    if (line.trim() === "") {
      blanks.push(line);
      continue;
    }
    // A line may have been joined to another. The search is bounded: two large texts may have nothing in common.
    const found = present.has(line) || (searches++ < MAX_SEARCHES && note.includes(line));
    if (!found) missing.push(...(missing.length > 0 ? blanks : []), line);
    blanks = [];
  }
  return missing.join("\n");
}

const LINE_BREAK = /\r\n?|\n/;
const MAX_SEARCHES = 200;
