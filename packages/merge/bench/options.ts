import { parseArgs } from "node:util";
import { CANDIDATES } from "./candidates";
import { OWN_TASKS, SHARED_TASKS } from "./plan";

export interface Options {
  readonly repetitions: number;
  /** Libraries to measure, by name. */
  readonly candidates: ReadonlySet<string>;
  /** Tasks to measure, by name. */
  readonly tasks: ReadonlySet<string>;
  /** What times are taken with: the clock on the wall, or the time that the processor spent. */
  readonly clock: "wall" | "cpu";
}

const REPETITIONS = 5;

export const USAGE = `bench [--quick] [--only NAME]... [--cpu]

  --quick      each measurement once, instead of ${REPETITIONS} times
  --only NAME  only this library or task, again for more
  --cpu        processor time instead of the clock's, for a machine that is busy

  libraries: ${CANDIDATES.map(({ name }) => name).join(", ")}
  tasks:     ${SHARED_TASKS.join(", ")}
             and of Hearsay alone ${OWN_TASKS.join(", ")}`;

/** Reads the command line. Throws where it asks for what there is not. */
export function parseOptions(line: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...line],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      cpu: { type: "boolean", default: false },
    },
  });
  const names = CANDIDATES.map(({ name }) => name);
  const tasks = [...SHARED_TASKS, ...OWN_TASKS];
  for (const name of values.only) {
    if (!names.includes(name) && !tasks.includes(name)) throw new Error(`Expected a library or a task, got ${name}`);
  }
  return {
    repetitions: values.quick ? 1 : REPETITIONS,
    candidates: chosen(names, values.only),
    tasks: chosen(tasks, values.only),
    clock: values.cpu ? "cpu" : "wall",
  };
}

function chosen(all: readonly string[], only: readonly string[]): ReadonlySet<string> {
  const asked = all.filter((name) => only.includes(name));
  return new Set(asked.length > 0 ? asked : all);
}
