import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatRegression, type Regression } from "../src/swarm/regression";
import type { Mutation } from "./mutation";
import { MUTATIONS } from "./mutations";

/**
 * Breaks one rule after the other in a copy of the packages, and lets the swarm look for it: its pinned seeds, then
 * the kept regressions. Where it notices nothing, and the rule is one that the swarm need not notice, unit tests of the
 * copy are asked. Exits with 1 if a broken rule goes unnoticed. `--only <part of a name>` tries some of them;
 * `--seeds <number>` sets how many seeds; `--keep <folder>` writes what was found, shrunk, into a folder that exists.
 */
function main(parameters: readonly string[]): void {
  const only = parameterAfter(parameters, "--only") ?? "";
  const folder = parameterAfter(parameters, "--keep");
  const seeds = Number(parameterAfter(parameters, "--seeds") ?? SEEDS);
  const copy = copyPackages();
  let survivors = 0;
  try {
    const chosen = MUTATIONS.filter(({ name }) => name.includes(only));
    if (only === "") survivors += report("nothing, for comparison", trySwarm(copy, seeds), false, undefined);
    for (const tests of new Set(chosen.flatMap((mutation) => mutation.tests ?? []))) {
      survivors += report(`nothing, as ${tests} sees it`, tryTests(copy, tests), false, undefined);
    }
    for (const mutation of chosen) {
      const original = mutate(copy, mutation);
      const { tests } = mutation;
      const found = trySwarm(copy, seeds) ?? (tests === undefined ? undefined : tryTests(copy, tests));
      survivors += report(mutation.name, found, true, folder);
      writeFileSync(join(copy, mutation.file), original);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  if (survivors > 0) process.exitCode = 1;
}

const SEEDS = 400;
const MAX_SHRINK_TRIES = 300;
const PACKAGES = ["merge", "gossip", "simulator"];
const TEST_PACKAGES = ["vitest", "fast-check"];
const root = fileURLToPath(new URL("../../../", import.meta.url));

interface Found {
  /** A seed, the name of a kept regression, or the unit tests. */
  readonly from: string;
  /** The law that is broken, or the test. */
  readonly law: string;
  readonly message: string;
  /** Undefined where a unit test noticed. */
  readonly regression: Regression | undefined;
}

/** The packages in a new folder outside of the repository, where they find each other and what runs their tests. */
function copyPackages(): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "hearsay-mutate-")));
  mkdirSync(join(copy, "node_modules", "@hearsay"), { recursive: true });
  writeFileSync(join(copy, "package.json"), '{ "type": "module" }');
  for (const name of TEST_PACKAGES) {
    symlinkSync(join(root, "node_modules", name), join(copy, "node_modules", name), "junction");
  }
  for (const name of PACKAGES) {
    const filter = (source: string) => basename(source) !== "node_modules";
    cpSync(join(root, "packages", name), join(copy, "packages", name), { recursive: true, filter });
    symlinkSync(join(copy, "packages", name), join(copy, "node_modules", "@hearsay", name), "junction");
  }
  return copy;
}

/** Edits one file of the copy. Returns what it was before. */
function mutate(copy: string, { name, file, search, replace }: Mutation): string {
  const path = join(copy, file);
  const original = readFileSync(path, "utf8");
  const found = original.split(search).length - 1;
  if (found !== 1) throw new Error(`Expected to find "${name}" once in ${file}, got ${found} times`);
  writeFileSync(
    path,
    original.replace(search, () => replace),
  );
  return original;
}

/** What the first seed or regression that breaks a law says of it; undefined where none does. */
function trySwarm(copy: string, seeds: number): Found | undefined {
  const tsx = createRequire(import.meta.url).resolve("tsx/cli");
  const script = join(copy, "packages", "simulator", "soak", "pinned.ts");
  const parameters = [tsx, script, String(seeds), String(MAX_SHRINK_TRIES)];
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: copy, encoding: "utf8" });
  if (status !== 0) throw new Error(`The swarm did not run: ${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") ?? undefined;
}

/** What the first unit test that fails says; undefined where none does. `tests` is a part of their paths. */
function tryTests(copy: string, tests: string): Found | undefined {
  const vitest = join(copy, "node_modules", "vitest", "vitest.mjs");
  const parameters = [vitest, "run", "--root", copy, "--bail", "1", "--reporter", "json", tests];
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: copy, encoding: "utf8" });
  const report: Partial<TestReport> = JSON.parse(stdout.slice(stdout.indexOf("{")));
  const results = report.testResults ?? [];
  if (results.length === 0) throw new Error(`Expected tests in ${tests}: ${stderr}`);
  if (status === 0) return undefined;
  const failed = results.flatMap(({ assertionResults }) => assertionResults).find((test) => test.status === "failed");
  const message = failed?.failureMessages[0] ?? results.find((file) => file.message)?.message ?? stderr;
  return { from: "unit tests", law: failed?.title ?? "no test runs", message, regression: undefined };
}

/** What is read of what vitest reports. */
interface TestReport {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Prints one line. Returns 1 where it is not as it should be. */
function report(name: string, found: Found | undefined, isExpected: boolean, folder: string | undefined): 0 | 1 {
  const verdict = found
    ? `${found.from}, "${found.law}": ${found.message.slice(0, MAX_MESSAGE).replaceAll("\n", " ")}`
    : "unnoticed";
  const isRight = (found !== undefined) === isExpected;
  console.log(`${isRight ? "ok  " : "BAD "} ${name}\n       ${verdict}`);
  if (found?.regression && folder) {
    const file = join(folder, `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.json`);
    writeFileSync(file, formatRegression(found.regression));
  }
  return isRight ? 0 : 1;
}

const MAX_MESSAGE = 120;

function parameterAfter(parameters: readonly string[], name: string): string | undefined {
  const index = parameters.indexOf(name);
  return index < 0 ? undefined : parameters[index + 1];
}

main(process.argv.slice(2));
