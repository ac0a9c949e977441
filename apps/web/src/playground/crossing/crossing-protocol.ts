import type { Crossing, Verdict } from "./boundary";
import {
  INTERVALS_MS,
  LATENCY_RANGE,
  type MapPoint,
  type MapSettings,
  MESSAGE_SIZES,
  SIZES,
  THROUGHPUT_RANGE,
} from "./map-settings";

/** What a worker is asked for: the boundary at some latencies, or who is faster at one point. */
export type CrossingRequest =
  | ({ readonly type: "boundary"; readonly latenciesMs: readonly number[] } & MapSettings)
  | ({ readonly type: "point" } & MapSettings & MapPoint);

/** What it answers. */
export type CrossingReport =
  | { readonly type: "crossing"; readonly crossing: Crossing }
  | { readonly type: "verdict"; readonly verdict: Verdict }
  | { readonly type: "done" };

export const MAX_LATENCIES = 64;

/** Undefined where `data` is no request. */
export function decodeCrossingRequest(data: unknown): CrossingRequest | undefined {
  if (!isRecord(data)) return undefined;
  const settings = decodeSettings(data);
  if (!settings) return undefined;
  if (data.type === "boundary") {
    const { latenciesMs } = data;
    if (!Array.isArray(latenciesMs) || latenciesMs.length > MAX_LATENCIES) return undefined;
    return latenciesMs.every(isLatency) ? { type: "boundary", ...settings, latenciesMs } : undefined;
  }
  const point = decodePoint(data);
  return data.type === "point" && point ? { type: "point", ...settings, ...point } : undefined;
}

/** Undefined where `data` is no report. */
export function decodeCrossingReport(data: unknown): CrossingReport | undefined {
  if (!isRecord(data)) return undefined;
  if (data.type === "done") return { type: "done" };
  if (data.type === "crossing") {
    const crossing = decodeCrossing(data.crossing);
    return crossing && { type: "crossing", crossing };
  }
  const verdict = data.type === "verdict" ? decodeVerdict(data.verdict) : undefined;
  return verdict && { type: "verdict", verdict };
}

function decodeSettings({ nodes, messageBytes, intervalMs }: Fields): MapSettings | undefined {
  if (!isOneOf(SIZES, nodes) || !isOneOf(MESSAGE_SIZES, messageBytes) || !isOneOf(INTERVALS_MS, intervalMs)) {
    return undefined;
  }
  return { nodes, messageBytes, intervalMs };
}

function decodePoint({ latencyMs, bytesPerSecond }: Fields): MapPoint | undefined {
  if (!isLatency(latencyMs) || !isWithin(bytesPerSecond, THROUGHPUT_RANGE.from, THROUGHPUT_RANGE.to)) return undefined;
  return { latencyMs, bytesPerSecond };
}

function decodeCrossing(data: unknown): Crossing | undefined {
  if (!isRecord(data)) return undefined;
  const { latencyMs, bytesPerSecond, uncertainty } = data;
  if (!isLatency(latencyMs) || !isWithin(uncertainty, 0, Infinity)) return undefined;
  if (bytesPerSecond !== undefined && !isWithin(bytesPerSecond, 0, Infinity)) return undefined;
  return { latencyMs, bytesPerSecond, uncertainty };
}

function decodeVerdict(data: unknown): Verdict | undefined {
  const point = isRecord(data) ? decodePoint(data) : undefined;
  if (!isRecord(data) || !point || !isRecord(data.gossip)) return undefined;
  const { naiveMs, runs } = data;
  const { mean, standardError } = data.gossip;
  const areTimes = [naiveMs, mean, standardError, runs].every((value) => isWithin(value, 0, Infinity));
  if (!areTimes) return undefined;
  return {
    ...point,
    naiveMs: Number(naiveMs),
    gossip: { mean: Number(mean), standardError: Number(standardError) },
    runs: Number(runs),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(data: unknown): data is Fields {
  return typeof data === "object" && data !== null;
}

function isLatency(value: unknown): value is number {
  return isWithin(value, LATENCY_RANGE.from, LATENCY_RANGE.to) && Number.isInteger(value);
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && value >= least && value <= most;
}

function isOneOf(values: readonly number[], value: unknown): value is number {
  return values.some((each) => each === value);
}
