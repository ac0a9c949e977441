import type { Range } from "../chart/scale";

/** What the reader can set of the map, beside the point. */
export interface MapSettings {
  readonly nodes: number;
  /** The size of each message, in bytes. */
  readonly messageBytes: number;
  /** Δ. */
  readonly intervalMs: number;
}

/** A point of the map: how long a message travels, and what one uplink carries that all messages of a node share. */
export interface MapPoint {
  readonly latencyMs: number;
  readonly bytesPerSecond: number;
}

export const SIZES: readonly number[] = [10, 25, 100];
export const MESSAGE_SIZES: readonly number[] = [100, 300, 1_000];
export const INTERVALS_MS: readonly number[] = [100, 300, 1_000, 3_000];

export const LATENCY_RANGE: Range = { from: 1, to: 2_000 };
export const THROUGHPUT_RANGE: Range = { from: 10, to: 10_000_000 };

/** Where the boundary is measured. */
export const MEASURED_LATENCIES_MS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000];

const STEPS_PER_DECADE = 20;

/** The point moves in steps: equal factors, and values of two digits; latencies are whole ms. */
export const LATENCY_STEPS: readonly number[] = [...new Set(stepsOf(LATENCY_RANGE).map(Math.round))];
export const THROUGHPUT_STEPS = stepsOf(THROUGHPUT_RANGE);

/** The step of an axis that is nearest to a value, whatever the value. */
export function nearestStep(steps: readonly number[], value: number): number {
  const away = (step: number) => Math.abs(Math.log((steps[step] ?? 1) / value));
  let nearest = 0;
  for (let step = 1; step < steps.length; step++) if (away(step) < away(nearest)) nearest = step;
  return nearest;
}

function stepsOf({ from, to }: Range): readonly number[] {
  const count = Math.round(Math.log10(to / from) * STEPS_PER_DECADE);
  return Array.from({ length: count + 1 }, (_, step) => {
    return Number((from * 10 ** (step / STEPS_PER_DECADE)).toPrecision(2));
  });
}
