import { type AuthorLog, NOWHERE, type Origin } from "./author-log";
import type { SiblingIndex } from "./sibling-index";
import { NO_PLACE, type Place } from "./span-nodes";
import type { SpanTree } from "./span-tree";
import type { Stamp } from "./stamp";

/** A character that competes for a place: the first of a run. */
export interface Competitor {
  readonly slot: number;
  readonly counter: number;
  readonly stamp: Stamp;
}

export type CompareCompetitors = (left: Competitor, right: Competitor) => number;

/** All that deciding a place needs to see. */
export interface Ground {
  readonly logs: readonly AuthorLog[];
  readonly tree: SpanTree;
  readonly siblings: SiblingIndex;
  readonly compare: CompareCompetitors;
}

/** What `findPlace` returns where the origins can never have been neighbors. */
export const NEVER_A_PLACE: Place = -2;

/**
 * Finds where the next run of `log` goes, whose origins are `left` and `right`, by FugueMax (Weidner and Kleppmann 2023,
 * "The Art of the Fugue"): runs that were typed at one place at one time do not interleave, and true siblings stand in
 * the order of `compare`. Returns the span, and sets the tree's `offset` to the unit in it before which the run goes;
 * `NEVER_A_PLACE` where the two can never have been neighbors, so that no honest author has seen them so.
 */
export function findPlace(ground: Ground, left: Origin, right: Origin, log: AuthorLog): Place {
  const { tree } = ground;
  let place = left.slot === NOWHERE ? tree.first() : tree.find(left.slot, left.counter);
  let offset = left.slot === NOWHERE ? 0 : tree.offset + 1;
  if (place === NO_PLACE) return right.slot === NOWHERE ? place : NEVER_A_PLACE;
  const leftPlace = place;
  const leftOffset = offset;
  if (offset === tree.length(place)) {
    place = tree.next(place);
    offset = 0;
  }
  if (isAt(tree, place, offset, right)) {
    // Behind the left one, where the two may become one span.
    tree.offset = leftOffset;
    return leftPlace;
  }
  if (!canBeNeighbors(ground, left, right)) return NEVER_A_PLACE;
  const own = { slot: log.slot, counter: log.characters, stamp: log.stampAt(log.units) };
  return new Scan(ground, left, right, own).from(place, offset, leftPlace);
}
/** Whether the unit at `offset` of a span is `element`; at no place, whether `element` is the end of the document. */
function isAt(tree: SpanTree, place: Place, offset: number, element: Origin): boolean {
  if (place === NO_PLACE) return element.slot === NOWHERE;
  return tree.slot(place) === element.slot && tree.counter(place) + offset === element.counter;
}

/**
 * Whether an author can ever have seen `left` and `right` side by side: the left one stands before the right one, which
 * was not inserted behind anything to the right of the left one, and the other way round. Without this, two copies could
 * place a forged run differently.
 */
function canBeNeighbors(ground: Ground, left: Origin, right: Origin): boolean {
  const { logs } = ground;
  if (left.slot !== NOWHERE && right.slot !== NOWHERE && compareElements(ground.tree, left, right) >= 0) return false;
  if (right.slot !== NOWHERE) {
    const before = leftOrigin(logs, right.slot, right.counter);
    if (before.slot !== NOWHERE && (left.slot === NOWHERE || compareElements(ground.tree, before, left) > 0))
      return false;
  }
  if (left.slot !== NOWHERE) {
    const after = rightOrigin(logs, left.slot, left.counter);
    if (after.slot !== NOWHERE && (right.slot === NOWHERE || compareElements(ground.tree, after, right) < 0))
      return false;
  }
  return true;
}

/** Walks from a run's left origin to its right one, span by span: what stands inside a span decides nothing. */
class Scan {
  private scanning = false;
  private found: Place = NO_PLACE;
  private foundOffset = 0;
  private readonly ties: Competitor[] = [];

  constructor(
    private readonly ground: Ground,
    private readonly left: Origin,
    private readonly right: Origin,
    private readonly own: Competitor,
  ) {}

