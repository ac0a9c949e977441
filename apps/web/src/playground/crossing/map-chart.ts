import { css, nothing, type SVGTemplateResult, svg } from "lit";
import { drawAxes, type Frame, frameOf, pathThrough, plotOf } from "../chart/axes";
import { decadeTicks, logScale, type Range, type Scale } from "../chart/scale";
import { type Crossing, formulaBoundary } from "./boundary";
import { LATENCY_RANGE, LATENCY_STEPS, type MapSettings, THROUGHPUT_RANGE } from "./map-settings";
import { bytesInWords, msInWords } from "./map-words";

export interface MapChart {
  readonly plan: MapPlan;
  readonly settings: MapSettings;
  readonly crossings: readonly Crossing[];
  /** What the picture shows, for those who do not see it. */
  readonly label: string;
}

/** Where everything stands on the map. */
export interface MapPlan {
  readonly frame: Frame;
  readonly x: Scale;
  readonly y: Scale;
}

/** The plan of a map so many CSS pixels wide. */
export function mapPlan(width: number): MapPlan {
  const frame = frameOf(width);
  const plot = plotOf(frame);
  return { frame, x: logScale(LATENCY_RANGE, plot.x), y: logScale(THROUGHPUT_RANGE, plot.y) };
}

/** The value on a logarithmic axis that stands at `at`, whether or not that lies on the map. */
export function valueAt(at: number, scale: Scale, { from, to }: Range): number {
  const share = (at - scale(from)) / (scale(to) - scale(from));
  return from * (to / from) ** share;
}

/** Draws the map: who is faster where, by the formula and as measured. */
export function drawMap({ plan, settings, crossings, label }: MapChart): SVGTemplateResult {
  const { frame, x, y } = plan;
  const plot = plotOf(frame);
  const formula = LATENCY_STEPS.map((latencyMs) => [x(latencyMs), y(formulaBoundary(settings, latencyMs))] as const);
  const across = { scale: x, ticks: decadeTicks(LATENCY_RANGE), title: "latency", words: msInWords };
  const up = {
    scale: y,
    ticks: decadeTicks(THROUGHPUT_RANGE),
    title: "throughput of an uplink",
    words: (rate: number) => `${bytesInWords(rate)}/s`,
  };
  const below = `${pathThrough(formula)}L${plot.x.to} ${plot.y.from}H${plot.x.from}Z`;
  return svg`<svg role="img" aria-label=${label} height=${frame.height} viewBox="0 0 ${frame.width} ${frame.height}">
    <defs>
      <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path class="hatch" d="M0 0V7"/>
      </pattern>
    </defs>
    <path class="gossip" d=${below}/>
    <path fill="url(#hatch)" d=${below}/>
    ${drawAxes(frame, across, up)}
    ${drawJam(settings, plan)}
    <path class="line dashed" d=${pathThrough(formula)}/>
    ${drawMeasured(crossings, x, y)}
    <text class="region" x=${plot.x.from + 12} y=${plot.y.to + 22}>naive is faster</text>
    <text class="region" x=${plot.x.from + 12} y=${plot.y.from - 14}>gossip is faster</text>
  </svg>`;
}

/** Below it a push takes longer than Δ to get through its uplink. */
function drawJam({ messageBytes, intervalMs }: MapSettings, { frame, y }: MapPlan): SVGTemplateResult {
  const plot = plotOf(frame);
  const at = y((messageBytes * 1_000) / intervalMs);
  return svg`<path class="jam" d="M${plot.x.from} ${at}H${plot.x.to}"/>`;
}

function drawMeasured(crossings: readonly Crossing[], x: Scale, y: Scale): SVGTemplateResult | typeof nothing {
  const points = crossings
    .toSorted((left, right) => left.latencyMs - right.latencyMs)
    .flatMap(({ latencyMs, bytesPerSecond }) => {
      return bytesPerSecond === undefined ? [] : [[x(latencyMs), y(bytesPerSecond)] as const];
    });
  if (points.length === 0) return nothing;
  return svg`<path class="line measured" d=${pathThrough(points)}/>
    ${points.map(([left, top]) => svg`<circle class="sample" cx=${left} cy=${top} r="4"/>`)}`;
}

/** The look of what is drawn, and of its legend. */
export const mapChartStyles = css`
  .gossip {
    fill: color-mix(in oklab, var(--chosen) 12%, transparent);
  }

  .hatch {
    fill: none;
    stroke: color-mix(in oklab, var(--chosen) 30%, transparent);
    stroke-width: 1.5;
  }

  .jam {
    fill: none;
    stroke: var(--ink-soft);
    stroke-width: 1.5;
    stroke-dasharray: 2 4;
  }

  .line.dashed {
    stroke-width: 1.5;
  }

  .sample {
    fill: var(--paper);
    stroke: var(--ink);
    stroke-width: 2;
  }

  svg .region {
    fill: var(--ink);
    font-weight: 600;
    paint-order: stroke;
    stroke: var(--paper);
    stroke-width: 4px;
  }
`;
