import type { Text } from "@hearsay/merge";
import type { Faults } from "@hearsay/mesh";
import { html, nothing, type TemplateResult } from "lit";
import type { NoteAuthors } from "./authors/note-authors";
import "./copy-link";
import type { EditorCompany } from "./editor/editor-company";
import { fullnessRemark } from "./fullness";
import { hasFaults } from "./has-faults";
import type { HistoryRestoreEvent } from "./history/note-history";
import { isThisComputer } from "./note-link";
import type { OpenNote } from "./open-note";
import "./share/link-qr";
import { spreadWords } from "./spread-words";
import { statusOf } from "./status";
import "./status-line";
import type { Keeping } from "./storage/keeping";

/** The ways to hand the note's link on. */
export function renderShare(link: string): TemplateResult {
  const local = isThisComputer(location.hostname);
  return html`<div class="share">
    <copy-link .link=${link} ?local=${local}></copy-link>
    <link-qr .link=${link} ?local=${local}></link-qr>
  </div>`;
}

/** A text, who wrote it, and what grows with every change of either. */
export interface AuthoredText {
  readonly text: Text;
  readonly authors: NoteAuthors;
  readonly revision: number;
}

/** The note's past, over the note. */
export function renderHistory(
  { text, authors, revision }: AuthoredText,
  restored: (event: HistoryRestoreEvent) => void,
  close: () => void,
): TemplateResult {
  return html`<note-history
    .text=${text}
    .nameOf=${authors.nameOf}
    .colorOf=${authors.colorOf}
    .version=${revision}
    @history-restore=${restored}
    @history-close=${close}
  ></note-history>`;
}

/** Whose words have which color. `here` are the authors who are here. */
export function renderLegend({ text, authors, revision }: AuthoredText, here: EditorCompany["here"]): TemplateResult {
  return html`<author-legend
    .text=${text}
    .nameOf=${authors.nameOf}
    .colorOf=${authors.colorOf}
    .version=${revision}
    .here=${here}
  ></author-legend>`;
}

/** How much of a note that comes in pieces is here: `share` of 1. */
export function renderProgress(share: number): TemplateResult {
  return html`<p class="receiving">
    <label>Receiving the note <progress max="1" .value=${share}></progress></label> ${Math.floor(share * 100)} %
  </p>`;
}

/** What is wrong with the settings in the address, and which faults are on. What says it is loaded where there is any. */
export function renderNotices(
  problems: readonly string[],
  faults: Faults,
  switchOff: () => Promise<void>,
): TemplateResult | typeof nothing {
  if (problems.length === 0 && !hasFaults(faults)) return nothing;
  // Where it does not come, the next rendering asks again.
  import("./notices").catch(() => {});
  return html`<address-problems .problems=${problems}></address-problems>
    <fault-notice .faults=${faults} @faults-off=${switchOff}></fault-notice>`;
}

/** Where the text is, how the room spreads it, and what went wrong last. */
export function renderFooter(note: OpenNote, keeping: Keeping, refusal: string): TemplateResult {
  const status = statusOf(note.mesh.state, keeping);
  const fullness = fullnessRemark(note);
  const spread = spreadWords(note.mesh.state.spread);
  return html`<footer>
    <p class="refusal" role="alert">${refusal}</p>
    <status-line .status=${fullness ? { ...status, remarks: [fullness, ...status.remarks] } : status}></status-line>
    ${spread ? html`<p class="spread">${spread}</p>` : nothing}
  </footer>`;
}
