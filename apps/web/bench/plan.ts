import type { ContenderName } from "./contender";

/** One size of room, and what is done in it. */
export interface Plan {
  readonly tabs: number;
  readonly contenders: readonly ContenderName[];
  readonly keystrokes: number;
  /** How many rooms of each contender, one after the other and in turns. */
  readonly rounds: number;
}

const BOTH = ["hearsay", "y-webrtc"] as const;

/** Where a keystroke may take many seconds, fewer are made, of both alike. */
export const PLANS: readonly Plan[] = [
  { tabs: 6, contenders: BOTH, keystrokes: 100, rounds: 3 },
  { tabs: 16, contenders: BOTH, keystrokes: 100, rounds: 3 },
  { tabs: 32, contenders: BOTH, keystrokes: 20, rounds: 1 },
  { tabs: 64, contenders: ["hearsay"], keystrokes: 20, rounds: 1 },
];

/** One key every so often, which is quick typing, unless the writer's tab takes longer to take one. */
export const PACE_MS = 150;

/** How many tabs come late, one after the other, each for one that has left. */
export const JOINS = 3;

/** From the last keystroke on; what has not come then is counted as never. */
export const PATIENCE_MS = 120_000;

/** Traffic that follows an edit, such as where a caret stands now, is counted this long after its last arrival. */
export const AFTERMATH_MS = 1_000;

/** How long a room is left alone before it is called quiet, and how long its traffic is then counted. */
export const CALM_MS = 10_000;
export const QUIET_MS = 30_000;

/** A room is connected once no tab has had another number of channels for so long. */
export const STEADY_MS = 3_000;
