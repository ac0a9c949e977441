import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { controls } from "../styles/controls";
import type { FilmedMessage } from "./film";
import { contentWords, nodeName, secondsOf } from "./log-lines";
import { playgroundControls } from "./styles";
import { judge, stampWords } from "./verdict";
import type { View } from "./view";

declare global {
  interface HTMLElementTagNameMap {
    "message-inspector": MessageInspector;
  }
}

export type TreeChangeEvent = CustomEvent<{ readonly tree: boolean }>;

/**
 * The messages of a run, the last of them in a table, and one of them in full: what it carries, who stamped it, and what
 * its receiver made of it, and why. It has no slots.
 *
 * @property view - The moment that is looked at.
 * @property moment - Changes whenever the view may have.
 * @property marked - The key of the message that is looked at.
 * @property tree - Whether the picture shows who has the newest data from whom.
 * @fires message-press - A message of the table was chosen; `detail.key` is its key.
 * @fires tree-change - The switch was thrown.
 */
@customElement("message-inspector")
export class MessageInspector extends LitElement {
  static override styles = [
    controls,
    playgroundControls,
    css`
      summary {
        width: max-content;
        padding-block: 0.125rem;
        color: var(--accent);
        cursor: pointer;
      }

      .table {
        max-height: 13rem;
        margin-block: 0.5rem;
        overflow: auto;
      }

      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }

      th {
        position: sticky;
        top: 0;
        background: var(--paper);
        color: var(--ink-soft);
        font-weight: 400;
        text-align: start;
      }

      th,
      td {
        padding: 0 0.75rem 0 0;
        white-space: nowrap;
      }

      td button {
        min-height: 1.5rem;
        padding: 0 0.25rem;
        margin-inline-start: -0.25rem;
        border-color: transparent;
        color: var(--accent);
      }

      tr[aria-current] td {
        background: color-mix(in oklab, var(--accent) 12%, transparent);
      }

      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.125rem 0.75rem;
        margin: 0.5rem 0;
      }

      dt {
        color: var(--ink-soft);
      }

      dd {
        margin: 0;
      }

      p {
        margin: 0.5rem 0;
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) view!: View;
  @property({ attribute: false }) moment: string | number = "";
  @property({ attribute: false }) marked: number | undefined;
  @property({ type: Boolean }) tree = false;
  @state() private open = false;

  override render(): TemplateResult {
    const marked = this.marked === undefined ? undefined : this.view.film.messages[this.marked];
    return html`<label class="switch">
        <input type="checkbox" .checked=${this.tree} @change=${this.switched} />Show who has the newest data from whom
      </label>
      ${marked ? this.renderMessage(marked) : nothing}
      <details ?open=${this.open} @toggle=${this.toggled}>
        <summary>Messages, one by one</summary>
        ${this.open ? this.renderTable() : nothing}
      </details>`;
  }

  private renderMessage(message: FilmedMessage): TemplateResult {
    const { from, to, content, leftUs } = message;
    const { word, why } = judge(message, this.view);
    return html`<dl aria-label="The message that is looked at">
      <dt>Message</dt>
      <dd>${nodeName(from)} to ${nodeName(to)}, sent at ${secondsOf(leftUs)}</dd>
      <dt>Data</dt>
      <dd data-inspected="data">${contentWords(content)}</dd>
      ${
        content.type === "data"
          ? html`<dt>Timestamp</dt>
              <dd data-inspected="timestamp">${stampWords(content.timestamp)}</dd>`
          : nothing
      }
      <dt>Verdict</dt>
      <dd data-inspected="verdict"><strong>${word}</strong>. ${why}</dd>
    </dl>`;
  }

  private renderTable(): TemplateResult {
    const messages = this.view.lastMessages(MAX_ROWS);
    if (messages.length === 0) return html`<p>None yet. Once there are, click one here or in the picture.</p>`;
    return html`<div class="table" tabindex="0" role="region" aria-label="The last ${MAX_ROWS} messages">
      <table>
        <thead>
          <tr>
            <th scope="col">Sent</th>
            <th scope="col">From, to</th>
            <th scope="col">Data</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            messages,
            ({ key }) => key,
            (message) => this.renderRow(message),
          )}
        </tbody>
      </table>
    </div>`;
  }

  private renderRow(message: FilmedMessage): TemplateResult {
    const { key, from, to, content, leftUs } = message;
    const press = () =>
      this.dispatchEvent(new CustomEvent("message-press", { detail: { key }, bubbles: true, composed: true }));
    return html`<tr aria-current=${key === this.marked ? "true" : nothing}>
      <td>${secondsOf(leftUs)}</td>
      <td>
        <button aria-label="${from + 1} → ${to + 1}, look at this message" @click=${press}>
          ${from + 1} → ${to + 1}
        </button>
      </td>
      <td>${contentWords(content)}</td>
      <td>${judge(message, this.view).word}</td>
    </tr>`;
  }

  private switched(event: Event): void {
    const tree = (event.target as HTMLInputElement).checked;
    this.dispatchEvent(new CustomEvent("tree-change", { detail: { tree }, bubbles: true, composed: true }));
  }

  private toggled(event: Event): void {
    this.open = (event.target as HTMLDetailsElement).open;
  }
}

const MAX_ROWS = 40;
