import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { type LiveLine, MAX_LINES } from "./live-log";

declare global {
  interface HTMLElementTagNameMap {
    "message-log": MessageLog;
  }
}

/**
 * What passes between this tab and the others, in words, newest first. Never read out by itself: there is too much of it.
 * It has no slots.
 *
 * @property lines - The lines, newest first.
 */
@customElement("message-log")
export class MessageLog extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }

    summary {
      width: max-content;
      padding-block: 0.25rem;
      color: var(--accent);
      cursor: pointer;
    }

    summary:focus-visible,
    ol:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }

    ol {
      max-height: 16rem;
      margin: 0.25rem 0 0;
      padding: 0;
      overflow-y: auto;
      list-style: none;
    }

    li {
      display: grid;
      grid-template-columns: 4rem minmax(0, 1fr);
      padding-block: 0.0625rem;
    }

    time,
    .times {
      color: var(--ink-soft);
      font-variant-numeric: tabular-nums;
    }

    .text {
      overflow-wrap: anywhere;
    }

    p {
      margin: 0.25rem 0 0;
      color: var(--ink-soft);
    }
  `;

  @property({ attribute: false }) lines: readonly LiveLine[] = [];
  @state() private open = false;

  override render(): TemplateResult {
    return html`<details @toggle=${this.toggled}>
      <summary>Every message, in words</summary>
      ${this.open ? this.renderLines() : nothing}
    </details>`;
  }

  private renderLines(): TemplateResult {
    if (this.lines.length === 0) return html`<p>Nothing has passed yet.</p>`;
    return html`<ol tabindex="0" aria-label="Newest first, the last ${MAX_LINES}">
      ${repeat(
        this.lines,
        ({ number }) => number,
        ({ atMs, text, times }) =>
          html`<li>
            <time>${(atMs / 1_000).toFixed(2)} s</time>
            <span class="text">${text}${times > 1 ? html`<span class="times"> (${times} times)</span>` : nothing}</span>
          </li>`,
      )}
    </ol>`;
  }

  private toggled(event: Event): void {
    this.open = (event.target as HTMLDetailsElement).open;
  }
}
