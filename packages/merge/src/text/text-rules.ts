import type { ReplicaId } from "../replica-id";
import { compareTimestamps, type Timestamp } from "../timestamp";

/** The first character of one of several runs that were begun at one place at one time. */
export interface Sibling {
  readonly author: ReplicaId;
  /** How many characters the author had inserted before it. */
  readonly counter: number;
  readonly timestamp: Timestamp;
}

/** What may be chosen in the merge rule. All holders of one text must have chosen the same. */
export interface TextRules {
  /** A total order of siblings: negative where `left` stands left. */
  readonly compareSiblings: (left: Sibling, right: Sibling) => number;
  /** Whether a writer goes on behind its own last character, though that is deleted, instead of beginning a new run. */
  readonly continuesRuns: boolean;
}

/** The source text's rule: the timestamp decides, then the author. The earlier stands left. */
export const TEXT_RULES: TextRules = {
  compareSiblings: (left, right) => compareTimestamps(left.timestamp, right.timestamp),
  continuesRuns: true,
};
