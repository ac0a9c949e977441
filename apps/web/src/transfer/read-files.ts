/** What was read from files, or in a sentence why nothing was. */
export type Imported = { readonly title: string; readonly text: string } | { readonly problem: string };

/** How much may be read. */
export interface ImportLimit {
  /** Of all files together. */
  readonly maxBytes: number;
}

/**
 * Reads text files in UTF-8 and joins them in their order, with a blank line between. The title is the first one's name.
 * Where one of them cannot be taken, none is.
 */
export async function readFiles(files: readonly File[], { maxBytes }: ImportLimit): Promise<Imported> {
  const [first] = files;
  if (!first) return { problem: "No file came with it." };
  const stranger = files.find((file) => !isTextFile(file));
  if (stranger) return { problem: `“${stranger.name}” is not a text file. Files in .md and .txt can be added.` };
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > maxBytes) return { problem: tooLarge(files, maxBytes) };
  const texts: string[] = [];
  for (const file of files) {
    const read = await readFile(file);
    if (typeof read !== "string") return read;
    texts.push(read);
  }
  const text = texts.map((each, i) => (i === texts.length - 1 || each.endsWith("\n") ? each : `${each}\n`)).join("\n");
  return { title: first.name.replace(ENDING, "").trim(), text };
}

const ENDING = /\.(md|markdown|txt|text)$/iu;

function isTextFile({ name, type }: File): boolean {
  return ENDING.test(name) || type.startsWith("text/");
}

async function readFile(file: File): Promise<string | { readonly problem: string }> {
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return { problem: `“${file.name}” could not be read. It may be a folder, or have been moved.` };
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text.replace(/\r\n?/g, "\n");
  } catch {
    // Said below.
  }
  return { problem: `“${file.name}” is not text in UTF-8. Save it as UTF-8 and add it again.` };
}

function tooLarge(files: readonly File[], maxBytes: number): string {
  const subject = files.length === 1 ? `“${files[0]?.name}” is` : `These ${files.length} files are`;
  const limit =
    maxBytes >= MEGABYTE ? `${Math.floor(maxBytes / MEGABYTE)} MB` : `${Math.floor(maxBytes / KILOBYTE)} KB`;
  return `${subject} too large: at most ${limit} can be added at once.`;
}

const KILOBYTE = 1_024;
const MEGABYTE = 1_024 * KILOBYTE;
