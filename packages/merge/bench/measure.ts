import { pathToFileURL } from "node:url";
import type { Library } from "./library";
import { past } from "./past-task";
import { Scratch } from "./scratch";
import {
  heap,
  load,
  prepare,
  prepareFriends,
  receive,
  receiveFriends,
  type Task,
  typeInBulk,
  type as typeOneByOne,
} from "./tasks";

const TASKS: ReadonlyMap<string, Task> = new Map<string, Task>([
  ["prepare", prepare],
  ["prepare-friends", prepareFriends],
  ["type", typeOneByOne],
  ["bulk", typeInBulk],
  ["receive", receive],
  ["friends", receiveFriends],
  ["load", load],
  ["heap", heap],
  ["past", past],
]);

// The program of one process: measures one task of one library, and prints the metrics as JSON.
const [program = "", name = "", task = "", folder = ""] = process.argv.slice(2);
const { library } = (await import(pathToFileURL(program).href)) as { readonly library: Library };
const run = TASKS.get(task);
if (run === undefined) throw new Error(`Expected a task, got ${task}`);
process.stdout.write(JSON.stringify(run(library, new Scratch(folder, name))));
