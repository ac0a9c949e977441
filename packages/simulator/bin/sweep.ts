import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Contest, findCrossing, timeToCover } from "../src/crossing";
import { boundaryBytesPerSecond } from "../src/formula";
import { seedsFrom } from "../src/statistics";
import type { Options } from "./options";
import { sweepSvg } from "./sweep-svg";

/** Who was faster at one latency and throughput. */
export interface SweepCell {
  readonly latencyMs: number;
  readonly throughputKbit: number;
  readonly naiveMs: number;
  readonly gossipMs: number;
}

/** Where, at one latency, both take equally long; below it gossip is faster. In kbit/s. */
export interface SweepBoundary {
  readonly latencyMs: number;
  readonly formulaKbit: number;
  /** Undefined where none was found near the formula's. */
  readonly simulatedKbit: number | undefined;
}

export interface Sweep {
  readonly nodes: number;
  readonly intervalMs: number;
  readonly messageBytes: number;
  readonly cells: readonly SweepCell[];
  readonly boundaries: readonly SweepBoundary[];
}

/** Writes `sweep.csv` and `sweep.svg`, and names them on stdout. Progress goes to stderr. */
export function writeSweep(options: Options): void {
  const sweep = sweepOver(options, (done, total) => process.stderr.write(`\r${done} of ${total} latencies`));
  process.stderr.write("\n");
  mkdirSync(options.out, { recursive: true });
  const files = [
    { file: join(options.out, "sweep.csv"), text: csvOf(sweep) },
    { file: join(options.out, "sweep.svg"), text: sweepSvg(sweep) },
  ];
  for (const { file, text } of files) {
    writeFileSync(file, text);
    console.log(file);
  }
}

const LATENCIES_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

/** How far below and above the formula's lowest and highest boundary the sweep looks, and in how many steps. */
const MARGIN = 4;
const THROUGHPUTS = 14;

function sweepOver(options: Options, progress: (done: number, total: number) => void): Sweep {
  const { intervalMs, messageBytes } = options;
  const nodes = options.nodes ?? 25;
  const seeds = seedsFrom(options.seed, options.seeds ?? 20);
  const contests = LATENCIES_MS.map((ms): Contest => {
    return { nodes, latencyUs: ms * 1_000, intervalMs, messageBytes, seeds };
  });
  const formulas = contests.map(formulaFor);
  const throughputs = logSteps(Math.min(...formulas) / MARGIN, Math.max(...formulas) * MARGIN, THROUGHPUTS);
  const cells: SweepCell[] = [];
  const boundaries: SweepBoundary[] = [];
  for (const [i, contest] of contests.entries()) {
    const latencyMs = contest.latencyUs / 1_000;
    const formula = formulas[i] ?? 0;
    for (const throughput of throughputs) {
      cells.push({
        latencyMs,
        throughputKbit: kbit(throughput),
        naiveMs: timeToCover(contest, "broadcast", throughput).mean / 1_000,
        gossipMs: timeToCover(contest, "push", throughput).mean / 1_000,
      });
    }
    const found = findCrossing(contest, { low: formula / 2, high: formula * 2 }, 0.02);
    const simulatedKbit = found === undefined ? undefined : kbit(found);
    boundaries.push({ latencyMs, formulaKbit: kbit(formula), simulatedKbit });
    progress(i + 1, contests.length);
  }
  return { nodes, intervalMs, messageBytes, cells, boundaries };
}

function formulaFor({ nodes, latencyUs, intervalMs, messageBytes }: Contest): number {
  const [latencyS, intervalS] = [latencyUs / 1_000_000, intervalMs / 1_000];
  return boundaryBytesPerSecond({ nodes, latencyS, intervalS, messageBytes });
}

function logSteps(low: number, high: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => low * (high / low) ** (i / (count - 1)));
}

function kbit(bytesPerSecond: number): number {
  return (bytesPerSecond * 8) / 1_000;
}

function csvOf({ cells, boundaries }: Sweep): string {
  const header = "latencyMs,throughputKbit,naiveMs,gossipMs,faster,boundaryKbit,formulaKbit";
  const rows = cells.map(({ latencyMs, throughputKbit, naiveMs, gossipMs }) => {
    const boundary = boundaries.find((each) => each.latencyMs === latencyMs);
    const faster = naiveMs < gossipMs ? "naive" : "gossip";
    const numbers = [latencyMs, throughputKbit, naiveMs, gossipMs].map((value) => value.toFixed(3));
    const bounds = [boundary?.simulatedKbit, boundary?.formulaKbit].map((value) => value?.toFixed(3) ?? "");
    return [...numbers, faster, ...bounds].join();
  });
  return `${[header, ...rows].join("\n")}\n`;
}
