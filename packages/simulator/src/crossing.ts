import { measure } from "./measure";
import { textOfMessageSize } from "./message-size";
import { quietNetwork } from "./run";
import { type Estimate, estimate } from "./statistics";

/** What decides, beside the throughput, whether the naive way or gossip is sooner done. */
export interface Contest {
  readonly nodes: number;
  readonly latencyUs: number;
  /** Δ of the gossip, in ms. */
  readonly intervalMs: number;
  /** The size of each message, in bytes. */
  readonly messageBytes: number;
  /** The time of each strategy is the mean over these. */
  readonly seeds: readonly number[];
}

/** How long one write takes to reach all nodes of a complete graph through uplinks of so many bytes/s, in µs. */
export function timeToCover(
  { nodes, latencyUs, intervalMs, messageBytes, seeds }: Contest,
  strategy: "broadcast" | "push",
  uplinkBytesPerSecond: number,
): Estimate {
  const text = textOfMessageSize(messageBytes);
  const times = seeds.map((seed) => {
    const figures = measure(
      {
        seed,
        nodes,
        topology: { type: "complete" },
        spread: { strategy, intervalMs },
        rumorCounter: 1,
        network: { ...quietNetwork(latencyUs), uplinkBytesPerSecond },
        timing: "free",
        steps: [{ atUs: 0, type: "write", node: 0, text }],
      },
      NEVER_US,
      undefined,
    );
    if (figures.coveredUs === undefined) throw new Error(`Expected all to be reached, got ${figures.covered}`);
    return figures.coveredUs;
  });
  return estimate(times);
}

/**
 * The throughput, in bytes/s, above which the naive way is faster and below which gossip is, found by bisection to
 * within `precision` (a share, such as 0.01) in the given bounds. Undefined where one is faster at both of them.
 */
export function findCrossing(
  contest: Contest,
  bounds: { readonly low: number; readonly high: number },
  precision: number,
): number | undefined {
  // No chance decides how long the naive way takes where nothing is lost: one run of it tells.
  const one = { ...contest, seeds: contest.seeds.slice(0, 1) };
  const naiveWins = (uplink: number) =>
    timeToCover(one, "broadcast", uplink).mean < timeToCover(contest, "push", uplink).mean;
  let { low, high } = bounds;
  if (naiveWins(low) || !naiveWins(high)) return undefined;
  while (high / low > 1 + precision) {
    const middle = Math.sqrt(low * high);
    if (naiveWins(middle)) high = middle;
    else low = middle;
  }
  return Math.sqrt(low * high);
}

/** Later than any write takes: both strategies reach all where nothing fails. */
const NEVER_US = 1e12;
