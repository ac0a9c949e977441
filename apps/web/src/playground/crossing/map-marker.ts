import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { type MapPlan, valueAt } from "./map-chart";
import {
  LATENCY_RANGE,
  LATENCY_STEPS,
  type MapPoint,
  nearestStep,
  THROUGHPUT_RANGE,
  THROUGHPUT_STEPS,
} from "./map-settings";
import { pointInWords } from "./map-words";

declare global {
  interface HTMLElementTagNameMap {
    "map-marker": MapMarker;
  }
}

/** `settled` is false while the point is still being dragged. */
export type PointMoveEvent = CustomEvent<{ readonly point: MapPoint; readonly settled: boolean }>;

/**
 * "You are here": a point over a map, which is dragged, put where one clicks, and moved with the arrow keys. It covers
 * the map, and has no slots.
 *
 * @property plan - The map.
 * @property point - Where the point stands.
 * @fires point-move - The reader moved it, to another step of the map.
 */
@customElement("map-marker")
export class MapMarker extends LitElement {
  static override styles = css`
    :host {
      position: absolute;
      inset: 0;
      cursor: crosshair;
    }

    div {
      position: absolute;
      width: 1.125rem;
      height: 1.125rem;
      border: 3px solid var(--paper);
      border-radius: 4px;
      background: var(--accent);
      outline: 2px solid var(--accent);
      translate: -50% -50%;
      cursor: grab;
      touch-action: none;
    }

    div::before {
      position: absolute;
      inset: -0.875rem;
      content: "";
    }

    div:focus-visible {
      outline: 3px solid var(--ink);
      outline-offset: 2px;
    }

    span {
      position: absolute;
      left: 1.5rem;
      top: -0.375rem;
      padding: 0 0.25rem;
      background: color-mix(in oklab, var(--paper) 80%, transparent);
      color: var(--ink);
      font: 600 0.8125rem / 1.25rem var(--font);
      white-space: nowrap;
      pointer-events: none;
    }

    .left span {
      right: 1.5rem;
      left: auto;
    }
  `;

  @property({ attribute: false }) plan!: MapPlan;
  @property({ attribute: false }) point!: MapPoint;
  private dragging = false;

  constructor() {
    super();
    this.addEventListener("pointerdown", (event) => this.pressed(event));
    this.addEventListener("pointermove", (event) => this.dragging && this.moveTo(event, false));
    this.addEventListener("pointerup", (event) => this.lifted(event));
    this.addEventListener("pointercancel", (event) => this.lifted(event));
  }

  override render(): TemplateResult {
    const { plan, point } = this;
    const left = plan.x(point.latencyMs);
    return html`<div
      role="slider"
      tabindex="0"
      class=${left > plan.frame.width * FAR_RIGHT ? "left" : ""}
      style="left: ${left}px; top: ${plan.y(point.bytesPerSecond)}px"
      aria-label="You are here. Left and right: latency. Up and down: throughput"
      aria-valuemin=${LATENCY_RANGE.from}
      aria-valuemax=${LATENCY_RANGE.to}
      aria-valuenow=${point.latencyMs}
      aria-valuetext=${pointInWords(point)}
      @keydown=${this.typed}
    >
      <span aria-hidden="true">you are here</span>
    </div>`;
  }

  private pressed(event: PointerEvent): void {
    if (event.button !== 0) return;
    const isOnPoint = event.composedPath()[0] !== this;
    // A finger elsewhere on the map scrolls the page.
    if (event.pointerType === "touch" && !isOnPoint) return;
    this.dragging = true;
    this.setPointerCapture(event.pointerId);
    if (!isOnPoint) this.moveTo(event, false);
    this.renderRoot.querySelector<HTMLElement>("[role=slider]")?.focus();
    event.preventDefault();
  }

  private lifted(event: PointerEvent): void {
    if (!this.dragging) return;
    this.dragging = false;
    this.moveTo(event, true);
  }

  private moveTo(event: PointerEvent, settled: boolean): void {
    const { left, top } = this.getBoundingClientRect();
    const { x, y } = this.plan;
    const latency = valueAt(event.clientX - left, x, LATENCY_RANGE);
    const throughput = valueAt(event.clientY - top, y, THROUGHPUT_RANGE);
    this.move(nearestStep(LATENCY_STEPS, latency), nearestStep(THROUGHPUT_STEPS, throughput), settled);
  }

  private typed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = ARROWS[event.key];
    if (!by) return;
    event.preventDefault();
    const times = event.shiftKey ? LONG_STEP : 1;
    const { latencyMs, bytesPerSecond } = this.point;
    const latency = nearestStep(LATENCY_STEPS, latencyMs) + by[0] * times;
    const throughput = nearestStep(THROUGHPUT_STEPS, bytesPerSecond) + by[1] * times;
    this.move(latency, throughput, true);
  }

  /** To a step of each axis; beyond its end to the last one. */
  private move(latency: number, throughput: number, settled: boolean): void {
    const at = (steps: readonly number[], step: number) => steps[Math.min(steps.length - 1, Math.max(0, step))] ?? 0;
    const point = { latencyMs: at(LATENCY_STEPS, latency), bytesPerSecond: at(THROUGHPUT_STEPS, throughput) };
    this.dispatchEvent(new CustomEvent("point-move", { detail: { point, settled }, bubbles: true, composed: true }));
  }
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** How many steps an arrow moves with Shift. */
const LONG_STEP = 10;

/** Beyond it the name stands on the left. */
const FAR_RIGHT = 0.7;
