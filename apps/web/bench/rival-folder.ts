import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where the rival is installed and has its page, apart from the product. */
export const RIVAL = new URL("rival/", import.meta.url);

/** Installs what `rival/package.json` names, where it is missing or of another version. Throws where that fails. */
export function ensureRival(): void {
  const outdated = [...pinnedVersions()].filter(([name, version]) => installedVersion(name) !== version);
  if (outdated.length === 0) return;
  console.error(`installing ${outdated.map(([name, version]) => `${name} ${version}`).join(", ")}`);
  // Else a script of the outer package's npm would make this one install there.
  const { npm_config_local_prefix: _, ...env } = process.env;
  const npm = spawnSync("npm", ["install"], {
    cwd: fileURLToPath(RIVAL),
    env,
    shell: process.platform === "win32",
    stdio: ["ignore", process.stderr, process.stderr],
  });
  if (npm.status !== 0) throw new Error(`Expected npm to install the rival, got exit code ${npm.status}`);
}

/** The version of a package that `rival/package.json` asks for. Throws where it asks for none. */
export function pinnedVersion(name: string): string {
  const version = pinnedVersions().get(name);
  if (version === undefined) throw new Error(`Expected a version of ${name}, got none`);
  return version;
}

function pinnedVersions(): ReadonlyMap<string, string> {
  const { dependencies } = readJson(new URL("package.json", RIVAL)) as { dependencies: Record<string, string> };
  return new Map(Object.entries(dependencies));
}

function installedVersion(name: string): string | undefined {
  const file = new URL(`node_modules/${name}/package.json`, RIVAL);
  return existsSync(file) ? (readJson(file) as { version: string }).version : undefined;
}

function readJson(file: URL): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
