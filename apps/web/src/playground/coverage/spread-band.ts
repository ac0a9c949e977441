import { roundsOf, type SpreadCurve } from "./spread-curve";

/** Between which numbers of nodes most runs lie after one round. */
export interface BandPoint {
  /** Five in a hundred runs have no more than this, */
  readonly low: number;
  readonly middle: number;
  /** and five in a hundred more. */
  readonly high: number;
}

/** The band of 5 to 95 % of the runs, and their median, after each round up to the last of any. Empty where there are no runs. */
export function bandOf(curves: readonly SpreadCurve[]): readonly BandPoint[] {
  if (curves.length === 0) return [];
  const rounds = Math.max(...curves.map(roundsOf));
  return Array.from({ length: rounds + 1 }, (_, round) => {
    const sorted = Float64Array.from(curves, (curve) => coveredAfter(curve, round)).sort();
    return { low: quantile(sorted, 0.05), middle: quantile(sorted, 0.5), high: quantile(sorted, 0.95) };
  });
}

/** How many nodes hold the write after so many rounds: all, once all do. */
export function coveredAfter({ covered }: SpreadCurve, round: number): number {
  return covered[Math.min(round, covered.length - 1)] ?? 0;
}

/** The least value that such a share of the sample does not exceed. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
