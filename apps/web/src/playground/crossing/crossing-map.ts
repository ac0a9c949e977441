import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { controls } from "../../styles/controls";
import { BackgroundWork, workersAtHand } from "../background-work";
import { chartStyles } from "../chart/axes";
import { figureStyles } from "../chart/figure-styles";
import { OwnWidth } from "../chart/own-width";
import { playgroundControls } from "../styles";
import { type Crossing, runsFor, type Verdict } from "./boundary";
import { boundaryTable } from "./boundary-table";
import { type CrossingReport, type CrossingRequest, decodeCrossingReport } from "./crossing-protocol";
import { drawMap, mapChartStyles, mapPlan } from "./map-chart";
import "./map-controls";
import type { MapSettingsEvent } from "./map-controls";
import "./map-marker";
import type { PointMoveEvent } from "./map-marker";
import { type MapPoint, type MapSettings, MEASURED_LATENCIES_MS } from "./map-settings";
import { agreementInWords, pointInWords, verdictInWords } from "./map-words";

declare global {
  interface HTMLElementTagNameMap {
    "crossing-map": CrossingMap;
  }
}

/** What the reader has chosen: the point, and what else a run there needs. */
export type ChooseEvent = CustomEvent<MapPoint & MapSettings>;

/**
 * When which is faster, the naive way or gossip: the map of latency and throughput, with the boundary by the formula, and
 * as workers measure it on the engine. The point on it is run at once. It has no slots.
 *
 * @property choice - The point and the settings.
 * @fires choose - The reader chose another point, or other settings: `latencyMs` and `bytesPerSecond`, and with them
 *   `nodes`, `messageBytes` and `intervalMs`.
 */
@customElement("crossing-map")
export class CrossingMap extends LitElement {
  static override styles = [
    controls,
    playgroundControls,
    figureStyles,
    chartStyles,
    mapChartStyles,
    css`
      .map {
        position: relative;
      }

      p.verdict {
        min-height: 3rem;
      }
    `,
  ];

  // Where the race of the article begins.
  @state() private settings: MapSettings = { nodes: 25, messageBytes: 1_000, intervalMs: 1_000 };
  @state() private point: MapPoint = { latencyMs: 50, bytesPerSecond: 1_000 };
  @state() private verdict: Verdict | undefined;
  @state() private said = "";
  /** What was measured under each setting: what was waited for once is not measured twice. */
  private readonly known = new Map<string, readonly Crossing[]>();
  private readonly width = new OwnWidth(this);
  private readonly measuring = this.createWork();
  private readonly judging = this.createWork();

  get choice(): MapPoint & MapSettings {
    return { ...this.point, ...this.settings };
  }

  /** The points of the boundary that are measured so far. */
  get crossings(): readonly Crossing[] {
    return this.known.get(keyOf(this.settings)) ?? [];
  }

