import { blankText, type Text } from "../hearsay";
import { Random } from "../random";
import { nowMs } from "../stopwatch";
import type { Metrics } from "../tasks";
import { replace } from "./pages";

/** The lengths at which the cost of an edit is told. */
export const LENGTHS = [10_000, 100_000, 1_000_000, 10_000_000] as const;

/** What one edit costs, in µs, on average over the last tenth before each length; every character is one edit. */
export function growInOrder(): Metrics {
  return grow("inOrder", (text) => text.length);
}

/** The same at random places. */
export function growAtRandom(): Metrics {
  const random = new Random(4);
  return grow("atRandom", (text) => random.below(text.length + 1));
}

function grow(way: string, placeIn: (text: Text) => number): Metrics {
  const text = blankText(1);
  const costs: Record<string, number> = {};
  for (const length of LENGTHS) {
    const windowStart = 0.9 * length;
    type(text, windowStart, placeIn);
    const started = nowMs();
    type(text, length, placeIn);
    costs[`${way}${length}Us`] = ((nowMs() - started) * 1_000) / (length - windowStart);
  }
  return costs;
}

function type(text: Text, length: number, placeIn: (text: Text) => number): void {
  while (text.length < length) {
    const at = placeIn(text);
    replace(text, at, at, "x");
  }
}
