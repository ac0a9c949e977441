import type { Imported } from "./read-dropped";

export type NoteImportEvent = CustomEvent<{ readonly title: string; readonly text: string }>;
export type ImportProblemEvent = CustomEvent<{ readonly problem: string }>;

/** Fires from `element` what came of reading files: `note-import` or `import-problem`. */
export function announceImport(element: HTMLElement, imported: Imported): void {
  const type = "problem" in imported ? "import-problem" : "note-import";
  element.dispatchEvent(new CustomEvent(type, { detail: imported, bubbles: true, composed: true }));
}
