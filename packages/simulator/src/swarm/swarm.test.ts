import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Fired } from "./law";
import { neverFired } from "./must-fire";
import { explain, trySeed } from "./seed";

const SEEDS = 250;
const MAX_SHRINK_TRIES = 500;

/** New in each run of the tests; to go through the same seeds again, set the variable. */
const BASE = Number(process.env.SWARM_BASE ?? randomInt(1_000, 2 ** 40));

const fired = new Fired();

function trySeeds(first: number): void {
  for (let seed = first; seed < first + SEEDS; seed++) {
    const outcome = trySeed(seed);
    fired.addAll(outcome.fired);
    const failure = explain(seed, outcome, MAX_SHRINK_TRIES);
    if (failure) expect.fail(`${failure.text}\nAll of these seeds again: SWARM_BASE=${BASE} npx vitest run swarm`);
  }
}

describe("the swarm", () => {
  it("keeps every law with the seeds 0 to 249", () => trySeeds(0), 120_000);

  it(`keeps every law with new seeds (${BASE} to ${BASE + SEEDS - 1})`, () => {
    process.stdout.write(
      `The swarm's new seeds are ${BASE} to ${BASE + SEEDS - 1}: SWARM_BASE=${BASE} draws them again.\n`,
    );
    trySeeds(BASE);
  }, 120_000);

  it("has seen each fault, each refusal and each other thing that can happen", () => {
    expect(neverFired(fired)).toEqual([]);
  });
});
