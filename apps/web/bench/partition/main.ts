import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ensureRival } from "../rival-folder";
import { type Options, parseOptions, USAGE } from "./options";
import { namespacesOf, obstacle, remove, setUp } from "./two-hosts";

const IN_HUB = fileURLToPath(new URL("in-hub.ts", import.meta.url));
const { contenders } = optionsOrExit();
const reason = obstacle();
if (reason === undefined) process.exitCode = await runInHub();
else console.log(`skipped: two hosts take Linux, root and iproute2, and ${reason}.`);

/** Makes the network and runs the bench in the middle of it. Resolves to its exit code. */
async function runInHub(): Promise<number> {
  // There the registry cannot be reached.
  if (contenders.includes("y-webrtc")) ensureRival();
  const tag = String(process.pid);
  const namespaces = namespacesOf(tag);
  try {
    setUp(namespaces);
    const program = [process.execPath, "--import", "tsx", IN_HUB, tag, ...process.argv.slice(2)];
    const bench = spawn("ip", ["netns", "exec", namespaces.hub, ...program], { stdio: "inherit" });
    // It gets Ctrl+C as well, and once it has ended the network is taken down.
    process.on("SIGINT", () => {});
    process.on("SIGTERM", () => bench.kill());
    const [code] = await once(bench, "exit");
    return code ?? 1;
  } finally {
    remove(namespaces);
  }
}

function optionsOrExit(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(1);
  }
}
