import { css, type SVGTemplateResult, svg } from "lit";
import type { Scale } from "./scale";

/** One axis: where its ticks stand and what it measures. */
export interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly number[];
  readonly title: string;
  readonly words: (tick: number) => string;
}

/** A chart's size, and the room beside its plot, in CSS pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The frame of a chart so many CSS pixels wide. */
export function frameOf(width: number): Frame {
  const height = Math.round(Math.min(420, Math.max(260, width * 0.62)));
  return { width, height, left: 78, right: 14, top: 14, bottom: 48 };
}

/** The plot's edges, from its axes' lowest values to their highest. */
export function plotOf({ width, height, left, right, top, bottom }: Frame) {
  return { x: { from: left, to: width - right }, y: { from: height - bottom, to: top } };
}

/** Draws the axes, with hairlines across the plot. */
export function drawAxes(frame: Frame, across: Axis, up: Axis): SVGTemplateResult {
  const { x, y } = plotOf(frame);
  return svg`<g class="axes">
    ${across.ticks.map((tick) => {
      const at = across.scale(tick);
      return svg`<path class="hair" d="M${at} ${y.from}V${y.to}"/>
        <text x=${at} y=${y.from + 18} text-anchor="middle">${across.words(tick)}</text>`;
    })}
    ${up.ticks.map((tick) => {
      const at = up.scale(tick);
      return svg`<path class="hair" d="M${x.from} ${at}H${x.to}"/>
        <text x=${x.from - 8} y=${at + 4} text-anchor="end">${up.words(tick)}</text>`;
    })}
    <path class="rim" d="M${x.from} ${y.to}V${y.from}H${x.to}"/>
    <text x=${(x.from + x.to) / 2} y=${frame.height - 8} text-anchor="middle">${across.title}</text>
    <text transform="translate(14 ${(y.from + y.to) / 2}) rotate(-90)" text-anchor="middle">${up.title}</text>
  </g>`;
}

/** A line through points, as the `d` of a path. */
export function pathThrough(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/** The look of charts. */
export const chartStyles = css`
  svg {
    display: block;
    width: 100%;
    overflow: visible;
    font: 0.8125rem / 1 var(--font);
    font-variant-numeric: tabular-nums;
  }

  svg text {
    fill: var(--ink-soft);
  }

  .hair {
    fill: none;
    stroke: var(--hairline);
  }

  .rim {
    fill: none;
    stroke: var(--field-line);
  }

  .line {
    fill: none;
    stroke: var(--ink);
    stroke-width: 2;
    stroke-linejoin: round;
  }

  .dashed {
    stroke-dasharray: 6 4;
  }
`;
