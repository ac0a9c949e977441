import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Options, parseOptions, USAGE } from "./options";
import { WITHOUT_TRACES } from "./plan";
import { report } from "./report";
import { Results } from "./results";
import { ensureRivals } from "./rivals-folder";
import { runAll } from "./run";
import { Scratch } from "./scratch";
import { missingTraces, readAutomergePaper, readFriendsForever } from "./traces";

const options = optionsOrExit();
const folder = mkdtempSync(join(tmpdir(), "hearsay-bench-"));
try {
  ensureRivals();
  const results = new Results();
  const started = surroundings();
  const failures = runAll(withTraces(options), folder, results);
  console.log(`# Text against its rivals\n\n${started}\n\n${report(results)}\n\n${surroundings()}`);
  if (failures.length > 0) {
    console.error(`FAILED: ${failures.join(", ")}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Lays the traces ready. Where one is missing, says so, and leaves out what reads them. */
function withTraces(asked: Options): Options {
  const missing = missingTraces();
  if (missing.length === 0) {
    new Scratch(folder, "").writeTraces(readAutomergePaper(), readFriendsForever());
    return asked;
  }
  const line = `**NOT MEASURED: what reads the traces, for lack of ${missing.join(", ")} in ../shared/data beside the repository.**`;
  console.error(line);
  console.log(line);
  return { ...asked, tasks: new Set([...asked.tasks].filter((task) => WITHOUT_TRACES.includes(task))) };
}

function optionsOrExit(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(1);
  }
}

/** What the figures depend on besides the code. */
function surroundings(): string {
  const load = loadavg()[0] ?? 0;
  const busy =
    load > availableParallelism() / 2 + 1 ? " **The machine is busy: its times are not to be trusted.**" : "";
  const model = cpus()[0]?.model ?? "an unknown processor";
  const clock = options.clock === "cpu" ? "Processor time. " : "";
  return `${clock}Node.js ${process.versions.node}, ${availableParallelism()} × ${model}, load ${load.toFixed(1)}.${busy}`;
}