  override render(): TemplateResult {
    const { settings, point, crossings } = this;
    return html`<div class="figure" @point-move=${this.moved} @map-settings=${this.set}>
      <map-controls .settings=${settings} .point=${point}></map-controls>
      <div class="map">${this.width.px > 0 ? this.renderMap() : nothing}</div>
      ${renderLegend()}
      <p class="verdict" data-figure="verdict" aria-live="polite">${this.judgement()}</p>
      ${this.renderWork()}
      ${crossings.length > 0 ? html`<p data-figure="agreement">${agreementInWords(settings, crossings)}</p>` : nothing}
      ${boundaryTable(settings, crossings)}
      <p class="unseen" aria-live="polite">${this.said}</p>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.judge();
  }

  private renderMap(): TemplateResult {
    const { settings, crossings, point } = this;
    const plan = mapPlan(Math.min(this.width.px, MAX_WIDTH));
    const label =
      "A map of latency and throughput, and the boundary on it: above it the naive way is faster, below it gossip. " +
      "A table below has its values.";
    return html`${drawMap({ plan, settings, crossings, label })}
      <map-marker .plan=${plan} .point=${point}></map-marker>`;
  }

  private judgement(): string {
    const { judging, verdict, point } = this;
    const here = pointInWords(point);
    const start = `${here.charAt(0).toUpperCase()}${here.slice(1)}.`;
    if (verdict) return `${start} ${verdictInWords(verdict)}`;
    return judging.failed ? `${start} It could not be run.` : `${start} Running both there …`;
  }

  private renderWork(): TemplateResult {
    const { measuring, crossings } = this;
    const [done, all] = [crossings.length, MEASURED_LATENCIES_MS.length];
    if (measuring.running) {
      return html`<div class="work">
        <progress max=${all} value=${done} aria-label="Latencies measured"></progress>
        <span>${done} of ${all} latencies</span>
        <button @click=${this.cancel}>Cancel</button>
      </div>`;
    }
    const runs = `${runsFor(this.settings)} runs each`;
    if (done === all) return html`<div class="work">Measured at ${all} latencies, with ${runs}.</div>`;
    const failure = measuring.failed ? "It could not be measured. Try once more." : "";
    return html`<div class="work">
      <button class="primary" @click=${this.measure}>${done === 0 ? "Measure the boundary" : "Go on"}</button>
      <span>${done === 0 ? `At ${all} latencies, with ${runs}.` : `${done} of ${all} latencies are measured.`} ${failure}</span>
    </div>`;
  }

  private moved({ detail: { point, settled } }: PointMoveEvent): void {
    this.point = point;
    this.verdict = undefined;
    if (settled) this.choose();
    else this.judging.stop();
  }

  private set({ detail: { settings } }: MapSettingsEvent): void {
    this.measuring.stop();
    this.settings = settings;
    this.verdict = undefined;
    this.choose();
  }

  private choose(): void {
    this.judge();
    this.dispatchEvent(new CustomEvent("choose", { detail: this.choice, bubbles: true, composed: true }));
  }

  private judge(): void {
    this.judging.start([{ type: "point", ...this.choice } satisfies CrossingRequest]);
  }

  /** Shares what is missing out among the workers. */
  private measure(): void {
    const done = new Set(this.crossings.map(({ latencyMs }) => latencyMs));
    const missing = MEASURED_LATENCIES_MS.filter((latencyMs) => !done.has(latencyMs));
    const workers = Math.min(workersAtHand(), missing.length);
    this.measuring.start(
      Array.from({ length: workers }, (_, worker): CrossingRequest => {
        const latenciesMs = missing.filter((_, index) => index % workers === worker);
        return { type: "boundary", ...this.settings, latenciesMs };
      }),
    );
    this.said = "Measuring the boundary.";
  }

  private cancel(): void {
    this.measuring.stop();
    this.said = `Stopped after ${this.crossings.length} of ${MEASURED_LATENCIES_MS.length} latencies.`;
  }

  private createWork(): BackgroundWork<CrossingReport> {
    return new BackgroundWork(this, {
      open: openWorker,
      decode: decodeCrossingReport,
      report: (report) => this.hear(report),
    });
  }

  private hear(report: CrossingReport): void {
    switch (report.type) {
      case "verdict":
        this.verdict = report.verdict;
        return;
      case "crossing":
        this.known.set(keyOf(this.settings), [...this.crossings, report.crossing]);
        return this.requestUpdate();
      case "done":
        if (this.crossings.length === MEASURED_LATENCIES_MS.length) this.said = "The boundary is measured.";
        return;
      default:
        report satisfies never;
    }
  }
}

function openWorker(): Worker {
  return new Worker(new URL("./crossing-worker.ts", import.meta.url), { type: "module" });
}

function keyOf({ nodes, messageBytes, intervalMs }: MapSettings): string {
  return `${nodes} ${messageBytes} ${intervalMs}`;
}

function renderLegend(): TemplateResult {
  return html`<ul class="legend" aria-label="What the picture shows">
    <li><svg aria-hidden="true"><path class="line" d="M0 6h28"/><circle class="sample" cx="14" cy="6" r="4"/></svg>both equally fast, measured</li>
    <li><svg aria-hidden="true"><path class="line dashed" d="M0 6h28"/></svg>by the formula</li>
    <li><svg aria-hidden="true"><path class="jam" d="M0 6h28"/></svg>one push per Δ fills the uplink</li>
  </ul>`;
}

const MAX_WIDTH = 992;
