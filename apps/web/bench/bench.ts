import { availableParallelism, cpus, loadavg } from "node:os";
import { chromium } from "playwright";
import { launchOptions } from "../../../.ci/launch-options";
import type { Contender, Stage } from "./contender";
import { hearsay } from "./hearsay";
import { measureRoom } from "./measure-room";
import { parseOptions, USAGE } from "./options";
import type { Plan } from "./plan";
import { report } from "./report";
import { Results } from "./results";
import { yWebrtc } from "./y-webrtc";

const CONTENDERS: readonly Contender[] = [hearsay, yWebrtc];

const plans = optionsOrExit();
const started = surroundings();
const results = new Results();
const failures = await measureAll(plans, results);
console.log(`# Tabs against y-webrtc\n\n${started}\n\n${report(results, CONTENDERS)}\n\n${surroundings()}`);
if (failures.length > 0) {
  console.error(`FAILED: ${failures.join(", ")}`);
  process.exitCode = 1;
}

/** Measures room after room, the contenders in turns, so that a slow minute of the machine falls on both. Returns what failed. */
async function measureAll(plans: readonly Plan[], results: Results): Promise<readonly string[]> {
  const failures: string[] = [];
  const asked = CONTENDERS.filter(({ name }) => plans.some(({ contenders }) => contenders.includes(name)));
  const stages = new Map<Contender, Stage>();
  try {
    for (const contender of asked) stages.set(contender, await contender.start("localhost"));
    for (const plan of plans) {
      for (let round = 1; round <= plan.rounds; round++) {
        for (const [contender, stage] of stages) {
          if (!plan.contenders.includes(contender.name)) continue;
          const what = `${plan.tabs} tabs of ${contender.title}, ${round} of ${plan.rounds}`;
          console.error(what);
          await measureOne(contender, stage, plan, results).catch((error) => {
            console.error(error);
            failures.push(what);
          });
        }
      }
    }
  } finally {
    for (const stage of stages.values()) await stage.stop();
  }
  return failures;
}

async function measureOne({ name }: Contender, stage: Stage, plan: Plan, results: Results): Promise<void> {
  // One of its own for each room: what the last one left to clean up slows nobody down.
  const browser = await chromium.launch(launchOptions());
  try {
    results.add(name, await measureRoom(browser, stage.newRoom(), plan));
  } finally {
    await browser.close();
  }
}

function optionsOrExit(): readonly Plan[] {
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
  const model = cpus()[0]?.model ?? "an unknown processor";
  return `Node.js ${process.versions.node}, ${availableParallelism()} × ${model}, load ${load.toFixed(1)}.`;
}
