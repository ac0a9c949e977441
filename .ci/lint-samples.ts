import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file that is only imagined: where in the repository it would be, and what it would say. */
export interface Sample {
  readonly path: string;
  readonly text: string;
}

/** Lints samples as the repository would. Returns the categories of what is wrong, sample for sample. */
export function lintSamples(samples: readonly Sample[], rules: readonly string[]): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), "hearsay-"));
  try {
    cpSync(join(REPOSITORY, ".biome.json"), join(folder, ".biome.json"));
    cpSync(join(REPOSITORY, ".ci", "pure.grit"), join(folder, ".ci", "pure.grit"));
    for (const { path, text } of samples) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const found = diagnosticsIn(folder, rules);
    return samples.map(({ path }) => found.filter((one) => one.location.path === path).map((one) => one.category));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string };
}

const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));
const BIOME = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");

function diagnosticsIn(folder: string, rules: readonly string[]): readonly Diagnostic[] {
  const only = rules.map((rule) => `--only=${rule}`);
  const parameters = [BIOME, "lint", "--reporter=json", "--max-diagnostics=none", ...only, "."];
  const { stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: folder, encoding: "utf8" });
  try {
    return JSON.parse(stdout).diagnostics;
  } catch (error) {
    throw new Error(`Expected a report from Biome, got: ${stdout}${stderr}`, { cause: error });
  }
}
