import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A command that may bring a Chromium, and how long it may take. */
export interface Attempt {
  readonly command: readonly string[];
  readonly limitMs: number;
}

/** What the choice of attempts depends on. */
export interface Means {
  /** The package managers that this machine has. */
  readonly managers: readonly string[];
  /** What to put before a command that needs root: nothing as root, `sudo -n` where that works. */
  readonly elevation: readonly string[] | undefined;
}

/** Ways to install a Chromium, each a sequence of commands, in the order in which to try them. */
export function installAttempts(means: Means): readonly (readonly Attempt[])[] {
  const { elevation } = means;
  const playwright = [{ command: PLAYWRIGHT_INSTALLER, limitMs: DOWNLOAD_LIMIT_MS }];
  if (elevation === undefined) return [playwright];
  const distribution = PACKAGE_MANAGERS.filter(({ manager }) => means.managers.includes(manager));
  return [
    playwright,
    ...distribution.map(({ commands }) =>
      commands.map((command) => ({ command: [...elevation, ...command], limitMs: DOWNLOAD_LIMIT_MS })),
    ),
  ];
}

/** What this machine lets us do. */
export function meansHere(): Means {
  if (process.platform !== "linux") return { managers: [], elevation: undefined };
  const managers = PACKAGE_MANAGERS.map(({ manager }) => manager).filter((manager) => runs([manager, "--version"]));
  return { managers, elevation: elevationHere() };
}

/** Runs a command with its output shown. Returns what went wrong, or undefined. */
export function attempt({ command, limitMs }: Attempt): string | undefined {
  const [program, ...parameters] = command;
  if (program === undefined) throw new Error("Expected a command, got none");
  const { error, signal, status } = spawnSync(program, parameters, { stdio: "inherit", timeout: limitMs });
  if (error !== undefined) return isTimeout(error) ? `took longer than ${limitMs / 1000} s` : error.message;
  if (signal !== null) return `was ended by ${signal}`;
  return status === 0 ? undefined : `ended with code ${status}`;
}

/** Whether a command ends well within a few seconds; its output is dropped. */
export function runs(command: readonly string[]): boolean {
  const [program, ...parameters] = command;
  if (program === undefined) throw new Error("Expected a command, got none");
  return spawnSync(program, parameters, { stdio: "ignore", timeout: PROBE_LIMIT_MS }).status === 0;
}

// A Chromium is some 170 MB: a slow line brings it in this time, a dead one does not hold up the tests for ever.
const DOWNLOAD_LIMIT_MS = 300_000;
const PROBE_LIMIT_MS = 20_000;

// Not through npx: a time limit would end npx and leave the download running.
const PLAYWRIGHT_INSTALLER = [
  process.execPath,
  join(dirname(createRequire(import.meta.url).resolve("playwright/package.json")), "cli.js"),
  "install",
  "--no-shell",
  "chromium",
];

const APT = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];

const PACKAGE_MANAGERS = [
  {
    manager: "apt-get",
    commands: [
      [...APT, "update"],
      [...APT, "install", "-y", "chromium"],
    ],
  },
  { manager: "dnf", commands: [["dnf", "install", "-y", "chromium"]] },
  { manager: "apk", commands: [["apk", "add", "--no-cache", "chromium"]] },
] as const;

function elevationHere(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return runs(["sudo", "-n", "true"]) ? ["sudo", "-n"] : undefined;
}

function isTimeout(error: Error): boolean {
  return "code" in error && error.code === "ETIMEDOUT";
}
