import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { controls } from "../styles/controls";
import { secondsOf } from "./log-lines";
import { SPEEDS } from "./player";
import { playgroundControls } from "./styles";

declare global {
  interface HTMLElementTagNameMap {
    "run-controls": RunControls;
  }
}

export type RunCommand = "toggle" | "back" | "step" | "restart" | "reseed" | "share";
export type RunCommandEvent = CustomEvent<{ readonly command: RunCommand }>;
export type SpeedChangeEvent = CustomEvent<{ readonly speed: number }>;
export type TimeSeekEvent = CustomEvent<{ readonly atUs: number }>;

/**
 * Play and pause, one event at a time in either direction, the speed, a slider over the whole run, a new start, and the
 * link to all of it. It has no slots.
 *
 * @property playing - Whether time passes.
 * @property speed - How many seconds of the network pass in one second.
 * @property seed - The seed of the run.
 * @property atUs - The moment that is shown.
 * @property endUs - How far the run has been played.
 * @property behind - Whether something of what has been played lies ahead.
 * @property traceHash - What the run has come to.
 * @property working - How much of a run that must be played again is done, 0 to 1; undefined where none must.
 * @fires run-command - A button was pressed.
 * @fires speed-change - Another speed was chosen.
 * @fires time-seek - The slider was moved; `detail.atUs` is where to.
 */
@customElement("run-controls")
export class RunControls extends LitElement {
  static override styles = [
    controls,
    playgroundControls,
    css`
      .row {
        justify-content: space-between;
        gap: 0.375rem 0.75rem;
      }

      .toggle {
        min-width: 4.75rem;
      }

      .speed {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        color: var(--ink-soft);
      }

      .soft {
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }

      .speed select {
        color: var(--ink);
      }

      .time {
        display: flex;
        align-items: center;
        gap: 0.75rem;
        margin-block: 0.375rem;
      }

      .time span {
        flex: none;
        min-width: 4.5rem;
        text-align: end;
      }

      code {
        font: inherit;
        font-variant-numeric: tabular-nums;
      }

      p {
        min-height: 1.25rem;
        margin: 0;
      }

      /* What is said here takes two lines then. */
      @media (max-width: 40rem) {
        p {
          min-height: 2.5rem;
        }
      }
    `,
  ];

  @property({ type: Boolean }) playing = false;
  @property({ attribute: false }) speed = 1;
  @property({ attribute: false }) seed = 0;
  @property({ attribute: false }) atUs = 0;
  @property({ attribute: false }) endUs = 0;
  @property({ type: Boolean }) behind = false;
  @property({ attribute: false }) traceHash = "";
  @property({ attribute: false }) working: number | undefined;

  override render(): TemplateResult {
    return html`<div class="row">
        <div class="row">
          ${this.renderButton("toggle", this.playing ? "Pause" : "Play", this.playing ? "Let time stand still" : "Let time pass")}
          ${this.renderButton("back", "One back", "Pause, and go back to before the last event")}
          ${this.renderButton("step", "One event", "Pause, and move on to the next event")}
        </div>
        <label class="speed">
          Speed
          <select @change=${this.speedChosen}>
            ${SPEEDS.map((speed) => html`<option value=${speed} .selected=${speed === this.speed}>×${speed}</option>`)}
          </select>
        </label>
      </div>
      ${this.renderTime()}
      <p class="soft">${this.renderNotice()}</p>
      <div class="row">
        <span class="soft">Seed ${this.seed}, trace <code data-figure="trace">${this.traceHash}</code></span>
        <div class="row">
          ${this.renderButton("restart", "Restart", "Start again with the same luck")}
          ${this.renderButton("reseed", "New seed", "Start again with other luck")}
          ${this.renderButton("share", "Copy link", "Copy a link that plays this very run")}
        </div>
      </div>`;
  }

  private renderButton(command: RunCommand, label: string, title: string): TemplateResult {
    return html`<button class=${command} title=${title} @click=${() => this.command(command)}>${label}</button>`;
  }

  private renderTime(): TemplateResult {
    const { atUs, endUs } = this;
    return html`<div class="time">
      <input
        type="range"
        aria-label="Time"
        aria-valuetext="${secondsOf(atUs)} of ${secondsOf(endUs)}"
        min="0"
        max=${SCRUB_STEPS}
        .value=${String(endUs === 0 ? SCRUB_STEPS : Math.round((atUs / endUs) * SCRUB_STEPS))}
        ?disabled=${endUs === 0}
        @input=${this.sought}
      />
      <span class="soft">${secondsOf(endUs)}</span>
    </div>`;
  }

  private renderNotice(): TemplateResult | string | typeof nothing {
    if (this.working !== undefined) {
      return html`<label>Playing the run again <progress max="1" .value=${this.working}></progress></label>`;
    }
    return this.behind ? "You look back. What you do now forks the run here; what came after is dropped." : nothing;
  }

  private command(command: RunCommand): void {
    this.dispatchEvent(new CustomEvent("run-command", { detail: { command }, bubbles: true, composed: true }));
  }

  private speedChosen(event: Event): void {
    const speed = Number((event.target as HTMLSelectElement).value);
    this.dispatchEvent(new CustomEvent("speed-change", { detail: { speed }, bubbles: true, composed: true }));
  }

  private sought(event: Event): void {
    const share = Number((event.target as HTMLInputElement).value) / SCRUB_STEPS;
    const atUs = Math.round(share * this.endUs);
    this.dispatchEvent(new CustomEvent("time-seek", { detail: { atUs }, bubbles: true, composed: true }));
  }
}

/** How finely the slider tells times apart. */
const SCRUB_STEPS = 1_000;
