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
import { MUTATIONS, type Mutation } from "./mutations";

/**
 * Breaks one rule after the other in a copy of the packages, and lets the swarm look for it: its pinned seeds, then
 * the kept regressions. Exits with 1 if a broken rule goes unnoticed. `--only <part of a name>` tries some of them;
 * `--seeds <number>` sets how many seeds; `--keep <folder>` writes what was found, shrunk, into a folder that exists.
 */
function main(parameters: readonly string[]): void {
  const only = parameterAfter(parameters, "--only") ?? "";
  const folder = parameterAfter(parameters, "--keep");
  const seeds = Number(parameterAfter(parameters, "--seeds") ?? SEEDS);
  const copy = copyPackages();
  let survivors = 0;
  try {
    if (only === "") survivors += report("nothing, for comparison", tryIn(copy, seeds), false, undefined);
    for (const mutation of MUTATIONS.filter(({ name }) => name.includes(only))) {
      const original = mutate(copy, mutation);
      survivors += report(mutation.name, tryIn(copy, seeds), true, folder);
      writeFileSync(join(copy, mutation.file), original);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  if (survivors > 0) process.exitCode = 1;
}

const SEEDS = 250;
const MAX_SHRINK_TRIES = 300;
const PACKAGES = ["merge", "gossip", "simulator"];
const root = fileURLToPath(new URL("../../../", import.meta.url));

interface Found {
  /** A seed, or the name of a kept regression. */
  readonly from: string;
  readonly law: string;
  readonly message: string;
  readonly regression: Regression;
}

/** The packages in a new folder outside of the repository, where they find each other and nothing else. */
function copyPackages(): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "hearsay-mutate-")));
  mkdirSync(join(copy, "node_modules", "@hearsay"), { recursive: true });
  writeFileSync(join(copy, "package.json"), '{ "type": "module" }');
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
function tryIn(copy: string, seeds: number): Found | undefined {
  const tsx = createRequire(import.meta.url).resolve("tsx/cli");
  const script = join(copy, "packages", "simulator", "soak", "pinned.ts");
  const parameters = [tsx, script, String(seeds), String(MAX_SHRINK_TRIES)];
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: copy, encoding: "utf8" });
  if (status !== 0) throw new Error(`The swarm did not run: ${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") ?? undefined;
}

/** Prints one line. Returns 1 where it is not as it should be. */
function report(name: string, found: Found | undefined, isExpected: boolean, folder: string | undefined): 0 | 1 {
  const verdict = found ? `${found.from}, "${found.law}": ${found.message.slice(0, MAX_MESSAGE)}` : "unnoticed";
  const isRight = (found !== undefined) === isExpected;
  console.log(`${isRight ? "ok  " : "BAD "} ${name}\n       ${verdict}`);
  if (found && folder) {
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
