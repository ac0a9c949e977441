import { type Crossing, formulaBoundary, type Verdict } from "./boundary";
import type { MapPoint, MapSettings } from "./map-settings";

/** A size or a rate for people: "1.2 kB". */
export function bytesInWords(bytes: number): string {
  const [divisor, unit] = unitOf(bytes);
  return `${Number((bytes / divisor).toPrecision(3))} ${unit}`;
}

/** A time for people: "50 ms", "1.2 s". */
export function msInWords(ms: number): string {
  return ms < 1_000 ? `${Number(ms.toPrecision(3))} ms` : `${Number((ms / 1_000).toPrecision(3))} s`;
}

/** A point: "latency 50 ms, throughput 10 kB/s". */
export function pointInWords({ latencyMs, bytesPerSecond }: MapPoint): string {
  return `latency ${msInWords(latencyMs)}, throughput ${bytesInWords(bytesPerSecond)}/s`;
}

/** Who was faster at a point, and by how much. */
export function verdictInWords(verdict: Verdict): string {
  const { naiveMs, gossip, runs } = verdict;
  const times = `The naive way takes ${msInWords(naiveMs)}, gossip ${msInWords(gossip.mean)} on average over ${runs} runs`;
  switch (winnerOf(verdict)) {
    case "naive":
      return `${times}: the naive way is faster.`;
    case "gossip":
      return `${times}: gossip is faster.`;
    case "neither":
      return `${times}: too close to call.`;
  }
}

/** "neither" where the difference is less than three standard errors. */
export function winnerOf({ naiveMs, gossip }: Pick<Verdict, "naiveMs" | "gossip">): "naive" | "gossip" | "neither" {
  if (Math.abs(naiveMs - gossip.mean) < 3 * gossip.standardError) return "neither";
  return naiveMs < gossip.mean ? "naive" : "gossip";
}

/**
 * How near the formula comes to what was measured: where messages take at most three Δ, for which it was made, and beyond.
 * Empty where nothing was measured.
 */
export function agreementInWords(settings: MapSettings, crossings: readonly Crossing[]): string {
  const [near, far]: [number[], number[]] = [[], []];
  for (const { latencyMs, bytesPerSecond } of crossings) {
    if (bytesPerSecond === undefined) continue;
    const oneWayMs = latencyMs + (settings.messageBytes / bytesPerSecond) * 1_000;
    const share = Math.abs(formulaBoundary(settings, latencyMs) / bytesPerSecond - 1);
    (oneWayMs <= 3 * settings.intervalMs ? near : far).push(share);
  }
  const percent = (shares: readonly number[]) => `${Math.round(Math.max(...shares) * 100)} %`;
  return [
    near.length > 0 ? `The formula is within ${percent(near)} of what was measured.` : "",
    far.length > 0 ? `Where a message takes longer than three Δ it is off by up to ${percent(far)}.` : "",
  ]
    .join(" ")
    .trim();
}

function unitOf(bytes: number): readonly [number, string] {
  if (bytes >= 1_000_000) return [1_000_000, "MB"];
  return bytes >= 1_000 ? [1_000, "kB"] : [1, "B"];
}
