import { logarithm } from "./logarithm";

/** What decides how long gossip takes with free-running timers on a complete graph. */
export interface Setting {
  readonly nodes: number;
  /** L, in s. */
  readonly latencyS: number;
  /** Δ, in s. */
  readonly intervalS: number;
  /** s, in bytes. */
  readonly messageBytes: number;
}

/** Lambert's W for `x` from 0: the w for which w e^w = x, by Newton's method on w + ln w = ln x. */
export function lambertW(x: number): number {
  if (x === 0) return 0;
  const target = logarithm(x);
  let w = x < 1 ? x : logarithm(1 + x);
  for (let i = 0; i < NEWTON_STEPS; i++) w = (w * (1 + target - logarithm(w))) / (1 + w);
  return w;
}

/** Each doubles the digits that are right, and the first guess has one. */
const NEWTON_STEPS = 8;

/** About how long push gossip takes to reach all, in s: l ln n / W(l/Δ) + Δ ln n + l, with l = L + s/B. */
export function gossipTimeS({ nodes, latencyS, intervalS, messageBytes }: Setting, bytesPerSecond: number): number {
  const oneWayS = latencyS + messageBytes / bytesPerSecond;
  const log = logarithm(nodes);
  // As l goes to 0, l / W(l/Δ) goes to Δ.
  const growthS = oneWayS === 0 ? intervalS : oneWayS / lambertW(oneWayS / intervalS);
  return growthS * log + intervalS * log + oneWayS;
}

/** How long the naive way takes, in s: n - 1 copies through one uplink, then the last one's way. */
export function naiveTimeS({ nodes, latencyS, messageBytes }: Setting, bytesPerSecond: number): number {
  return ((nodes - 1) * messageBytes) / bytesPerSecond + latencyS;
}

/** The throughput, in bytes/s, at which both take equally long: below it gossip is faster. */
export function boundaryBytesPerSecond(setting: Setting): number {
  let low = 1e-3;
  let high = 1e15;
  while (high / low > 1 + 1e-12) {
    const middle = Math.sqrt(low * high);
    if (naiveTimeS(setting, middle) < gossipTimeS(setting, middle)) high = middle;
    else low = middle;
  }
  return Math.sqrt(low * high);
}
