import {
  boundaryBytesPerSecond,
  type Contest,
  type Estimate,
  findCrossing,
  seedsFrom,
  timeToCover,
} from "@hearsay/simulator";
import type { MapPoint, MapSettings } from "./map-settings";

/** A point of the boundary, as measured. */
export interface Crossing {
  readonly latencyMs: number;
  /** Where both are equally fast; undefined where one is faster at any throughput that was tried. */
  readonly bytesPerSecond: number | undefined;
  /** The standard error of gossip's mean time there, as a share of it: about how far off the throughput may be. */
  readonly uncertainty: number;
}

/** Who was faster at a point. */
export interface Verdict extends MapPoint {
  readonly naiveMs: number;
  readonly gossip: Estimate;
}

/** The throughput, in bytes/s, below which gossip is faster, by the formula. */
export function formulaBoundary({ nodes, messageBytes, intervalMs }: MapSettings, latencyMs: number): number {
  return boundaryBytesPerSecond({
    nodes,
    messageBytes,
    intervalS: intervalMs / 1_000,
    latencyS: latencyMs / 1_000,
  });
}

/** Finds the boundary at one latency by running both ways on the engine, gossip with each of `runsFor` seeds. */
export function measureCrossing(settings: MapSettings, latencyMs: number): Crossing {
  const contest = contestOf(settings, latencyMs, runsFor(settings));
  const formula = formulaBoundary(settings, latencyMs);
  // The formula only tells where to begin to look; where it is far off, the boundary is looked for everywhere.
  const bytesPerSecond =
    findCrossing(contest, { low: formula / NEAR, high: formula * NEAR }, PRECISION) ??
    findCrossing(contest, { low: formula / FAR, high: formula * FAR }, PRECISION);
  if (bytesPerSecond === undefined) return { latencyMs, bytesPerSecond, uncertainty: 0 };
  const { mean, standardError } = timeToCover(contest, "push", bytesPerSecond);
  return { latencyMs, bytesPerSecond, uncertainty: standardError / mean };
}

/** Runs both ways at one point. No chance decides how long the naive way takes where nothing is lost: one run tells. */
export function judge(settings: MapSettings, { latencyMs, bytesPerSecond }: MapPoint): Verdict {
  const contest = contestOf(settings, latencyMs, VERDICT_RUNS);
  const naive = timeToCover({ ...contest, seeds: contest.seeds.slice(0, 1) }, "broadcast", bytesPerSecond);
  const { mean, standardError } = timeToCover(contest, "push", bytesPerSecond);
  return {
    latencyMs,
    bytesPerSecond,
    naiveMs: naive.mean / 1_000,
    gossip: { mean: mean / 1_000, standardError: standardError / 1_000 },
  };
}

/** How many runs each point of the boundary is the mean of: the fewer nodes, the more chance has to say. */
export function runsFor({ nodes }: MapSettings): number {
  return Math.ceil(1_000 / nodes);
}

/** How many runs of gossip a point is judged by. */
export const VERDICT_RUNS = 30;

function contestOf({ nodes, messageBytes, intervalMs }: MapSettings, latencyMs: number, runs: number): Contest {
  return { nodes, messageBytes, intervalMs, latencyUs: latencyMs * 1_000, seeds: seedsFrom(1, runs) };
}

const NEAR = 2;
const FAR = 100;
/** The throughput is found to within this share. */
const PRECISION = 0.02;
