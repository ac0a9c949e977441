import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

declare global {
  interface HTMLElementTagNameMap {
    "folded-log": FoldedLog;
  }
}

/** One line of a log. */
export interface LoggedLine {
  /** Tells it from all others of its log. */
  readonly number: number;
  /** When it happened. */
  readonly time: string;
  readonly text: string;
  /** How often it happened; once where it is undefined. */
  readonly times?: number;
}

/**
 * What happened, in words, newest first, to be folded up. Never read out by itself: there is too much of it. It has no
 * slots.
 *
 * @property name - What is above it, and folds it.
 * @property unfolded - Whether it is open at first.
 * @property lines - Tells its lines, newest first; asked only while they are shown.
 * @property most - How many lines are kept.
 * @property none - What is said where there are none.
 * @csspart lines - The list, so that its height can be another.
 */
@customElement("folded-log")
export class FoldedLog extends LitElement {
  static override styles = css`
    :host {
      display: block;
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
      margin: 0.25rem 0 0;
      padding: 0;
      overflow-y: auto;
      list-style: none;
    }

    li {
      display: grid;
      grid-template-columns: 3.75rem minmax(0, 1fr);
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

  @property() name = "";
  @property({ type: Boolean }) unfolded = false;
  @property({ attribute: false }) lines: () => readonly LoggedLine[] = () => [];
  @property({ attribute: false }) most = 0;
  @property() none = "";
  @state() private open = false;

  override render(): TemplateResult {
    return html`<details ?open=${this.unfolded} @toggle=${this.toggled}>
      <summary>${this.name}</summary>
      ${this.open ? this.renderLines(this.lines()) : nothing}
    </details>`;
  }

  private renderLines(lines: readonly LoggedLine[]): TemplateResult {
    if (lines.length === 0) return html`<p>${this.none}</p>`;
    return html`<ol part="lines" tabindex="0" aria-label="Newest first, the last ${this.most}">
      ${repeat(
        lines,
        ({ number }) => number,
        ({ time, text, times = 1 }) =>
          html`<li>
            <time>${time}</time>
            <span class="text">${text}${times > 1 ? html`<span class="times"> (${times} times)</span>` : nothing}</span>
          </li>`,
      )}
    </ol>`;
  }

  private toggled(event: Event): void {
    this.open = (event.target as HTMLDetailsElement).open;
  }
}