  from(firstPlace: Place, firstOffset: number, before: Place): Place {
    const { tree, siblings } = this.ground;
    const { left, right, own } = this;
    let place = firstPlace;
    let offset = firstOffset;
    let last = before;
    const known = siblings.before(left, right, own);
    if (known) {
      // All up to a smaller sibling stands before us: the walk may start there.
      place = tree.find(known.slot, known.counter);
      offset = tree.offset;
    }
    for (; ; last = place, place = tree.next(place), offset = 0) {
      if (place === NO_PLACE) {
        this.remember(last, tree.length(last));
        break;
      }
      this.remember(place, offset);
      if (isAt(tree, place, offset, right) || this.stopsAt(tree.slot(place), tree.counter(place) + offset)) break;
      const rightOffset = right.counter - tree.counter(place);
      if (tree.slot(place) === right.slot && rightOffset > offset && rightOffset < tree.length(place)) {
        this.remember(place, rightOffset);
        break;
      }
    }
    siblings.add(left, right, own, this.ties);
    tree.offset = this.foundOffset;
    return this.found;
  }

  private remember(place: Place, offset: number): void {
    if (this.scanning) return;
    this.found = place;
    this.foundOffset = offset;
  }

  private stopsAt(slot: number, counter: number): boolean {
    const { logs, tree, compare } = this.ground;
    const theirLeft = leftOrigin(logs, slot, counter);
    const order = compareLeft(tree, theirLeft, this.left);
    if (order !== 0) return order < 0;
    const rightOrder = compareRight(tree, rightOrigin(logs, slot, counter), this.right);
    if (rightOrder < 0) this.scanning = true;
    else if (rightOrder > 0) this.scanning = false;
    else {
      const log = logs[slot - 1]!;
      const theirs = { slot, counter, stamp: log.stampAt(log.unitOf(counter)) };
      if (compare(this.own, theirs) < 0) return true;
      this.scanning = false;
      this.ties.push(theirs);
    }
    return false;
  }
}

/** The element that stood left of a character when it was inserted. */
export function leftOrigin(logs: readonly AuthorLog[], slot: number, counter: number): Origin {
  const log = logs[slot - 1]!;
  const entry = log.entryOfCharacter(counter);
  if (log.counters[entry]! < counter) return { slot, counter: counter - 1 };
  return { slot: log.leftSlots[entry]!, counter: log.leftCounters[entry]! };
}

/** The element that stood right of the run of a character when the run was begun. */
export function rightOrigin(logs: readonly AuthorLog[], slot: number, counter: number): Origin {
  const log = logs[slot - 1]!;
  const entry = log.entryOfCharacter(counter);
  return { slot: log.rightSlots[entry]!, counter: log.rightCounters[entry]! };
}

function compareElements(tree: SpanTree, left: Origin, right: Origin): number {
  const leftPlace = tree.find(left.slot, left.counter);
  const leftOffset = tree.offset;
  const rightPlace = tree.find(right.slot, right.counter);
  return tree.compare(leftPlace, leftOffset, rightPlace, tree.offset);
}

/** Compares left origins: none is the start. */
function compareLeft(tree: SpanTree, theirs: Origin, ours: Origin): number {
  if (theirs.slot === ours.slot && (theirs.slot === NOWHERE || theirs.counter === ours.counter)) return 0;
  if (theirs.slot === NOWHERE) return -1;
  if (ours.slot === NOWHERE) return 1;
  return compareElements(tree, theirs, ours);
}

/** Compares right origins: none is the end. */
function compareRight(tree: SpanTree, theirs: Origin, ours: Origin): number {
  if (theirs.slot === NOWHERE || ours.slot === NOWHERE)
    return (theirs.slot === NOWHERE ? 1 : 0) - (ours.slot === NOWHERE ? 1 : 0);
  if (theirs.slot === ours.slot && theirs.counter === ours.counter) return 0;
  return compareElements(tree, theirs, ours);
}
