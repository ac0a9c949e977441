import type { Figures } from "../src/measure";
import { latency, rate, topology } from "../src/quantities";
import type { Run } from "../src/run";
import { type Estimate, estimate } from "../src/statistics";
import { TraceHash } from "../src/trace";

/** One line that says what was played. */
export function headline({ nodes, topology: shape, spread, network, timing, seed }: Run, runs: number): string {
  return [
    `${nodes} nodes`,
    topology.print(shape),
    spread.strategy,
    `Δ ${spread.intervalMs} ms`,
    `latency ${latency.print(network.latency)}`,
    `uplink ${rate.print(network.uplinkBytesPerSecond)}`,
    ...(network.loss > 0 ? [`loss ${network.loss}`] : []),
    ...(timing === "lockstep" ? ["lockstep"] : []),
    runs > 1 ? `seeds ${seed} to ${seed + runs - 1}` : `seed ${seed}`,
  ].join(", ");
}

/** The figures as a table: of one run, or the means of several with their standard errors. */
export function table(figures: readonly Figures[]): string {
  const alive = meanOf(figures, (each) => each.alive);
  const rows: readonly (readonly [string, string])[] = [
    ["rounds (Δ until all know)", cell(figures, (each) => each.rounds, 2)],
    ["messages with data", cell(figures, (each) => each.messages, 0)],
    ["  for each living node", cell(figures, (each) => each.messages / each.alive, 2)],
    ["living nodes that know", `${cell(figures, (each) => each.covered, 0)} of ${trimmed(alive, 1)}`],
    ["all know after, in ms", cell(figures, (each) => milliseconds(each.coveredUs), 1)],
    ["bytes sent", cell(figures, (each) => each.counts.bytes, 0)],
    ...countRows(figures),
    ["trace hash", traceHashOf(figures)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 3;
  return rows.map(([name, value]) => `${name.padEnd(width)}${value}`).join("\n");
}

/** The figures as one plain object; `rounds` and `coveredMs` are null where not all came to know. */
export function jsonOf(run: Run, figures: readonly Figures[]): object {
  const shared = {
    nodes: run.nodes,
    topology: topology.print(run.topology),
    strategy: run.spread.strategy,
    deltaMs: run.spread.intervalMs,
    timing: run.timing,
    seed: run.seed,
    seeds: figures.length,
  };
  const means = Object.fromEntries(
    Object.entries(QUANTITIES).map(([name, of]) => [name, spread(figures, of)?.mean ?? null]),
  );
  const errors = Object.fromEntries(
    Object.entries(QUANTITIES).map(([name, of]) => [name, spread(figures, of)?.standardError ?? null]),
  );
  const [first] = figures;
  const detail =
    figures.length > 1 || !first
      ? { standardErrors: errors }
      : { sent: first.counts.sent, dropped: first.counts.dropped, verdicts: first.counts.verdicts };
  return { ...shared, ...means, traceHash: traceHashOf(figures), ...detail };
}

type Quantity = (figures: Figures) => number | undefined;

const QUANTITIES: Readonly<Record<string, Quantity>> = {
  rounds: (each) => each.rounds,
  messages: (each) => each.messages,
  covered: (each) => each.covered,
  alive: (each) => each.alive,
  coveredMs: (each) => milliseconds(each.coveredUs),
  bytes: (each) => each.counts.bytes,
};

/** Undefined where one of the runs has no such figure: a mean of the others would flatter. */
function spread(figures: readonly Figures[], of: Quantity): Estimate | undefined {
  const values = figures.map(of);
  return values.every((value) => value !== undefined) ? estimate(values) : undefined;
}

function cell(figures: readonly Figures[], of: Quantity, digits: number): string {
  const value = spread(figures, of);
  if (!value) {
    const reached = figures.filter((each) => of(each) !== undefined).length;
    return figures.length === 1 ? "never" : `never in ${figures.length - reached} of ${figures.length} runs`;
  }
  if (figures.length === 1) return trimmed(value.mean, digits);
  return `${trimmed(value.mean, digits + 1)} ± ${trimmed(value.standardError, digits + 2)}`;
}

function countRows(figures: readonly Figures[]): readonly (readonly [string, string])[] {
  const rowsOf = (title: string, of: (each: Figures) => Readonly<Record<string, number>>) => {
    const names = Object.keys(figures[0] ? of(figures[0]) : {});
    return names
      .filter((name) => figures.some((each) => (of(each)[name] ?? 0) > 0))
      .map((name) => [`${title} ${name}`, cell(figures, (each) => of(each)[name], 0)] as const);
  };
  return [
    ...rowsOf("sent:", (each) => each.counts.sent),
    ...rowsOf("dropped:", (each) => each.counts.dropped),
    ...rowsOf("received:", (each) => each.counts.verdicts),
  ];
}

/** The run's own; of several runs a hash of all of theirs. */
function traceHashOf(figures: readonly Figures[]): string {
  const [first, ...more] = figures.map((each) => each.traceHash);
  if (first !== undefined && more.length === 0) return first;
  const hash = new TraceHash();
  for (const each of figures) hash.addBytes(new TextEncoder().encode(each.traceHash));
  return hash.digest();
}

function meanOf(figures: readonly Figures[], of: (each: Figures) => number): number {
  return estimate(figures.map(of)).mean;
}

function milliseconds(us: number | undefined): number | undefined {
  return us === undefined ? undefined : us / 1_000;
}

function trimmed(value: number, digits: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}
