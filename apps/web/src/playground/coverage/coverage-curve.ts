import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { controls } from "../../styles/controls";
import { BackgroundWork, workersAtHand } from "../background-work";
import { chartStyles } from "../chart/axes";
import { figureStyles } from "../chart/figure-styles";
import { OwnWidth } from "../chart/own-width";
import { playgroundControls } from "../styles";
import { type CoverageReport, decodeCoverageReport } from "./coverage-protocol";
import { type BandPoint, bandOf, coveredAfter } from "./spread-band";
import { drawSpread, spreadChartStyles } from "./spread-chart";
import type { SpreadCurve, SpreadSettings } from "./spread-curve";
import { type SpreadTheory, spreadTheory } from "./spread-theory";
import { describeSpread, inThousands, timeLeft } from "./spread-words";

declare global {
  interface HTMLElementTagNameMap {
    "coverage-curve": CoverageCurve;
  }
}

/**
 * This run's own seeds begin behind those of the background. Before the class: an element that is on the page already is
 * made as soon as it is defined.
 */
const FIRST_SEED = 1_001;

/**
 * How many nodes know after each round of push: one run, over the band of 500 others and what theory says. The runs are
 * made by workers, and can be stopped and gone on with. It has no slots.
 *
 * @property others - The background runs so far, for tests and for the curious.
 */
@customElement("coverage-curve")
export class CoverageCurve extends LitElement {
  static override styles = [
    controls,
    playgroundControls,
    figureStyles,
    chartStyles,
    spreadChartStyles,
  ];

  @state() private settings: SpreadSettings = { nodes: 100, lossPercent: 0 };
  @state() private seed = FIRST_SEED;
  @state() private own: SpreadCurve | undefined;
  @state() private said = "";
  /** What was computed under each setting: what was waited for once is not computed twice. */
  private readonly known = new Map<string, SpreadCurve[]>();
  private begun = { atMs: 0, count: 0 };
  private readonly width = new OwnWidth(this);
  private readonly ownWork = new BackgroundWork(this, {
    open: openWorker,
    decode: decodeCoverageReport,
    report: (report) => this.hearOwn(report),
  });
  private readonly othersWork = new BackgroundWork(this, {
    open: openWorker,
    decode: decodeCoverageReport,
    report: (report) => this.hearOthers(report),
  });

