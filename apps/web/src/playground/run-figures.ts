import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { secondsOf } from "./log-lines";
import { describeLatest } from "./node-words";
import type { View } from "./view";

declare global {
  interface HTMLElementTagNameMap {
    "run-figures": RunFigures;
  }
}

/**
 * The figures of a run: its time, the messages sent, the copies that differ, and how the latest write fared. It has no
 * slots.
 *
 * @property view - The moment that is looked at.
 * @property quiet - Whether nothing is on its way.
 * @property moment - Changes whenever they may have.
 */
@customElement("run-figures")
export class RunFigures extends LitElement {
  static override styles = css`
    :host {
      display: block;
      font-size: var(--size-small);
      line-height: 1.25rem;
      font-variant-numeric: tabular-nums;
    }

    dl {
      display: grid;
      grid-template-columns: repeat(3, max-content);
      gap: 0 1.75rem;
      margin: 0;
    }

    dt {
      color: var(--ink-soft);
    }

    dt,
    dd {
      white-space: nowrap;
    }

    dd {
      margin: 0;
      font-size: 1.25rem;
      line-height: 1.75rem;
    }

    .differ {
      color: var(--alarm);
    }

    p {
      min-height: 1.25rem;
      margin: 0.25rem 0 0;
      text-wrap: pretty;
    }

    @media (max-width: 40rem) {
      dl {
        gap: 0 1.125rem;
      }
    }
  `;

  @property({ attribute: false }) view!: View;
  @property({ type: Boolean }) quiet = false;
  @property({ attribute: false }) moment = "";

  override render(): TemplateResult {
    const { view } = this;
    const { living, differing } = view;
    return html`<dl>
        <div>
          <dt>Time</dt>
          <dd data-figure="time">${secondsOf(view.nowUs)}</dd>
        </div>
        <div>
          <dt>Messages sent</dt>
          <dd data-figure="messages">${view.traffic.sent}</dd>
        </div>
        <div>
          <dt>Copies that differ</dt>
          <dd data-figure="differing" class=${differing > 0 ? "differ" : ""}>${differing} of ${living}</dd>
        </div>
      </dl>
      <p data-figure="latest">${describeLatest(view, this.quiet)}</p>`;
  }
}
