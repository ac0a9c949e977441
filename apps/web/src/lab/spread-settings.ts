import { MAX_INTERVAL_MS, MIN_INTERVAL_MS, type Spread, STRATEGIES, type Strategy } from "@hearsay/gossip";
import { html, LitElement, noChange, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { controls } from "../styles/controls";
import { labFields } from "./lab-styles";
import { readWhole } from "./numbers";

declare global {
  interface HTMLElementTagNameMap {
    "spread-settings": SpreadSettings;
  }
}

export type SpreadChooseEvent = CustomEvent<{ readonly spread: Spread }>;

/**
 * How the room spreads news: strategy and Δ, for all its tabs. It has no slots.
 *
 * @property spread - What the room goes by.
 * @fires spread-choose - It shall go by `detail.spread`.
 */
@customElement("spread-settings")
export class SpreadSettings extends LitElement {
  static override styles = [controls, labFields];

  @property({ attribute: false }) spread!: Spread;
  @state() private isWrong = false;

  override render(): TemplateResult {
    const { spread, isWrong } = this;
    return html`<div class="field">
        <label for="strategy">Strategy</label>
        <select id="strategy" @change=${this.strategyChosen}>
          ${STRATEGIES.map(
            (strategy) =>
              html`<option value=${strategy} .selected=${strategy === spread.strategy}>${NAMES[strategy]}</option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="interval">Δ, from one turn to the next</label>
        <input
          id="interval"
          inputmode="numeric"
          autocomplete="off"
          aria-describedby="unit problem"
          aria-invalid=${isWrong}
          .value=${isWrong ? noChange : live(String(spread.intervalMs))}
          @change=${this.intervalWritten}
        />
        <span class="unit" id="unit">ms</span>
        <p class="problem" id="problem" role="alert" ?hidden=${!isWrong}>
          ${isWrong ? `Expected a whole number from ${MIN_INTERVAL_MS} to ${MAX_INTERVAL_MS}.` : nothing}
        </p>
      </div>`;
  }

  private strategyChosen(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const strategy = STRATEGIES.find((each) => each === value);
    if (strategy) this.choose({ ...this.spread, strategy });
  }

  private intervalWritten(event: Event): void {
    const text = (event.target as HTMLInputElement).value.trim();
    const intervalMs = readWhole(text, MIN_INTERVAL_MS, MAX_INTERVAL_MS);
    this.isWrong = intervalMs === undefined;
    if (intervalMs !== undefined) this.choose({ ...this.spread, intervalMs });
  }

  private choose(spread: Spread): void {
    this.dispatchEvent(new CustomEvent("spread-choose", { detail: { spread }, bubbles: true, composed: true }));
  }
}

const NAMES: Readonly<Record<Strategy, string>> = {
  plumtree: "Along a tree (Plumtree)",
  push: "Push gossip",
  rumor: "Rumor mongering",
  broadcast: "Naive broadcast",
};
