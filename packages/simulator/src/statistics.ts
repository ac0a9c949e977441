/** The mean of a sample and how far it may be off: what a claim about many seeds is judged by. */
export interface Estimate {
  readonly mean: number;
  /** The standard deviation of the mean; 0 for a sample of one. */
  readonly standardError: number;
}

/** Throws a `RangeError` where the sample is empty. */
export function estimate(sample: readonly number[]): Estimate {
  const count = sample.length;
  if (count === 0) throw new RangeError("Expected a sample of at least one, got none");
  const mean = sample.reduce((sum, each) => sum + each, 0) / count;
  const squares = sample.reduce((sum, each) => sum + (each - mean) * (each - mean), 0);
  return { mean, standardError: count > 1 ? Math.sqrt(squares / (count - 1) / count) : 0 };
}

/** `first`, `first + 1`, and so on: the seeds of `count` runs. */
export function seedsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}
