/** What is measured of every library, in this order. */
export const SHARED_TASKS: readonly string[] = [
  "type",
  "receive",
  "friends",
  "history",
  "load",
  "heap",
  "size",
  "past",
  "bulk",
];

/** What is measured of this repository's text alone. */
export const OWN_TASKS: readonly string[] = ["paste", "large", "in-order", "at-random", "crowds", "clock"];

/** What is measured anew in each repetition, in a process of its own. */
export const REPEATED_TASKS: readonly string[] = ["type", "receive", "friends", "load", "heap", "past", "bulk"];

/** The processes that come first, once: what they leave, these tasks read. */
export const PREPARATIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["prepare", ["receive", "history", "load", "heap"]],
  ["prepare-friends", ["friends"]],
]);

/** The tasks that read no trace. */
export const WITHOUT_TRACES: readonly string[] = ["size", "paste", "large", "in-order", "at-random", "crowds"];
