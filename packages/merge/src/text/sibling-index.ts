import type { Origin } from "./author-log";
import type { CompareCompetitors, Competitor } from "./integrate";

/** So many siblings passed one by one, and the place is remembered. */
const CROWD = 8;

/**
 * Where thousands insert at one place without having seen each other, walking past all of them for each would take
 * quadratic time. So the siblings of a crowded place are kept in order, and the walk starts behind the last smaller one.
 * It need not know them all: it only shortens the walk.
 */
export class SiblingIndex {
  private readonly crowds = new Map<string, Competitor[]>();

  constructor(private readonly compare: CompareCompetitors) {}

  /** The largest known sibling that is smaller than `own`. */
  before(left: Origin, right: Origin, own: Competitor): Competitor | undefined {
    if (this.crowds.size === 0) return undefined;
    const crowd = this.crowds.get(keyOf(left, right));
    return crowd?.[this.rank(crowd, own) - 1];
  }

  /** Tells of a new sibling, and of those that were passed on the way to its place. */
  add(left: Origin, right: Origin, own: Competitor, passed: readonly Competitor[]): void {
    if (this.crowds.size === 0 && passed.length < CROWD) return;
    const key = keyOf(left, right);
    const crowd = this.crowds.get(key);
    if (crowd) crowd.splice(this.rank(crowd, own), 0, own);
    else if (passed.length >= CROWD) this.crowds.set(key, [...passed, own]);
  }

  /** How many of a crowd are smaller. */
  private rank(crowd: readonly Competitor[], own: Competitor): number {
    let low = 0;
    let high = crowd.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(crowd[middle]!, own) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function keyOf(left: Origin, right: Origin): string {
  return `${left.slot}:${left.counter}:${right.slot}:${right.counter}`;
}
