import { html, type TemplateResult } from "lit";
import { loadPart } from "../load-part";
import type { OpenNote } from "../open-note";
import "./file-drop";
import type { ImportProblemEvent, NoteImportEvent } from "./import-event";
import type { NoteTransfer } from "./note-transfer";
import "./note-transfer";
import type { NoteExportEvent } from "./transfer-list";

/** The largest file that is taken in. */
const MAX_FILE_BYTES = 10_000_000;

export interface FileHost {
  readonly note: OpenNote;
  /** Adds text at the end of the note's body. */
  insertAtEnd(text: string): void;
  /** Says on the page what went wrong, or with an empty string that all is well again. */
  tell(problem: string): void;
}

/** The ways in which a note becomes a file, and files come into a note. */
export function renderNoteFiles({ note, insertAtEnd, tell }: FileHost): TemplateResult {
  const exported = async ({ target, detail }: NoteExportEvent) => {
    const load = () => import("./export-note");
    const part = await loadPart(target as NoteTransfer, "What exports a note", load);
    part?.exportNote(note.title.text, note.text, detail.format);
  };
  // A file becomes the note where that is blank; else it is added at its end.
  const imported = ({ detail }: NoteImportEvent) => {
    tell("");
    if (note.isBlank && detail.title !== "") note.setTitle(detail.title);
    insertAtEnd(detail.text);
  };
  const failed = ({ detail }: ImportProblemEvent) => tell(detail.problem);
  return html`<note-transfer
      .maxBytes=${MAX_FILE_BYTES}
      @note-export=${exported}
      @note-import=${imported}
      @import-problem=${failed}
    ></note-transfer>
    <file-drop .maxBytes=${MAX_FILE_BYTES} @note-import=${imported} @import-problem=${failed}></file-drop>`;
}
