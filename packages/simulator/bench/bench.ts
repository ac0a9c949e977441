import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Measurement } from "./measure";

/** Fresh processes for each size, interleaved, so that a slow minute of the machine does not fall on one size alone. */
const SIZES = [1_000, 10_000, 100_000];
const REPETITIONS = 3;

const MEASURE = fileURLToPath(new URL("measure.ts", import.meta.url));

const measured = new Map<number, Measurement[]>(SIZES.map((nodes) => [nodes, []]));
for (let repetition = 1; repetition <= REPETITIONS; repetition++) {
  for (const nodes of SIZES) {
    process.stderr.write(`measuring ${nodes} nodes, ${repetition} of ${REPETITIONS}\n`);
    measured.get(nodes)?.push(measureApart(nodes));
  }
}
print(measured);

function measureApart(nodes: number): Measurement {
  const child = spawnSync(process.execPath, ["--expose-gc", "--import", "tsx", MEASURE, String(nodes)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`Expected a measurement of ${nodes} nodes, got exit code ${child.status}`);
  return JSON.parse(child.stdout) as Measurement;
}

function print(results: ReadonlyMap<number, readonly Measurement[]>): void {
  const rows = [...results].map(([nodes, each]) => ({
    nodes,
    rounds: median(each.map(({ rounds }) => rounds)),
    seconds: median(each.map(({ seconds }) => seconds)),
    rate: median(each.map(({ nodeRoundsPerSecond }) => nodeRoundsPerSecond)),
    spread: spreadOf(each.map(({ nodeRoundsPerSecond }) => nodeRoundsPerSecond)),
    bytes: median(each.map(({ bytesPerNode }) => bytesPerNode)),
    peak: median(each.map(({ peakBytes }) => peakBytes)),
  }));
  const first = rows[0];
  console.log(
    `\nPush gossip from one writer to all, complete graph, lock step; median of ${REPETITIONS}, fresh processes\n`,
  );
  console.log("   nodes  rounds  seconds  node-rounds/s  (spread)  against the first  bytes/node  peak of the process");
  for (const { nodes, rounds, seconds, rate, spread, bytes, peak } of rows) {
    const against = first ? `x ${(rate / first.rate).toFixed(2)}` : "";
    console.log(
      [
        String(nodes).padStart(8),
        String(rounds).padStart(7),
        seconds.toFixed(2).padStart(8),
        Math.round(rate).toLocaleString("en").padStart(14),
        `(±${Math.round(spread * 50)} %)`.padStart(9),
        against.padStart(18),
        Math.round(bytes).toLocaleString("en").padStart(11),
        `${Math.round(peak / 1e6)} MB`.padStart(20),
      ].join(" "),
    );
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The whole range, as a share of the median. */
function spreadOf(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}
