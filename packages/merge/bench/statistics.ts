/** The middle value; of an even count the higher of the two. NaN where there is none. */
export function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** How long `run` takes, after a collection of garbage where the process may ask for one. */
export function millisecondsOf(run: () => void): number {
  globalThis.gc?.();
  const started = performance.now();
  run();
  return performance.now() - started;
}
