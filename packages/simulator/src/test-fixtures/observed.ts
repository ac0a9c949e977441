import { Simulation } from "../index";
import type { Run, Step } from "../run";
import type { TraceEvent } from "../trace";
import { transcriptLine } from "../transcript";
import { NAIVE, PLAIN_RUN } from "./plain-run";

export const WRITE = { atUs: 0, type: "write", node: 0, text: "news" } as const satisfies Step;

/** Three nodes, all linked, so that who dies is noticed; the naive way, so that nothing happens by itself. */
export const TRIO: Partial<Run> = { nodes: 3, topology: { type: "ring" }, spread: NAIVE };

/** A simulation of a plain run with changes, and everything that happened in it so far. */
export interface Observed {
  readonly simulation: Simulation;
  readonly events: readonly TraceEvent[];
  /** What happened, without greetings, as lines such as `10.0 ms  n1 ← n0 push accepted`. */
  lines(): readonly string[];
}

export function observe(change: Partial<Run>): Observed {
  const events: TraceEvent[] = [];
  const simulation = new Simulation({ ...PLAIN_RUN, ...change }, (event) => events.push(event));
  const isShown = (event: TraceEvent) => !("kind" in event) || event.kind !== "hello";
  const lines = () => events.filter(isShown).map((event) => transcriptLine(event).trimStart());
  return { simulation, events, lines };
}

/** What each node holds. */
export function textsOf({ simulation }: Observed): readonly string[] {
  return Array.from({ length: simulation.size }, (_, node) => simulation.node(node).register.text);
}
