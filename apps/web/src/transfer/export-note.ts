/** What a note can be exported as. The text is the same in both: byte for byte what stands in the note. */
export type ExportFormat = "md" | "txt";

/** Saves `text` as a file that is named after `title`, in UTF-8, by the browser's own means of downloading. */
export function exportNote(title: string, text: string, format: ExportFormat): void {
  const url = URL.createObjectURL(new Blob([text], { type: MEDIA_TYPES[format] }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileNameOf(title, format);
  link.click();
  // Some browsers begin to read only after a while, and say nothing when they have.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/**
 * A file name that every common system takes: without separators, reserved characters and names, or anything that cannot
 * be seen; "note" where nothing is left of the title.
 */
export function fileNameOf(title: string, format: ExportFormat): string {
  const visible = title.toWellFormed().replace(FORBIDDEN, " ").replace(/\s+/gu, " ");
  const short = [...visible.replace(/^[. ]+/u, "")].slice(0, MAX_NAME_CHARACTERS).join("");
  const name = short.replace(/[. ]+$/u, "");
  if (name === "") return `note.${format}`;
  return RESERVED.test(name) ? `${name} note.${format}` : `${name}.${format}`;
}

const MEDIA_TYPES = { md: "text/markdown;charset=utf-8", txt: "text/plain;charset=utf-8" } as const;
const KEPT_MS = 60_000;

/** Four bytes each at most, which leaves room for the ending within the 255 bytes of most file systems. */
const MAX_NAME_CHARACTERS = 60;
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}<>:"/\\|?*\uFFFD]/gu;
/** Devices of Windows, which go by these names in every folder and with every ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/iu;
