import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowser } from "./browser";
import { addTallies, NO_TESTS, playwrightTally, type Tally, tallyLine, vitestTally } from "./tally";

interface Outcome {
  readonly succeeded: boolean;
  readonly tally: Tally;
}

interface Step {
  readonly title: string;
  readonly run: () => Outcome;
}

/** Runs the steps one after the other, up to the first that fails, and ends with the line that a machine can read. */
function runSteps(steps: readonly Step[]): void {
  let tally = NO_TESTS;
  for (const [index, { title, run }] of steps.entries()) {
    console.log(`\n=== ${title} (${index + 1} of ${steps.length}) ===\n`);
    const { succeeded, tally: added } = run();
    tally = addTallies(tally, added);
    if (!succeeded) {
      const rest = steps.slice(index + 1).map((step) => step.title);
      console.log(`\nFailed: ${title}.${rest.length === 0 ? "" : ` Not run: ${rest.join(", ")}.`}`);
      process.exitCode = 1;
      break;
    }
  }
  console.log(`\n${tallyLine(tally)}`);
}

function script(name: string, ...parameters: readonly string[]): boolean {
  const { error, status } = spawnSync("npm", ["run", "--silent", name, "--", ...parameters], {
    stdio: "inherit",
    env: environment,
    shell: process.platform === "win32",
  });
  if (error !== undefined) console.error(error.message);
  return status === 0;
}

/** A step that fails must not leave "0 failed" behind it, even if no test is to blame. */
function outcome(succeeded: boolean, tally: Tally = NO_TESTS): Outcome {
  const unexplained = !succeeded && tally.failed === 0;
  return { succeeded, tally: unexplained ? { ...tally, failed: 1 } : tally };
}

function readTally(file: string, read: (report: unknown) => Tally): Tally {
  try {
    return read(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    console.error(`The report of the tests cannot be read: ${String(error)}`);
    return { ...NO_TESTS, failed: 1 };
  }
}

const reports = mkdtempSync(join(tmpdir(), "hearsay-"));
const environment = { ...process.env };

function unit(): Outcome {
  const file = join(reports, "unit.json");
  const succeeded = script("unit", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`);
  return outcome(succeeded, readTally(file, vitestTally));
}

function browser(): Outcome {
  const found = ensureBrowser();
  if (found !== undefined) environment.CHROMIUM_PATH = found.path;
  return outcome(found !== undefined);
}

function e2e(): Outcome {
  const file = join(reports, "e2e.json");
  environment.PLAYWRIGHT_JSON_OUTPUT_FILE = file;
  const succeeded = script("e2e", "--reporter=list,json");
  return outcome(succeeded, readTally(file, playwrightTally));
}

try {
  runSteps([
    { title: "Lint and format", run: () => outcome(script("lint")) },
    { title: "Types", run: () => outcome(script("types")) },
    { title: "Purity", run: () => outcome(script("purity")) },
    { title: "Unit tests", run: unit },
    { title: "A browser", run: browser },
    { title: "Browser tests", run: e2e },
  ]);
} finally {
  rmSync(reports, { recursive: true, force: true });
}