  get others(): readonly SpreadCurve[] {
    return this.known.get(keyOf(this.settings)) ?? [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.runOwn();
  }

  override render(): TemplateResult {
    const { settings, own, others } = this;
    const theory = spreadTheory(settings);
    const band = bandOf(others);
    const sentences = describeSpread(settings, theory, own, others);
    const label = `How many of ${inThousands(settings.nodes)} nodes know after each round. ${sentences.join(" ")}`;
    return html`<div class="figure">
      ${this.renderSettings()}
      <div>
        ${this.width.px > 0 ? drawSpread({ width: this.chartWidth, nodes: settings.nodes, theory, own, band, label }) : nothing}
      </div>
      ${renderLegend()} ${this.renderWork()}
      <p data-figure="spread">${sentences.join(" ")}</p>
      ${renderTable(settings, theory, own, band)}
      <p class="unseen" aria-live="polite">${this.said}</p>
    </div>`;
  }

  private get chartWidth(): number {
    return Math.min(this.width.px, MAX_WIDTH);
  }

  private renderSettings(): TemplateResult {
    const { nodes, lossPercent } = this.settings;
    const number = (event: Event) => Number((event.target as HTMLSelectElement).value);
    return html`<div class="settings">
      <label>
        <span class="name">Nodes</span>
        <select @change=${(event: Event) => this.change({ nodes: number(event) })}>
          ${SIZES.map((size) => html`<option value=${size} .selected=${size === nodes}>${inThousands(size)}</option>`)}
        </select>
      </label>
      <label>
        <span class="name">Messages lost</span>
        <select @change=${(event: Event) => this.change({ lossPercent: number(event) })}>
          ${LOSSES.map(
            (loss) =>
              html`<option value=${loss} .selected=${loss === lossPercent}>${loss === 0 ? "none" : `${loss} %`}</option>`,
          )}
        </select>
      </label>
      <button @click=${this.reseed}>Another run</button>
    </div>`;
  }

  private renderWork(): TemplateResult {
    const { othersWork, others } = this;
    const done = others.length;
    if (othersWork.running) {
      return html`<div class="work">
        <progress max=${RUNS} value=${done} aria-label="Runs"></progress>
        <span>${done} of ${RUNS} runs${this.timeLeft(done)}</span>
        <button @click=${this.cancel}>Cancel</button>
      </div>`;
    }
    const failure = othersWork.failed || this.ownWork.failed ? "The runs could not be made. Try once more." : "";
    if (done === RUNS) return html`<div class="work">All ${RUNS} runs are made.</div>`;
    return html`<div class="work">
      <button class="primary" @click=${this.runOthers}>${done === 0 ? `Make ${RUNS} more runs` : "Go on"}</button>
      <span>${done === 0 ? failure : `${done} of ${RUNS} runs are made. ${failure}`}</span>
    </div>`;
  }

  private timeLeft(done: number): string {
    const made = done - this.begun.count;
    const seconds = (performance.now() - this.begun.atMs) / 1_000;
    if (made === 0 || seconds < 1) return "";
    return `, ${timeLeft((seconds * (RUNS - done)) / made)} left`;
  }

  private change(changed: Partial<SpreadSettings>): void {
    this.othersWork.stop();
    this.settings = { ...this.settings, ...changed };
    this.runOwn();
  }

  private reseed(): void {
    this.seed = FIRST_SEED + Math.floor(Math.random() * MAX_SEED);
    this.runOwn();
  }

  private runOwn(): void {
    this.own = undefined;
    this.ownWork.start([{ type: "spread", ...this.settings, seeds: [this.seed] }]);
  }

  /** Shares what is missing out among the workers. What comes of it does not depend on how many they are. */
  private runOthers(): void {
    const made = new Set(this.others.map(({ seed }) => seed));
    const missing = Array.from({ length: RUNS }, (_, index) => index + 1).filter((seed) => !made.has(seed));
    const workers = workersAtHand();
    this.begun = { atMs: performance.now(), count: made.size };
    this.othersWork.start(
      Array.from({ length: workers }, (_, worker) => ({
        type: "spread",
        ...this.settings,
        seeds: missing.filter((_, index) => index % workers === worker),
      })),
    );
    this.said = `Making ${missing.length} runs.`;
  }

  private cancel(): void {
    this.othersWork.stop();
    this.said = `Stopped after ${this.others.length} of ${RUNS} runs.`;
  }

  private hearOwn(report: CoverageReport): void {
    if (report.type !== "curves") return;
    this.own = report.curves[0];
    if (this.own) this.said = describeSpread(this.settings, spreadTheory(this.settings), this.own, [])[0] ?? "";
  }

  private hearOthers(report: CoverageReport): void {
    if (report.type === "curves") this.known.set(keyOf(this.settings), [...this.others, ...report.curves]);
    else if (!this.othersWork.running) this.said = `All ${RUNS} runs are made.`;
    this.requestUpdate();
  }
}

function openWorker(): Worker {
  return new Worker(new URL("./coverage-worker.ts", import.meta.url), { type: "module" });
}

function keyOf({ nodes, lossPercent }: SpreadSettings): string {
  return `${nodes} ${lossPercent}`;
}

function renderLegend(): TemplateResult {
  return html`<ul class="legend" aria-label="What the picture shows">
    <li><svg aria-hidden="true"><path class="line own" d="M0 6h28"/><rect class="node" x="10.5" y="2.5" width="7" height="7" rx="1"/></svg>this run</li>
    <li><svg aria-hidden="true"><path class="band" d="M0 1h28v10h-28z"/></svg>nine of ten other runs</li>
    <li><svg aria-hidden="true"><path class="line dashed" d="M0 6h28"/></svg>as expected, round by round</li>
    <li><svg aria-hidden="true"><path class="mark" d="M14 0v12"/></svg>log₂ n, and log₂ n + ln n</li>
  </ul>`;
}

function renderTable(
  { nodes }: SpreadSettings,
  { course }: SpreadTheory,
  own: SpreadCurve | undefined,
  band: readonly BandPoint[],
): TemplateResult {
  const rounds = Math.max(course.length, band.length, own?.covered.length ?? 0);
  return html`<details>
    <summary>The values as a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="The values as a table">
      <table>
        <thead>
          <tr><th>Round</th><th>This run</th><th>5 %</th><th>Median</th><th>95 %</th><th>Expected</th></tr>
        </thead>
        <tbody>
          ${Array.from({ length: rounds }, (_, round) => {
            const point = band[Math.min(round, band.length - 1)];
            const cells = [own && coveredAfter(own, round), point?.low, point?.middle, point?.high];
            const expected = course[round] ?? nodes;
            return html`<tr>
              <th scope="row">${round}</th>
              ${cells.map((cell) => html`<td>${cell === undefined ? "–" : inThousands(cell)}</td>`)}
              <td>${expected < 100 ? expected.toFixed(1) : inThousands(Math.round(expected))}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </details>`;
}

const SIZES: readonly number[] = [10, 100, 1_000, 10_000];
const LOSSES: readonly number[] = [0, 10, 30, 50];
/** The seeds of the background are 1 to this. */
const RUNS = 500;
const MAX_SEED = 1_000_000;
const MAX_WIDTH = 992;
