import { css, nothing, type SVGTemplateResult, svg } from "lit";
import { drawAxes, frameOf, pathThrough, plotOf } from "../chart/axes";
import { linearScale, type Range, type Scale, wholeTicks } from "../chart/scale";
import type { BandPoint } from "./spread-band";
import { roundsOf, type SpreadCurve } from "./spread-curve";
import type { SpreadTheory } from "./spread-theory";

export interface SpreadChart {
  readonly width: number;
  readonly nodes: number;
  readonly theory: SpreadTheory;
  readonly own: SpreadCurve | undefined;
  readonly band: readonly BandPoint[];
  /** What the picture shows, for those who do not see it. */
  readonly label: string;
}

/** Draws the curve over the band, and what theory says. */
export function drawSpread(chart: SpreadChart): SVGTemplateResult {
  const { nodes, theory, own, band } = chart;
  const frame = frameOf(chart.width);
  const plot = plotOf(frame);
  const rounds = Math.max(theory.course.length - 1, band.length - 1, own ? roundsOf(own) : 0);
  const x = linearScale({ from: 0, to: rounds }, plot.x);
  const y = linearScale({ from: 0, to: nodes }, plot.y);
  const ticks = wholeTicks(rounds, chart.width < NARROW ? 6 : 12);
  const across = { scale: x, ticks, title: "rounds (Δ)", words: String };
  const up = {
    scale: (share: number) => y(share * nodes),
    ticks: [0, 0.25, 0.5, 0.75, 1],
    title: "nodes that know",
    words: (share: number) => `${share * 100} %`,
  };
  return svg`<svg role="img" aria-label=${chart.label} height=${frame.height} viewBox="0 0 ${frame.width} ${frame.height}">
    ${drawAxes(frame, across, up)}
    ${drawBand(band, x, y)}
    <path class="line dashed" d=${pathThrough(theory.course.map((count, round) => [x(round), y(count)]))}/>
    ${drawMark({ at: x(theory.doubling), nameAt: plot.y.to + 18, name: "doubling" }, plot.y)}
    ${drawMark({ at: x(theory.doubling + theory.mopping), nameAt: plot.y.from - 10, name: "the last few" }, plot.y)}
    ${own ? drawOwn(own, x, y) : nothing}
  </svg>`;
}

/** Narrower charts have room for fewer numbers. */
const NARROW = 480;

function drawBand(band: readonly BandPoint[], x: Scale, y: Scale): SVGTemplateResult | typeof nothing {
  if (band.length === 0) return nothing;
  const high = band.map(({ high }, round) => [x(round), y(high)] as const);
  const low = band.map(({ low }, round) => [x(round), y(low)] as const);
  return svg`<path class="band" d="${pathThrough([...high, ...low.toReversed()])}Z"/>`;
}

/** Where a part of the theory ends. Its name stands before that, where the curve leaves room. */
interface Mark {
  readonly at: number;
  readonly nameAt: number;
  readonly name: string;
}

function drawMark({ at, nameAt, name }: Mark, { from, to }: Range): SVGTemplateResult {
  return svg`<path class="mark" d="M${at} ${from}V${to}"/>
    <text class="mark-name" x=${at - 6} y=${nameAt} text-anchor="end">${name}</text>`;
}

function drawOwn(own: SpreadCurve, x: Scale, y: Scale): SVGTemplateResult {
  const points = own.covered.map((count, round) => [x(round), y(count)] as const);
  return svg`<path class="line own" d=${pathThrough(points)}/>
    ${points.map(([left, top]) => svg`<rect class="node" x=${left - 3.5} y=${top - 3.5} width="7" height="7" rx="1"/>`)}`;
}

/** The look of what is drawn, and of its legend. */
export const spreadChartStyles = css`
  .band {
    fill: color-mix(in oklab, var(--chosen) 26%, transparent);
    stroke: var(--chosen);
    stroke-width: 1;
  }

  .own {
    stroke: var(--accent);
  }

  .node {
    fill: var(--accent);
    stroke: var(--paper);
  }

  .line.dashed {
    stroke-width: 1.5;
  }

  .mark {
    fill: none;
    stroke: var(--ink-soft);
    stroke-width: 1.5;
    stroke-dasharray: 2 3;
  }

  svg .mark-name {
    fill: var(--ink);
    paint-order: stroke;
    stroke: var(--paper);
    stroke-width: 4px;
  }
`;
