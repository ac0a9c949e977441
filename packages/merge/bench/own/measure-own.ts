import { Scratch } from "../scratch";
import type { Metrics } from "../tasks";
import { clockCosts } from "./clock-costs";
import { growAtRandom, growInOrder } from "./growth";
import { editLarge, paste } from "./large-notes";
import { crowds } from "./siblings";

const TASKS: ReadonlyMap<string, (scratch: Scratch) => Metrics> = new Map([
  ["paste", paste],
  ["large", editLarge],
  ["in-order", growInOrder],
  ["at-random", growAtRandom],
  ["crowds", crowds],
  ["clock", clockCosts],
]);

// The program of one process: measures one task of this repository's own, and prints the metrics as JSON.
const [task = "", folder = ""] = process.argv.slice(2);
const run = TASKS.get(task);
if (run === undefined) throw new Error(`Expected a task, got ${task}`);
process.stdout.write(JSON.stringify(run(new Scratch(folder, "own"))));
