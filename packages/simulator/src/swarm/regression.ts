import type { Run } from "../run";
import { type Broken, check, checkTwice, type Outcome } from "./check";
import { draw } from "./draw";
import type { Law } from "./law";
import { REPLICA_NAMES, type ReplicaName, type Trial } from "./replica-watch";
import { shrink } from "./shrink";

/** A trial that once broke a law, as it is kept in a file. */
export interface Regression extends Trial {
  /** The seed it was found with. */
  readonly seed: number;
  /** What it broke then. It must not break anything now. */
  readonly law: Law;
  readonly message: string;
}

/** The smallest trial that breaks the same law as the one drawn from `seed`, which is known to break it. */
export function shrinkSeed(seed: number, law: Law, maxTries: number): Regression {
  const { replica, run } = draw(seed);
  const judge = law === "same trace" ? checkTwice : check;
  const small = shrink(run, (candidate) => brokenBy({ replica, run: candidate }, judge)?.law === law, maxTries);
  const message = brokenBy({ replica, run: small }, judge)?.message ?? "";
  return { seed, law, message, replica, run: small };
}

/** A regression as text: one line for each step, so that one can read it. */
export function formatRegression({ seed, law, message, replica, run }: Regression): string {
  const { steps, ...setting } = run;
  const lines = steps.map((step) => `      ${JSON.stringify(step)}`);
  const head = Object.entries({ seed, law, message, replica }).map(
    ([name, value]) => `  "${name}": ${JSON.stringify(value)},`,
  );
  const rest = Object.entries(setting).map(([name, value]) => `    "${name}": ${JSON.stringify(value)},`);
  return ["{", ...head, '  "run": {', ...rest, '    "steps": [', lines.join(",\n"), "    ]", "  }", "}", ""].join("\n");
}

/** Reads what `formatRegression` wrote. Throws where it is something else. */
export function parseRegression(text: string): Regression {
  const parsed: Partial<Regression> = JSON.parse(text);
  const { seed, law, message, replica, run } = parsed;
  if (seed === undefined || law === undefined || message === undefined || !isReplica(replica) || !run?.steps) {
    throw new Error("Expected a regression: seed, law, message, replica and run");
  }
  return { seed, law, message, replica, run: withNetworkOf(run) };
}

/** What JSON leaves out since it is undefined. */
function withNetworkOf(run: Run): Run {
  return { ...run, network: { ...run.network, uplinkBytesPerSecond: run.network.uplinkBytesPerSecond } };
}

function isReplica(value: unknown): value is ReplicaName {
  return REPLICA_NAMES.some((name) => name === value);
}

/** A run that shrinking has made senseless breaks nothing. */
function brokenBy(trial: Trial, judge: (trial: Trial) => Outcome): Broken | undefined {
  try {
    return judge(trial).broken;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
