import { html, type TemplateResult } from "lit";
import "./copy-link";
import { isThisComputer } from "./note-link";
import "./share/link-qr";

/** The ways to hand the note's link on. */
export function renderShare(link: string): TemplateResult {
  const local = isThisComputer(location.hostname);
  return html`<div class="share">
    <copy-link .link=${link} ?local=${local}></copy-link>
    <link-qr .link=${link} ?local=${local}></link-qr>
  </div>`;
}

/** How much of a note that comes in pieces is here: `share` of 1. */
export function renderProgress(share: number): TemplateResult {
  return html`<p class="receiving">
    <label>Receiving the note <progress max="1" .value=${share}></progress></label> ${Math.floor(share * 100)} %
  </p>`;
}
