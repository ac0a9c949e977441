/**
 * How long `run` takes in ms, after a collection of garbage where the process may ask for one. With `BENCH_CLOCK=cpu` in
 * the environment it is the processor time of the whole process instead, which tells more on a machine that is busy.
 */
export function millisecondsOf(run: () => void): number {
  globalThis.gc?.();
  const started = nowMs();
  run();
  return nowMs() - started;
}

/** What the process's stopwatch shows, in ms. */
export function nowMs(): number {
  if (process.env.BENCH_CLOCK !== "cpu") return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What the process holds after a collection, in bytes: its heap, typed arrays and WebAssembly's memory. */
export function heldBytes(): number {
  for (let collection = 0; collection < 5; collection++) globalThis.gc?.();
  // `external` counts typed arrays and the linear memory of WebAssembly as well.
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
