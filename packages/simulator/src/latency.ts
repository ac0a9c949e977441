import type { Random } from "@hearsay/gossip";

/** How long a message is on its way after it has left the uplink, in whole µs. */
export type Latency =
  | { readonly type: "fixed"; readonly us: number }
  /** Each whole number of µs from `minUs` to `maxUs` as likely as any other. */
  | { readonly type: "uniform"; readonly minUs: number; readonly maxUs: number }
  | { readonly type: "exponential"; readonly meanUs: number };

/** Draws one latency, in whole µs. */
export function drawLatency(latency: Latency, random: Random): number {
  switch (latency.type) {
    case "fixed":
      return latency.us;
    case "uniform":
      return latency.minUs + random.below(latency.maxUs - latency.minUs + 1);
    case "exponential":
      return Math.round(latency.meanUs * exponential(random));
    default:
      return latency satisfies never;
  }
}

/**
 * An exponential variate of mean 1 by comparisons alone (von Neumann 1951): no engine's logarithm decides what happens.
 */
function exponential(random: Random): number {
  for (let whole = 0; ; whole++) {
    const first = random.next();
    let previous = first;
    let falling = 1;
    for (let next = random.next(); next < previous; next = random.next()) {
      previous = next;
      falling++;
    }
    if (falling % 2 === 1) return whole + first / 2 ** 32;
  }
}
