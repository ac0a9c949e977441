import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";

declare global {
  interface HTMLElementTagNameMap {
    "drop-hint": DropHint;
  }
}

/** Covers the page while a file is held over it, and says what dropping it does. It has no properties and no slots. */
@customElement("drop-hint")
export class DropHint extends LitElement {
  static override styles = css`
    :host {
      position: fixed;
      inset: 0;
      z-index: 10;
      display: grid;
      place-items: center;
      padding: var(--gutter);
      background: color-mix(in oklab, var(--paper) 88%, transparent);
      pointer-events: none;
    }

    :host::before {
      content: "";
      position: absolute;
      inset: 0.75rem;
      border: 2px dashed var(--accent);
      border-radius: var(--radius);
    }

    p {
      margin: 0;
      padding: 0.5rem 1rem;
      border-radius: var(--radius);
      background: var(--paper);
      color: var(--accent);
      font-size: 1.125rem;
      font-weight: 600;
      text-align: center;
      text-wrap: balance;
    }
  `;

  override render(): TemplateResult {
    return html`<p>Drop text files here to add them to this note.</p>`;
  }
}
