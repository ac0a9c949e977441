import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { controls } from "../styles/controls";
import { SPEEDS } from "./player";
import { playgroundControls } from "./styles";

declare global {
  interface HTMLElementTagNameMap {
    "run-controls": RunControls;
  }
}

export type RunCommand = "toggle" | "step" | "restart" | "reseed";
export type RunCommandEvent = CustomEvent<{ readonly command: RunCommand }>;
export type SpeedChangeEvent = CustomEvent<{ readonly speed: number }>;

/**
 * Play and pause, one event at a time, the speed, and a new start. It has no slots.
 *
 * @property playing - Whether time passes.
 * @property speed - How many seconds of the network pass in one second.
 * @property seed - The seed of the run.
 * @fires run-command - A button was pressed.
 * @fires speed-change - Another speed was chosen.
 */
@customElement("run-controls")
export class RunControls extends LitElement {
  static override styles = [
    controls,
    playgroundControls,
    css`
      .row {
        justify-content: space-between;
      }

      .toggle {
        min-width: 4.75rem;
      }

      .speed {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        margin-inline-start: 0.25rem;
        color: var(--ink-soft);
      }

      .seed {
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }

      .speed select {
        color: var(--ink);
      }
    `,
  ];

  @property({ type: Boolean }) playing = false;
  @property({ attribute: false }) speed = 1;
  @property({ attribute: false }) seed = 0;

  override render(): TemplateResult {
    const button = (command: RunCommand, label: string, title: string) =>
      html`<button class=${command} title=${title} @click=${() => this.command(command)}>${label}</button>`;
    return html`<div class="row">
      <div class="row">
        ${button("toggle", this.playing ? "Pause" : "Play", this.playing ? "Let time stand still" : "Let time pass")}
        ${button("step", "One event", "Pause, and move on to the next event")}
        <label class="speed">
          Speed
          <select @change=${this.speedChosen}>
            ${SPEEDS.map((speed) => html`<option value=${speed} .selected=${speed === this.speed}>×${speed}</option>`)}
          </select>
        </label>
      </div>
      <div class="row">
        <span class="seed">Seed ${this.seed}</span>
        ${button("restart", "Restart", "Start again with the same luck")}
        ${button("reseed", "New seed", "Start again with other luck")}
      </div>
    </div>`;
  }

  private command(command: RunCommand): void {
    this.dispatchEvent(new CustomEvent("run-command", { detail: { command }, bubbles: true, composed: true }));
  }

  private speedChosen(event: Event): void {
    const speed = Number((event.target as HTMLSelectElement).value);
    this.dispatchEvent(new CustomEvent("speed-change", { detail: { speed }, bubbles: true, composed: true }));
  }
}
