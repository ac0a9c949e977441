import type { LinkEnds } from "../picture/scene";
import type { PlaygroundSettings } from "./settings";

/** Something that the reader does to a run. */
export type Move =
  /** Gives a node new data. `crashes`: it dies when half of its copies have left, or, where it sends one by one, the first. */
  | { readonly type: "write"; readonly node: number; readonly crashes: boolean }
  | { readonly type: "crash"; readonly node: number }
  /** A crashed node comes back with the copy it had, as from a disk. */
  | { readonly type: "revive"; readonly node: number }
  | { readonly type: "cut" | "mend"; readonly links: readonly LinkEnds[] }
  /** Changes what can be changed while it runs: not the nodes, nor their links, nor the seed. */
  | { readonly type: "change"; readonly settings: PlaygroundSettings };

/** A point of a run, exactly: several events can share one time, so the time alone does not tell. */
export interface Moment {
  /** How many events of the simulation had happened. */
  readonly steps: number;
  /** Virtual time, in whole µs. */
  readonly atUs: number;
}

/** A move, and when it was made. */
export interface TimedMove extends Moment {
  readonly move: Move;
}

/** All that decides a run. Plain data: whoever replays it gets the same trace. */
export interface RunRecord {
  readonly settings: PlaygroundSettings;
  readonly moves: readonly TimedMove[];
  readonly end: Moment;
}

/** How often a reader can interfere with one run. */
export const MAX_MOVES = 500;
