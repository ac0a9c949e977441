import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import {
  browserCandidates,
  type Candidate,
  type Choice,
  chooseBrowser,
  misnamed,
  surroundingsHere,
} from "./find-browser";
import { type Attempt, attempt, installAttempts, meansHere, runs } from "./install-browser";

/** A Chromium that starts, installed first if there is none. Undefined, and said why, if none can be had. */
export function ensureBrowser(): Candidate | undefined {
  const found = findWorking();
  if (found.type !== "missing") return settle(found);
  console.log("No Chromium that starts was found: trying to install one.");
  const failures: string[] = [];
  for (const way of installAttempts(meansHere())) {
    const failure = follow(way);
    if (failure !== undefined) failures.push(failure);
    const choice = findWorking();
    if (choice.type !== "missing") return settle(choice);
  }
  console.error(adviceFor(failures));
  return undefined;
}

// A file may be there and still not start: a library is missing, or it is a stub that only tells what to install.
function findWorking(): Choice {
  const here = surroundingsHere();
  return chooseBrowser({ ...here, isExecutable: (path) => here.isExecutable(path) && starts(path) });
}

function starts(path: string): boolean {
  // On Windows `--version` opens a window instead of answering.
  return process.platform === "win32" || runs([path, "--version"]);
}

function settle(choice: Exclude<Choice, { type: "missing" }>): Candidate | undefined {
  if (choice.type === "misnamed") {
    console.error(misnamed(choice.path));
    return undefined;
  }
  console.log(`Browser: ${choice.browser.path} (${choice.browser.source})`);
  return choice.browser;
}

function follow(way: readonly Attempt[]): string | undefined {
  for (const step of way) {
    const command = step.command.join(" ");
    console.log(`\n$ ${command}`);
    const failure = attempt(step);
    if (failure !== undefined) return `${command}: ${failure}`;
  }
  return undefined;
}

function adviceFor(failures: readonly string[]): string {
  const places = new Set(browserCandidates(surroundingsHere()).map(placeInWords));
  return [
    "",
    "No Chromium was found that starts, and none could be installed, so the browser tests cannot run.",
    "",
    "Looked at:",
    ...[...places].map((place) => `  ${place}`),
    "Tried:",
    ...failures.map((failure) => `  ${failure}`),
    "",
    "Install Chromium or Chrome by any means (Debian: apt-get install chromium), or set CHROMIUM_PATH to one,",
    "and run the tests again.",
  ].join("\n");
}

function placeInWords({ path, source }: Candidate): string {
  return source === "PATH" ? `${basename(path)} on the PATH` : `${path} (${source})`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  process.exitCode = ensureBrowser() === undefined ? 1 : 0;
}
