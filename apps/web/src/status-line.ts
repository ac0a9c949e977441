import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
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

    .line,
    [role="status"] {
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
  /** What the line says of receipt: a new word waits until it has stood for a moment, an old one does not. */
  @state() private receipt: string | undefined;
  private next: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const receipt = this.status?.receipt;
    if (!changed.has("status") || receipt === this.next) return;
    this.next = receipt;
    clearTimeout(this.timer);
    // What stood there is not true any more, and what takes its place mostly changes again at once.
    this.receipt = receipt === undefined || receipt === this.receipt ? receipt : PASSING_ON;
    this.timer = setTimeout(() => {
      this.receipt = receipt;
    }, SETTLED_MS);
  }

  override render(): TemplateResult {
    const { summary, tone, remarks } = this.status ?? { summary: "", tone: "connecting", remarks: [] };
    // What changes with every letter is not told to screen readers each time: they find it behind the rest.
    return html`<div class="line">
      <div role="status">
        <p class="summary ${tone}">${summary}</p>
        ${remarks.map((remark) => html`<p class="remark">${remark}</p>`)}
      </div>
      ${this.receipt ? html`<p class="receipt">${this.receipt}</p>` : nothing}
    </div>`;
  }
}

const PASSING_ON = "What you wrote is being passed on…";

/** A receipt that has stood for so long, in ms, is said. */
const SETTLED_MS = 400;
