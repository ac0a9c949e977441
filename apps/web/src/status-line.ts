import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Status } from "./status";

declare global {
  interface HTMLElementTagNameMap {
    "status-line": StatusLine;
  }
}

/**
 * The line that says how things stand; screen readers are told when it changes. It has no slots.
 *
 * @property status - What it says, from `statusOf`.
 */
@customElement("status-line")
export class StatusLine extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-width: 0;
    }

    div {
      display: flex;
      flex-wrap: wrap;
      gap: 0 1.25rem;
    }

    p {
      margin: 0;
      text-wrap: pretty;
    }

    .summary::before {
      content: "";
      display: inline-block;
      width: 0.5rem;
      height: 0.5rem;
      margin-inline-end: 0.5rem;
      border: 1.5px solid var(--ink-soft);
      border-radius: 50%;
    }

    .together::before {
      border-color: var(--chosen);
      background: var(--chosen);
    }

    .remark {
      color: var(--ink);
    }
  `;

  @property({ attribute: false }) status: Status | undefined;

  override render(): TemplateResult {
    const { summary, tone, remarks } = this.status ?? { summary: "", tone: "connecting", remarks: [] };
    return html`<div role="status">
      <p class="summary ${tone}">${summary}</p>
      ${remarks.map((remark) => html`<p class="remark">${remark}</p>`)}
    </div>`;
  }
}
