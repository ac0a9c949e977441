import { spawnSync } from "node:child_process";
import { BASELINE, CANDIDATES, type Candidate, OURS } from "./candidates";
import type { Options } from "./options";
import { OWN_TASKS, PREPARATIONS, REPEATED_TASKS, SHARED_TASKS } from "./plan";
import { compile, gzipBytesOf, gzipBytesOfMerge } from "./programs";
import type { Results } from "./results";
import type { Metrics } from "./tasks";

/** What takes longer than this is measured once, but for the two that all ratios are about. */
const SLOW_MS = 30_000;

/** Measures what the options ask for, in `folder`; returns what failed. Repetitions go around all libraries. */
export function runAll(options: Options, folder: string, results: Results): readonly string[] {
  const failures: string[] = [];
  const candidates = CANDIDATES.filter(({ name }) => options.candidates.has(name));
  if (options.tasks.has("size")) measureSizes(candidates, results);
  runShared(options, candidates, folder, results, failures);
  if (options.candidates.has(OURS)) runOwn(options, folder, results, failures);
  return failures;
}

function runShared(
  options: Options,
  candidates: readonly Candidate[],
  folder: string,
  results: Results,
  failures: string[],
): void {
  const asked = SHARED_TASKS.filter((task) => options.tasks.has(task));
  if (asked.every((task) => task === "size")) return;
  const measure = compile("measure.ts");
  const programs = new Map(candidates.map(({ name, adapter }) => [name, compile(adapter)]));
  const settled = new Set<string>();
  const step = (task: string, name: string, note: string) => {
    const key = `${task} ${name}`;
    if (settled.has(key)) return;
    console.error(`${task}: ${name}${note}`);
    const { metrics, elapsedMs } = runProcess(measure, [programs.get(name) ?? "", name, task, folder], options);
    if (metrics) results.add(name, metrics);
    else failures.push(key);
    if (!metrics || (elapsedMs > SLOW_MS && name !== BASELINE && name !== OURS)) settled.add(key);
  };
  for (const [task, readers] of PREPARATIONS) {
    if (readers.some((reader) => asked.includes(reader))) for (const { name } of candidates) step(task, name, "");
  }
  for (let repetition = 1; repetition <= options.repetitions; repetition++) {
    for (const task of REPEATED_TASKS.filter((task) => asked.includes(task))) {
      for (const { name } of candidates) step(task, name, `, ${repetition} of ${options.repetitions}`);
    }
  }
}

function runOwn(options: Options, folder: string, results: Results, failures: string[]): void {
  const asked = OWN_TASKS.filter((task) => options.tasks.has(task));
  if (asked.length === 0) return;
  const program = compile("own/measure-own.ts");
  for (const task of asked) {
    for (let repetition = 1; repetition <= options.repetitions; repetition++) {
      console.error(`${task}: ${OURS}, ${repetition} of ${options.repetitions}`);
      const { metrics, elapsedMs } = runProcess(program, [task, folder], options);
      if (metrics) results.add(OURS, metrics);
      else failures.push(`${task} ${OURS}`);
      if (!metrics || elapsedMs > SLOW_MS) break;
    }
  }
}

function measureSizes(candidates: readonly Candidate[], results: Results): void {
  for (const candidate of candidates) {
    console.error(`size: ${candidate.name}`);
    results.add(candidate.name, { gzipBytes: gzipBytesOf(candidate) });
  }
  if (candidates.some(({ name }) => name === OURS)) results.add(OURS, { mergeGzipBytes: gzipBytesOfMerge() });
}

interface Ended {
  /** Undefined where the process failed. */
  readonly metrics: Metrics | undefined;
  readonly elapsedMs: number;
}

function runProcess(program: string, parameters: readonly string[], { clock }: Options): Ended {
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, ["--expose-gc", program, ...parameters], {
    encoding: "utf8",
    env: { ...process.env, BENCH_CLOCK: clock },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const metrics = status === 0 ? (JSON.parse(stdout) as Metrics) : undefined;
  return { metrics, elapsedMs: performance.now() - started };
}
