import {
  boundaryBytesPerSecond,
  type Contest,
  type Estimate,
  findCrossing,
  gossipTimeS,
  seedsFrom,
  timeToCover,
} from "@hearsay/simulator";
import type { MapPoint, MapSettings } from "./map-settings";

/** A point of the boundary, as measured. */
export interface Crossing {
  readonly latencyMs: number;
  /** Where both are equally fast; undefined where it is nowhere near where the formula has it. */
  readonly bytesPerSecond: number | undefined;
  /** The standard error of gossip's mean time there, as a share of it: about how far off the throughput may be. */
  readonly uncertainty: number;
}

/** Who was faster at a point. */
export interface Verdict extends MapPoint {
  readonly naiveMs: number;
  /** The mean over so many runs. */
  readonly gossip: Estimate;
  readonly runs: number;
}

/** The throughput, in bytes/s, below which gossip is faster, by the formula. */
export function formulaBoundary(settings: MapSettings, latencyMs: number): number {
  return boundaryBytesPerSecond(settingOf(settings, latencyMs));
}

/** Finds the boundary at one latency by running both ways on the engine, gossip with each of `runsFor` seeds. */
export function measureCrossing(settings: MapSettings, latencyMs: number): Crossing {
  const contest = contestOf(settings, latencyMs, runsFor(settings));
  // The formula only tells where to look.
  const formula = formulaBoundary(settings, latencyMs);
  const bytesPerSecond = findCrossing(contest, { low: formula / REACH, high: formula * REACH }, PRECISION);
  if (bytesPerSecond === undefined) return { latencyMs, bytesPerSecond, uncertainty: 0 };
  const { mean, standardError } = timeToCover(contest, "push", bytesPerSecond);
  return { latencyMs, bytesPerSecond, uncertainty: standardError / mean };
}

/** Runs both ways at one point. No chance decides how long the naive way takes where nothing is lost: one run tells. */
export function judge(settings: MapSettings, point: MapPoint): Verdict {
  const { latencyMs, bytesPerSecond } = point;
  const runs = verdictRuns(settings, point);
  const contest = contestOf(settings, latencyMs, runs);
  const naive = timeToCover({ ...contest, seeds: contest.seeds.slice(0, 1) }, "broadcast", bytesPerSecond);
  const { mean, standardError } = timeToCover(contest, "push", bytesPerSecond);
  return {
    latencyMs,
    bytesPerSecond,
    naiveMs: naive.mean / 1_000,
    gossip: { mean: mean / 1_000, standardError: standardError / 1_000 },
    runs,
  };
}

/** How many runs each point of the boundary is the mean of: the fewer nodes, the more chance has to say. */
export function runsFor({ nodes }: MapSettings): number {
  return Math.ceil(1_000 / nodes);
}

/** How many runs of gossip a point is judged by: fewer where each of them takes long. */
export function verdictRuns(settings: MapSettings, { latencyMs, bytesPerSecond }: MapPoint): number {
  const turns =
    (settings.nodes * gossipTimeS(settingOf(settings, latencyMs), bytesPerSecond) * 1_000) / settings.intervalMs;
  return Math.round(Math.min(MOST_VERDICT_RUNS, Math.max(LEAST_VERDICT_RUNS, MAX_TURNS / turns)));
}

const MOST_VERDICT_RUNS = 30;
const LEAST_VERDICT_RUNS = 5;
/** How many turns of nodes a verdict may take, all runs together: about a second's worth. */
const MAX_TURNS = 500_000;

function settingOf({ nodes, messageBytes, intervalMs }: MapSettings, latencyMs: number) {
  return { nodes, messageBytes, intervalS: intervalMs / 1_000, latencyS: latencyMs / 1_000 };
}

function contestOf({ nodes, messageBytes, intervalMs }: MapSettings, latencyMs: number, runs: number): Contest {
  return { nodes, messageBytes, intervalMs, latencyUs: latencyMs * 1_000, seeds: seedsFrom(1, runs) };
}

/** So many times less and more than the formula says are tried. */
const REACH = 3;
/** The throughput is found to within this share. */
const PRECISION = 0.02;
