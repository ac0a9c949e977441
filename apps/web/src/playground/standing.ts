import { compareTimestamps, type Timestamp } from "@hearsay/merge";
import type { Simulation } from "@hearsay/simulator";
import { labelOf } from "./data";

/** How one node stands to the newest data that any living node holds; "empty" where none holds any. */
export type NodeState = "newest" | "behind" | "empty" | "crashed";

export interface NodeStanding {
  readonly state: NodeState;
  /** What it holds; undefined where it never had anything. */
  readonly label: string | undefined;
}

/** How all nodes stand. */
export interface Standing {
  readonly nodes: readonly NodeStanding[];
  /** Of the newest data among the living; undefined where they hold nothing. */
  readonly newest: Timestamp | undefined;
  readonly living: number;
  /** How many of the living do not hold the newest. */
  readonly differing: number;
}

export function standingOf(simulation: Simulation): Standing {
  const all = Array.from({ length: simulation.size }, (_, index) => simulation.node(index));
  const living = all.filter(({ alive }) => alive);
  let newest: Timestamp | undefined;
  for (const { register } of living) {
    if (register.timestamp && isLater(register.timestamp, newest)) newest = register.timestamp;
  }
  const nodes = all.map(({ alive, register }): NodeStanding => {
    const label = labelOf(register.text);
    if (!alive) return { state: "crashed", label };
    if (!newest) return { state: "empty", label };
    return { state: isLater(newest, register.timestamp) ? "behind" : "newest", label };
  });
  const holders = nodes.filter(({ state }) => state === "newest").length;
  return { nodes, newest, living: living.length, differing: newest ? living.length - holders : 0 };
}

/** Whether one timestamp comes after another, or after nothing. */
export function isLater(timestamp: Timestamp, other: Timestamp | undefined): boolean {
  return !other || compareTimestamps(timestamp, other) > 0;
}
