import { readdirSync, readFileSync } from "node:fs";
import { checkTwice } from "../src/swarm/check";
import { parseRegression } from "../src/swarm/regression";
import { explain, trySeed } from "../src/swarm/seed";

const FOLDER = new URL("../testdata/regressions/", import.meta.url);

/**
 * Runs the seeds from 0 and then the kept regressions, until one breaks a law. Prints one line of JSON: which one, the
 * law, and the regression; or `null` where all hold. The parameters are how many seeds, and how many runs to shrink.
 */
function run(seeds: number, maxTries: number): void {
  for (let seed = 0; seed < seeds; seed++) {
    const failure = explain(seed, trySeed(seed), maxTries);
    if (!failure) continue;
    const { law, message } = failure.regression;
    console.log(JSON.stringify({ from: `seed ${seed}`, law, message, regression: failure.regression }));
    return;
  }
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".json"))) {
    const regression = parseRegression(readFileSync(new URL(file, FOLDER), "utf8"));
    const { broken } = checkTwice(regression.run);
    if (!broken) continue;
    console.log(JSON.stringify({ from: file, ...broken, regression }));
    return;
  }
  console.log("null");
}

run(Number(process.argv[2]), Number(process.argv[3]));
