import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";
import { launchOptions } from "../../../../.ci/launch-options";

/** Starts a Chromium in a network namespace. */
export async function launchOn(host: string): Promise<Browser> {
  const { executablePath = "", ...options } = launchOptions();
  const folder = mkdtempSync(join(tmpdir(), "hearsay-partition-"));
  const starter = join(folder, "chromium");
  writeFileSync(starter, starterScript(host, executablePath), { mode: 0o755 });
  try {
    return await chromium.launch({ ...options, executablePath: starter });
  } finally {
    // By now it has been read.
    rmSync(folder, { recursive: true });
  }
}

/**
 * A shell script that is started in place of Chromium. Names of the local network, which stand in for addresses in
 * introductions, are not resolved from namespace to namespace, so addresses are offered as they are. That goes into the
 * list that Playwright gives: of two lists Chromium takes the last.
 */
export function starterScript(host: string, executablePath: string): string {
  return `#!/bin/sh
for argument do
  shift
  case "$argument" in --disable-features=*) argument="$argument,WebRtcHideLocalIpsWithMdns" ;; esac
  set -- "$@" "$argument"
done
exec ip netns exec ${quoted(host)} ${quoted(executablePath)} "$@"
`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
