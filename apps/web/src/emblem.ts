import { html, type TemplateResult } from "lit";

/** The emblem: four tabs, one of them the newest, one chosen, and a message between the two. Decoration only. */
export function emblem(): TemplateResult {
  return html`<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect fill="var(--accent)" x="3" y="3" width="11" height="11" rx="1.5" />
    <rect fill="none" stroke="var(--field-line)" stroke-width="2.5" x="19.25" y="4.25" width="8.5" height="8.5" rx="1" />
    <rect fill="none" stroke="var(--field-line)" stroke-width="2.5" x="4.25" y="19.25" width="8.5" height="8.5" rx="1" />
    <rect fill="var(--chosen)" x="18" y="18" width="11" height="11" rx="1.5" />
    <circle fill="var(--accent)" cx="16" cy="16" r="2.75" />
  </svg>`;
}
