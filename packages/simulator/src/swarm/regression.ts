import type { Run } from "../run";
import { type Broken, check, checkTwice, type Outcome } from "./check";
import { draw } from "./draw";
import type { Law } from "./law";
import { shrink } from "./shrink";

/** A run that once broke a law, as it is kept in a file. */
export interface Regression {
  /** The seed it was found with. */
  readonly seed: number;
  /** What it broke then. It must not break anything now. */
  readonly law: Law;
  readonly message: string;
  readonly run: Run;
}

/** The smallest run that breaks the same law as the one drawn from `seed`, which is known to break it. */
export function shrinkSeed(seed: number, law: Law, maxTries: number): Regression {
  const { run } = draw(seed);
  const judge = law === "same trace" ? checkTwice : check;
  const small = shrink(run, (candidate) => brokenBy(candidate, judge)?.law === law, maxTries);
  const message = brokenBy(small, judge)?.message ?? "";
  return { seed, law, message, run: small };
}

/** A regression as text: one line for each step, so that one can read it. */
export function formatRegression({ seed, law, message, run }: Regression): string {
  const { steps, ...setting } = run;
  const lines = steps.map((step) => `      ${JSON.stringify(step)}`);
  const head = Object.entries({ seed, law, message }).map(([name, value]) => `  "${name}": ${JSON.stringify(value)},`);
  const rest = Object.entries(setting).map(([name, value]) => `    "${name}": ${JSON.stringify(value)},`);
  return ["{", ...head, '  "run": {', ...rest, '    "steps": [', lines.join(",\n"), "    ]", "  }", "}", ""].join("\n");
}

/** Reads what `formatRegression` wrote. Throws where it is something else. */
export function parseRegression(text: string): Regression {
  const parsed: Partial<Regression> = JSON.parse(text);
  const { seed, law, message, run } = parsed;
  if (seed === undefined || law === undefined || message === undefined || !run?.steps) {
    throw new Error("Expected a regression: seed, law, message and run");
  }
  return { seed, law, message, run: withNetworkOf(run) };
}

/** What JSON leaves out since it is undefined. */
function withNetworkOf(run: Run): Run {
  return { ...run, network: { ...run.network, uplinkBytesPerSecond: run.network.uplinkBytesPerSecond } };
}

/** A run that shrinking has made senseless breaks nothing. */
function brokenBy(run: Run, judge: (run: Run) => Outcome): Broken | undefined {
  try {
    return judge(run).broken;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
