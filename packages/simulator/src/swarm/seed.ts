import { check, checkTwice, type Outcome } from "./check";
import { draw } from "./draw";
import { formatRegression, type Regression, shrinkSeed } from "./regression";

/** Draws what `seed` stands for and holds it against the laws; one seed in eight runs twice, for the same trace. */
export function trySeed(seed: number): Outcome {
  const { run, faults } = draw(seed);
  const outcome = seed % SEEDS_PER_TWIN === 0 ? checkTwice(run) : check(run);
  for (const fault of faults) outcome.fired.add(`fault: ${fault}`, 1);
  outcome.fired.add(`strategy: ${run.spread.strategy}`, 1);
  outcome.fired.add(`topology: ${run.topology.type}`, 1);
  outcome.fired.add(`replica: ${run.replica}`, 1);
  return outcome;
}

/** A seed that broke a law, for whoever has to mend it. */
export interface Failure {
  /** The law, the message, the steps, and how to run it again. */
  readonly text: string;
  /** The same, as a file is to keep it. */
  readonly regression: Regression;
}

/** Shrinks what `outcome` shows of `seed`, in at most `maxTries` runs; undefined where nothing was broken. */
export function explain(seed: number, { broken }: Outcome, maxTries: number): Failure | undefined {
  if (!broken) return undefined;
  const regression = shrinkSeed(seed, broken.law, maxTries);
  const text = [
    `seed ${seed} broke "${broken.law}" after ${broken.atUs} µs: ${broken.message}`,
    `shrunk to ${regression.run.steps.length} steps (${regression.message}):`,
    formatRegression(regression),
    `Run it again: npm run soak -- --seed ${seed}`,
  ].join("\n");
  return { text, regression };
}

const SEEDS_PER_TWIN = 8;
