import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import "../../picture/folded-log";
import type { LoggedLine } from "../../picture/folded-log";
import "../../picture/network-picture";
import type { NetworkPicture } from "../../picture/network-picture";
import { controls } from "../../styles/controls";
import { type LostText, lostTexts } from "./clock-fate";
import { MAX_LINES } from "./clock-log";
import { type ClockRun, type Loss, NODES, rightTimeMs } from "./clock-run";
import { RIGHT, type Skew, timeOfDay } from "./clock-time";
import { describeNode, describeOutcome } from "./clock-words";
import { pictureOfClocks } from "./picture-of-clocks";

declare global {
  interface HTMLElementTagNameMap {
    "clock-panel": ClockPanel;
  }
}

export type WriteAgainEvent = CustomEvent<{ readonly run: ClockRun; readonly loss: Loss }>;

/**
 * Four nodes under one rule of clocks: the picture, what came of it, and the texts that were lost. It has no slots.
 *
 * @property run - What is shown.
 * @property skew - What is wrong with the clock of the last node.
 * @property stepping - Whether messages stand half way instead of gliding.
 * @property moment - Changes whenever anything that is said may have.
 * @fires node-press - A node was pressed.
 * @fires write-again - The reader took up a text that was offered back.
 */
@customElement("clock-panel")
export class ClockPanel extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        grid-row: span 5;
        grid-template-rows: subgrid;
        gap: 0.5rem;
        min-width: 0;
      }

      h3 {
        margin: 0;
        font-size: var(--size);
        font-weight: 600;
        line-height: 1.375rem;
      }

      h3 + p {
        color: var(--ink-soft);
      }

      p,
      ul {
        margin: 0;
        text-wrap: pretty;
      }

      network-picture {
        aspect-ratio: 4 / 3;
      }

      ul {
        margin-top: 0.5rem;
        padding: 0;
        list-style: none;
      }

      li {
        padding-inline-start: 0.625rem;
        border-inline-start: 3px solid var(--alarm);
      }

      li.told {
        border-color: var(--chosen);
      }

      li + li {
        margin-top: 0.5rem;
      }

      .outcome {
        font-weight: 600;
      }

      folded-log::part(lines) {
        height: 9rem;
      }
    `,
  ];

  @property({ attribute: false }) run!: ClockRun;
  @property({ attribute: false }) skew: Skew = RIGHT;
  @property({ type: Boolean }) stepping = false;
  @property({ attribute: false }) moment = "";
  @query("network-picture") private readonly picture!: NetworkPicture;

  override render(): TemplateResult {
    const { run } = this;
    return html`<h3>${run.rule.title}</h3>
      <p>${run.rule.summary}</p>
      <network-picture
        .count=${NODES}
        .content=${() => pictureOfClocks(this.run, this.skew, this.stepping)}
        .describe=${(node: number) => describeNode(this.run, this.skew, node)}
        .hint=${"Arrow keys: other nodes. Enter: its user writes."}
        .revision=${this.moment}
      ></network-picture>
      <div>
        <p class="outcome" data-outcome=${run.rule.name}>${describeOutcome(run)}</p>
        ${this.renderLost(lostTexts(run))}
      </div>
      <folded-log
        name="What happened, in words"
        none="Nothing yet."
        .most=${MAX_LINES}
        .lines=${() => this.lines()}
      ></folded-log>`;
  }

  /** Draws what there is to see at this moment. */
  redraw(): void {
    this.picture?.redraw();
  }

  private renderLost(texts: readonly LostText[]): TemplateResult | typeof nothing {
    if (texts.length === 0) return nothing;
    return html`<ul aria-label="Texts that were lost">
      ${texts.map((text) => this.renderText(text))}
    </ul>`;
  }

  private renderText({ label, node, told }: LostText): TemplateResult {
    if (!told) return html`<li>${label}, which node ${node + 1} wrote, is gone. No node has told anyone.</li>`;
    return html`<li class="told">
      ${label}, which node ${node + 1} wrote, gave way to ${told.wonBy}, whose writer had not seen it.
      <button class="plain" @click=${() => this.writeAgain(told)}>Write ${label} again</button>
    </li>`;
  }

  private lines(): readonly LoggedLine[] {
    return this.run.log.newestFirst.map(({ atUs, ...line }) => ({ ...line, time: timeOfDay(rightTimeMs(atUs)) }));
  }

  private writeAgain(loss: Loss): void {
    const detail = { run: this.run, loss };
    this.dispatchEvent(new CustomEvent("write-again", { detail, bubbles: true, composed: true }));
  }
}
