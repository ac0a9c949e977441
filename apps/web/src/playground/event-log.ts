import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Film } from "./film";
import { type LogLine, logLines, MAX_LINES, secondsOf } from "./log-lines";
import type { View } from "./view";

declare global {
  interface HTMLElementTagNameMap {
    "event-log": EventLog;
  }
}

/**
 * What happened, in words, newest first. Never read out by itself: there is too much of it. It has no slots.
 *
 * @property view - The moment that is looked at.
 */
@customElement("event-log")
export class EventLog extends LitElement {
  static override styles = css`
    :host {
      display: block;
      font-size: var(--size-small);
      line-height: 1.375rem;
    }

    summary {
      width: max-content;
      padding-block: 0.125rem;
      color: var(--accent);
      cursor: pointer;
    }

    summary:focus-visible,
    ol:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }

    ol {
      height: 13.75rem;
      margin: 0.5rem 0 0;
      padding: 0;
      overflow-y: auto;
      list-style: none;
    }

    li {
      display: grid;
      grid-template-columns: 3.625rem 1fr;
    }

    time {
      color: var(--ink-soft);
      font-variant-numeric: tabular-nums;
    }

    p {
      margin: 0.5rem 0 0;
      color: var(--ink-soft);
    }
  `;

  @property({ attribute: false }) view!: View;
  @state() private open = true;
  private told: { readonly film: Film; readonly seen: number; readonly lines: readonly LogLine[] } | undefined;

  override render(): TemplateResult {
    return html`<details open @toggle=${this.toggled}>
      <summary>What happened, in words</summary>
      ${this.open ? this.renderLines() : nothing}
    </details>`;
  }

  private renderLines(): TemplateResult {
    const lines = this.lines();
    if (lines.length === 0) return html`<p>Nothing yet.</p>`;
    return html`<ol tabindex="0" aria-label="Newest first, the last ${MAX_LINES}">
      ${repeat(
        lines,
        ({ number }) => number,
        ({ atUs, text }) => html`<li><time>${secondsOf(atUs)}</time> <span>${text}</span></li>`,
      )}
    </ol>`;
  }

  /** The same for as long as nothing more was seen. */
  private lines(): readonly LogLine[] {
    const { film, position } = this.view;
    if (this.told?.film !== film || this.told.seen !== position.seen) {
      this.told = { film, seen: position.seen, lines: logLines(this.view) };
    }
    return this.told.lines;
  }

  private toggled(event: Event): void {
    this.open = (event.target as HTMLDetailsElement).open;
  }
}
