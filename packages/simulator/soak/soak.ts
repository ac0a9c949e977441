import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { REPLICA_NAMES, type ReplicaName } from "../src/simulated-replica";
import { draw } from "../src/swarm/draw";
import { Fired } from "../src/swarm/law";
import { neverFired } from "../src/swarm/must-fire";
import { formatRegression } from "../src/swarm/regression";
import { explain, type Failure, trySeed } from "../src/swarm/seed";
import { checkLargePush } from "./large-push";
import { Progress } from "./progress";

const USAGE = `Usage: npm run soak -- [--minutes <1>] [--base <first seed>] [--seed <only this seed>]
  [--replica <only runs of register, text, note or note-latest>] [--no-large]`;

/**
 * Runs new seeds of the swarm for as many minutes as it is given, then push gossip among 10,000 nodes against the
 * exact chain. What breaks a law is shrunk and kept as a regression. Exits with 1 if anything did; Ctrl+C ends it with
 * what there is so far.
 */
async function main(parameters: readonly string[]): Promise<void> {
  if (parameters.includes("--help")) {
    console.log(USAGE);
    return;
  }
  const only = numberOf(parameters, "--seed");
  const minutes = numberOf(parameters, "--minutes") ?? DEFAULT_MINUTES;
  const first = only ?? numberOf(parameters, "--base") ?? randomInt(1_000, 2 ** 40);
  const replica = replicaIn(parameters);
  const soaked = await soak(first, only === undefined ? minutes * 60_000 : 0, replica);
  summarize(soaked, only === undefined, replica === undefined);
  const isWhole = only === undefined && !soaked.isInterrupted && !parameters.includes("--no-large");
  const isLargeRight = !isWhole || (await checkLargePush(() => interrupted));
  // At the end, where whoever comes back to a long soak sees it.
  if (soaked.failure) keep(soaked.failure);
  if (soaked.failure || !isLargeRight) process.exitCode = 1;
}

const DEFAULT_MINUTES = 1;
const MAX_SHRINK_TRIES = 3_000;
const REGRESSIONS = new URL("../testdata/regressions/", import.meta.url);

let interrupted = false;

interface Soaked {
  readonly first: number;
  /** How many were run. */
  readonly seeds: number;
  /** The last one. */
  readonly last: number;
  readonly fired: Fired;
  readonly failure: Failure | undefined;
  readonly isInterrupted: boolean;
}

/**
 * Runs seeds from `first` until the time is over, one breaks a law, or somebody interrupts; at least one. Where `replica`
 * is given, only those whose nodes hold such a one.
 */
async function soak(first: number, forMs: number, replica: ReplicaName | undefined): Promise<Soaked> {
  const fired = new Fired();
  const progress = new Progress(first);
  const startedAt = Date.now();
  let seed = first;
  for (let seeds = 1; ; seeds++, seed++) {
    while (replica !== undefined && draw(seed).run.replica !== replica) seed++;
    const outcome = trySeed(seed);
    fired.addAll(outcome.fired);
    progress.add(outcome.inputs);
    const isOver = Date.now() - startedAt >= forMs;
    if (outcome.broken || isOver || interrupted) {
      progress.end();
      const failure = explain(seed, outcome, MAX_SHRINK_TRIES);
      return { first, seeds, last: seed, fired, failure, isInterrupted: interrupted };
    }
    // Lets an interruption be heard.
    if (seeds % SEEDS_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

const SEEDS_PER_TURN = 8;

function summarize({ first, seeds, last, fired, isInterrupted }: Soaked, isLong: boolean, isOfAll: boolean): void {
  if (isLong) {
    console.log("\nWhat happened, and how often:\n");
    for (const [name, times] of fired.entries()) console.log(`${String(times).padStart(12)}  ${name}`);
    const missing = neverFired(fired);
    if (missing.length > 0 && isOfAll) console.log(`\nNever: ${missing.join(", ")}`);
  }
  const range = `of ${first} to ${last}`;
  console.log(`\n${seeds} seeds done (${range})${isInterrupted ? ", then interrupted" : ""}.`);
}

function keep({ text, regression }: Failure): void {
  const name = `${regression.law.replaceAll(/[^a-z]+/g, "-")}-${regression.seed}.json`;
  writeFileSync(new URL(name, REGRESSIONS), formatRegression(regression));
  console.log(`\n${text}\nKept as packages/simulator/testdata/regressions/${name}`);
}

function replicaIn(parameters: readonly string[]): ReplicaName | undefined {
  const index = parameters.indexOf("--replica");
  if (index < 0) return undefined;
  const replica = REPLICA_NAMES.find((name) => name === parameters[index + 1]);
  if (!replica) throw new RangeError(`Expected a replica after --replica. ${USAGE}`);
  return replica;
}

function numberOf(parameters: readonly string[], name: string): number | undefined {
  const index = parameters.indexOf(name);
  if (index < 0) return undefined;
  const value = Number(parameters[index + 1]);
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`Expected a number after ${name}. ${USAGE}`);
  return value;
}

process.once("SIGINT", () => {
  interrupted = true;
});

await main(process.argv.slice(2));
