import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";

/** A place where a Chromium may be, and in words how we came to look there. */
export interface Candidate {
  readonly path: string;
  readonly source: string;
}

export type Choice =
  | { readonly type: "found"; readonly browser: Candidate }
  /** `CHROMIUM_PATH` names something that cannot be run: a mistake to be told, not to be worked around. */
  | { readonly type: "misnamed"; readonly path: string }
  | { readonly type: "missing" };

/** What the choice depends on. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where Playwright keeps its own Chromium, if it knows one for this machine. */
  readonly playwrightPath: string | undefined;
  readonly isExecutable: (path: string) => boolean;
}

/** The first Chromium that can be run: `CHROMIUM_PATH`, Playwright's own, then the system's. */
export function chooseBrowser(surroundings: Surroundings): Choice {
  const named = surroundings.environment.CHROMIUM_PATH;
  if (named !== undefined && named !== "") {
    if (!surroundings.isExecutable(named)) return { type: "misnamed", path: named };
    return { type: "found", browser: { path: named, source: "CHROMIUM_PATH" } };
  }
  const browser = browserCandidates(surroundings).find((candidate) => surroundings.isExecutable(candidate.path));
  return browser === undefined ? { type: "missing" } : { type: "found", browser };
}

/** Every place to look at when `CHROMIUM_PATH` is not set, best first. */
export function browserCandidates(surroundings: Surroundings): readonly Candidate[] {
  const { platform, environment, playwrightPath } = surroundings;
  const own = playwrightPath === undefined ? [] : [{ path: playwrightPath, source: "Playwright's own" }];
  if (platform === "win32") return [...own, ...windowsCandidates(environment)];
  const onPath = pathCandidates(environment.PATH ?? "");
  return platform === "darwin" ? [...own, ...onPath, ...MAC_CANDIDATES] : [...own, ...onPath];
}

/** The sentence for a `CHROMIUM_PATH` that cannot be run. */
export function misnamed(path: string): string {
  return `CHROMIUM_PATH is "${path}", which cannot be run. Set it to a Chromium or Chrome, or unset it.`;
}

/** What this machine, at this moment, has to offer. */
export function surroundingsHere(): Surroundings {
  return {
    platform: process.platform,
    environment: process.env,
    playwrightPath: playwrightPath(),
    isExecutable,
  };
}

const NAMES_ON_PATH = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const MAC_CANDIDATES: readonly Candidate[] = ["Chromium", "Google Chrome"].map((name) => ({
  path: `/Applications/${name}.app/Contents/MacOS/${name}`,
  source: "Applications",
}));

const WINDOWS_PLACES = ["Google\\Chrome\\Application\\chrome.exe", "Chromium\\Application\\chrome.exe"];

function pathCandidates(path: string): readonly Candidate[] {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  return NAMES_ON_PATH.flatMap((name) => folders.map((folder) => ({ path: join(folder, name), source: "PATH" })));
}

function windowsCandidates(environment: Surroundings["environment"]): readonly Candidate[] {
  const folders = [environment.ProgramFiles, environment["ProgramFiles(x86)"], environment.LOCALAPPDATA];
  return folders
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => WINDOWS_PLACES.map((place) => ({ path: `${folder}\\${place}`, source: "Program Files" })));
}

function playwrightPath(): string | undefined {
  try {
    return chromium.executablePath();
  } catch {
    // Playwright has no build for this platform; the system may still have one.
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
