import { pathToFileURL } from "node:url";
import { countWasmMemories } from "./held-bytes";
import type { Library } from "./library";
import { Scratch } from "./scratch";
import { heap, load, past, prepare, receive, receiveFriends, type Task, type, typeInBulk } from "./tasks";

const TASKS: ReadonlyMap<string, Task> = new Map<string, Task>([
  ["prepare", prepare],
  ["type", type],
  ["bulk", typeInBulk],
  ["receive", receive],
  ["friends", receiveFriends],
  ["load", load],
  ["heap", heap],
  ["past", past],
]);

// The program of one process: measures one task of one library, and prints the metrics as JSON.
const [program = "", task = "", folder = ""] = process.argv.slice(2);
countWasmMemories();
const { library } = (await import(pathToFileURL(program).href)) as { readonly library: Library };
const run = TASKS.get(task);
if (run === undefined) throw new Error(`Expected a task, got ${task}`);
process.stdout.write(JSON.stringify(run(library, new Scratch(folder))));
