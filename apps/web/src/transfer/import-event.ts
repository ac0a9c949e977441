import { loadPart } from "../load-part";
import type { ImportLimit } from "./read-files";

export type NoteImportEvent = CustomEvent<{ readonly title: string; readonly text: string }>;
export type ImportProblemEvent = CustomEvent<{ readonly problem: string }>;

/** Reads files, and fires from `element` what came of it: `note-import`, `import-problem` or `load-problem`. */
export async function importFiles(element: HTMLElement, files: readonly File[], limit: ImportLimit): Promise<void> {
  const reader = await loadPart(element, "What reads files", () => import("./read-files"));
  if (!reader) return;
  const imported = await reader.readFiles(files, limit);
  const type = "problem" in imported ? "import-problem" : "note-import";
  element.dispatchEvent(new CustomEvent(type, { detail: imported, bubbles: true, composed: true }));
}
