import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, queryAll, state } from "lit/decorators.js";
import { FrameLoop } from "../../picture/frame-loop";
import type { NodePressEvent } from "../../picture/network-picture";
import { controls } from "../../styles/controls";
import { Player } from "../player";
import { playgroundControls } from "../styles";
import "./clock-panel";
import type { ClockPanel, WriteAgainEvent } from "./clock-panel";
import { rightTimeMs, WRONG } from "./clock-run";
import { ClockSession, WRONG_NUMBER } from "./clock-session";
import { FAST, RIGHT, SKEWS, type Skew, timeOfDay } from "./clock-time";

declare global {
  interface HTMLElementTagNameMap {
    "clock-figure": ClockFigure;
  }
}

// Before the class: an element that is on the page already is made as soon as it is defined.
const SEED = 1;

/**
 * One clock of four is wrong: the same writes under wall clocks, under hybrid clocks, and under hybrid clocks with the
 * drift bound, side by side. Time passes only while it can be seen. It has no slots.
 *
 * @property session - What is played, for tests and for the curious.
 */
@customElement("clock-figure")
export class ClockFigure extends LitElement {
  static override styles = [
    controls,
    playgroundControls,
    css`
      .figure {
        display: grid;
        gap: 1.25rem;
        padding: 1.5rem 0;
        border-block: 1px solid var(--hairline);
        font-size: var(--size-small);
        line-height: 1.25rem;
      }

      .row {
        gap: 0.5rem 0.75rem;
      }

      .clock {
        font-variant-numeric: tabular-nums;
      }

      .panels {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 0.5rem 2rem;
      }

      @media (max-width: 56rem) {
        .panels {
          grid-template-columns: minmax(0, 1fr);
        }

        clock-panel + clock-panel {
          margin-top: 1.25rem;
          padding-top: 1.25rem;
          border-top: 1px solid var(--hairline);
        }
      }
    `,
  ];

  @property({ attribute: false }) session = new ClockSession(SEED, FAST);
  @state() private playing = true;
  @state() private said = "";
  /** What all that is said depends on: what was done, and the virtual time in quarters of a second. */
  @state() private moment = "";
  @queryAll("clock-panel") private readonly panels!: NodeListOf<ClockPanel>;
  /** Until when time leaps, in µs. */
  private leapToUs = 0;
  private readonly player = new Player();
  private readonly stillness = matchMedia("(prefers-reduced-motion: reduce)");

  constructor() {
    super();
    this.addController(new FrameLoop(this, (passedMs) => this.pass(passedMs)));
  }

  override render(): TemplateResult {
    const { session } = this;
    return html`<div class="figure" @node-press=${this.nodePressed} @write-again=${this.tookUp}>
      ${this.renderControls()}
      <div class="panels">
        ${session.runs.map(
          (run) =>
            html`<clock-panel
              role="group"
              aria-label=${run.rule.title}
              .run=${run}
              .skew=${session.skew}
              .stepping=${this.stillness.matches}
              .moment=${this.moment}
            ></clock-panel>`,
        )}
      </div>
      <p class="unseen" aria-live="polite">${this.said}</p>
    </div>`;
  }

  protected override willUpdate(): void {
    this.player.stepping = this.stillness.matches;
  }

  private renderControls(): TemplateResult {
    const { session } = this;
    const isRight = session.skew.ms === 0;
    return html`<div class="row">
        <label class="switch">
          The clock of node ${WRONG_NUMBER} is
          <select @change=${this.skewChosen}>
            ${SKEWS.map(
              ({ name }) => html`<option value=${name} .selected=${name === session.skew.name}>${name}</option>`,
            )}
          </select>
        </label>
        <button ?disabled=${isRight} @click=${() => this.setClock(RIGHT)}>Set it right</button>
        <span class="clock">The right time is <b>${timeOfDay(rightTimeMs(session.nowUs))}</b></span>
      </div>
      <div class="row">
        <button @click=${() => this.write([WRONG])}>Node ${WRONG_NUMBER} writes</button>
        <button @click=${() => this.write([0])}>Node 1 writes</button>
        <button @click=${() => this.write([0, 1])}>Nodes 1 and 2 write at once</button>
        <button @click=${this.leap}>Let four hours pass</button>
        <button @click=${this.toggle}>${this.playing ? "Stop the clocks" : "Let the clocks run"}</button>
        <button @click=${this.restart}>Start again</button>
      </div>`;
  }

  private pass(passedMs: number): void {
    // Time begins with the first write: before it, nothing would be seen to happen.
    const { session } = this;
    if (!session.hasBegun && session.nowUs >= this.leapToUs) return;
    const us = this.player.advance(passedMs);
    const wasUs = session.nowUs;
    const until = performance.now() + LEAP_BUDGET_MS;
    while (session.nowUs < this.leapToUs && performance.now() < until) {
      session.runTo(Math.min(this.leapToUs, session.nowUs + LEAP_STEP_US));
    }
    if (session.nowUs === wasUs) session.runTo(wasUs + us);
    // Whirling hands are motion too.
    const isWhirling = this.stillness.matches && session.nowUs < this.leapToUs;
    if (session.nowUs > wasUs && !isWhirling) this.show();
  }

  /** Lets hours pass within a second or two, a bit with each frame: the hands turn, and the page stays at hand. */
  private leap(): void {
    this.leapToUs = this.session.nowUs + LEAP_US;
    this.said = "Four hours pass.";
  }

  /** Draws at once; the words follow where they may have changed. */
  private show(): void {
    for (const panel of this.panels) panel.redraw();
    this.moment = `${this.session.revision} ${Math.floor(this.session.nowUs / SHOWN_UNIT_US)}`;
  }

  private write(nodes: readonly number[]): void {
    const labels = this.session.write(nodes);
    this.said = nodes.map((node, index) => `Node ${node + 1} wrote ${labels[index]}.`).join(" ");
    this.show();
  }

  private nodePressed({ detail: { node } }: NodePressEvent): void {
    this.write([node]);
  }

  private tookUp({ detail: { run, loss } }: WriteAgainEvent): void {
    this.session.writeAgain(run, loss);
    this.said = `Node ${loss.node + 1} wrote ${loss.label} again.`;
    this.show();
  }

  private skewChosen(event: Event): void {
    const name = (event.target as HTMLSelectElement).value;
    const skew = SKEWS.find((each) => each.name === name);
    if (skew) this.setClock(skew);
  }

  private setClock(skew: Skew): void {
    this.session.setClock(skew);
    this.said = `The clock of node ${WRONG_NUMBER} is ${skew.name}.`;
    this.show();
  }

  private toggle(): void {
    this.playing = !this.playing;
    this.player.playing = this.playing;
  }

  private restart(): void {
    this.session = new ClockSession(SEED, this.session.skew);
    this.leapToUs = 0;
    this.said = "A new run.";
    this.show();
  }
}

const LEAP_US = 4 * 3_600_000_000;
const LEAP_STEP_US = 20_000_000;
/** How much of a frame a leap may take. */
const LEAP_BUDGET_MS = 12;
const SHOWN_UNIT_US = 250_000;
