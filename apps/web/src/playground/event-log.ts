import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "../picture/folded-log";
import type { LoggedLine } from "../picture/folded-log";
import type { Film } from "./film";
import { logLines, MAX_LINES, secondsOf } from "./log-lines";
import type { View } from "./view";

declare global {
  interface HTMLElementTagNameMap {
    "event-log": EventLog;
  }
}

/**
 * What happened in a run, in words. It has no slots.
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
  `;

  @property({ attribute: false }) view!: View;
  private told: { readonly film: Film; readonly seen: number; readonly lines: readonly LoggedLine[] } | undefined;

  override render(): TemplateResult {
    return html`<folded-log
      name="What happened, in words"
      none="Nothing yet."
      unfolded
      .most=${MAX_LINES}
      .lines=${() => this.lines()}
    ></folded-log>`;
  }

  /** The same for as long as nothing more was seen. */
  private lines(): readonly LoggedLine[] {
    const { film, position } = this.view;
    if (this.told?.film !== film || this.told.seen !== position.seen) {
      const lines = logLines(this.view).map(({ number, atUs, text }) => ({ number, time: secondsOf(atUs), text }));
      this.told = { film, seen: position.seen, lines };
    }
    return this.told.lines;
  }
}
