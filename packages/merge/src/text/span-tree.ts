import type { AuthorLog } from "./author-log";
import {
  COUNTER,
  FAN,
  FAN_BITS,
  HIDES,
  LENGTH,
  NO_PLACE,
  NONE,
  type Place,
  SpanNodes,
  WIDTH,
  WIDTH_BITS,
} from "./span-nodes";

/** So many spans a leaf has that was filled in one go. */
const FILLED = 24;

/** A longer run stands in several spans, so that none takes long to be told another leaf. */
export const MAX_SPAN = 4_096;

/**
 * All characters in document order, hidden ones included: spans of one author's consecutive counters that are hidden
 * equally often, in the leaves of a B+ tree whose nodes know how many units show below them. Every question takes a
 * time that grows with the logarithm of the number of spans. Derived from the logs; each log knows the leaf of its every
 * character.
 */
export class SpanTree extends SpanNodes {
  private root = 0;
  /** The last leaf, as long as the tree is filled by `append`. */
  private last = 0;
  /** How many levels of inner nodes there are. */
  private height = 0;
  /** The leaf that was asked for last, and the visible units before it; beyond all positions where that is not known any more. */
  private cachedLeaf = 0;
  private cachedStart = 0;

  /** How far into the span the place lies that was returned last. */
  offset = 0;

  /** `logs` is shared with the owner, who adds to it. */
  constructor(private readonly logs: readonly AuthorLog[]) {
    super();
  }

  /** How many units show. */
  get visible(): number {
    return this.shown[this.root]!;
  }

  first(): Place {
    return this.counts[0] === 0 ? NO_PLACE : 0;
  }

  next(place: Place): Place {
    const leaf = place >> FAN_BITS;
    if ((place & (FAN - 1)) + 1 < this.counts[leaf]!) return place + 1;
    const next = this.nexts[leaf]!;
    return next === NONE ? NO_PLACE : next << FAN_BITS;
  }

  /** The span of the visible unit at `position`, which is below `visible`; sets `offset`. */
  locate(position: number): Place {
    const inCached = position - this.cachedStart;
    if (inCached < 0 || inCached >= this.shown[this.cachedLeaf]!) this.descend(position);
    const { cells } = this;
    let rest = position - this.cachedStart;
    for (let at = this.cachedLeaf << (FAN_BITS + WIDTH_BITS); ; at += WIDTH) {
      if (cells[at + HIDES] !== 0) continue;
      const units = cells[at + LENGTH]!;
      if (rest < units) {
        this.offset = rest;
        return at >> WIDTH_BITS;
      }
      rest -= units;
    }
  }

  /** Looks for the leaf of the visible unit at `position`. */
  private descend(position: number): void {
    let node = this.root;
    let rest = position;
    for (let level = this.height; level > 0; level--) {
      for (let at = node << FAN_BITS; ; at++) {
        node = this.counter(at);
        const units = this.shown[node]!;
        if (rest < units) break;
        rest -= units;
      }
    }
    this.cachedLeaf = node;
    this.cachedStart = position - rest;
  }

  /** The span of a character; sets `offset`. */
  find(slot: number, counter: number): Place {
    const { cells, counts } = this;
    const log = this.logs[slot - 1]!;
    const leaf = log.leafOf[counter]!;
    const start = leaf << FAN_BITS;
    const end = start + counts[leaf]!;
    // Most are where the author's last one was, if that is still so.
    let place = log.lastFound >= start && log.lastFound < end ? log.lastFound : start;
    for (let left = 2 * FAN; left > 0; left--) {
      const at = place << WIDTH_BITS;
      const offset = counter - cells[at + COUNTER]!;
      if (cells[at] === slot && offset >= 0 && offset < cells[at + LENGTH]!) {
        this.offset = offset;
        log.lastFound = place;
        return place;
      }
      place = place + 1 < end ? place + 1 : start;
    }
    throw new Error("Expected every character in the leaf that its log names");
  }

  /** How many units show before the unit at `offset` of a span. */
  positionOf(place: Place, offset: number): number {
    const leaf = place >> FAN_BITS;
    if (leaf !== this.cachedLeaf || this.cachedStart === UNKNOWN) {
      let start = 0;
      for (let node = leaf; node !== this.root; node = this.parents[node]!) {
        for (let at = this.placeOf(node) - 1; at >= this.parents[node]! << FAN_BITS; at--) {
          start += this.shown[this.counter(at)]!;
        }
      }
      this.cachedLeaf = leaf;
      this.cachedStart = start;
    }
    let position = this.cachedStart;
    for (let at = leaf << FAN_BITS; at < place; at++) position += this.shownIn(at);
    return this.hides(place) === 0 ? position + offset : position;
  }

  /** Negative where the left unit stands before the right one, 0 where they are one. */
  compare(left: Place, leftOffset: number, right: Place, rightOffset: number): number {
    if (left === right) return leftOffset - rightOffset;
    let [one, other] = [left, right];
    while (one >> FAN_BITS !== other >> FAN_BITS) {
      one = this.placeOf(one >> FAN_BITS);
      other = this.placeOf(other >> FAN_BITS);
    }
    return one - other;
  }

  /** Where a node, which is not the root, stands in its parent. */
  private placeOf(node: number): Place {
    for (let at = this.parents[node]! << FAN_BITS; ; at++) if (this.counter(at) === node) return at;
  }

  /** Inserts a visible run into an empty document, or before the unit at `offset` of a span (at its length: behind it). */
  insert(place: Place, offset: number, slot: number, counter: number, length: number): void {
    let at = place;
    let inside = offset;
    for (let done = 0; done < length; done += MAX_SPAN) {
      at = this.insertSpan(at, inside, slot, counter + done, Math.min(length - done, MAX_SPAN));
      inside = this.length(at);
    }
  }

  /** Puts a span of at most `MAX_SPAN` units behind all others, of a tree to which nothing else was done. */
  append(slot: number, counter: number, length: number, hides: number): void {
    let leaf = this.last;
    if (this.counts[leaf] === FILLED) {
      this.last = this.addNode();
      this.nexts[leaf] = this.last;
      this.adopt(leaf, this.last);
      leaf = this.last;
    }
    this.set((leaf << FAN_BITS) + this.counts[leaf]!++, slot, counter, length, hides);
    if (hides === 0) this.addShown(leaf, length);
    this.logs[slot - 1]!.leafOf.fill(leaf, counter, counter + length);
  }

  private insertSpan(place: Place, offset: number, slot: number, counter: number, length: number): Place {
    const before = this.cells[(place << WIDTH_BITS) + LENGTH];
    let at = place;
    if (place === NO_PLACE) at = 0;
    else if (offset === 0) at = this.withRoom(place);
    else if (offset < before!) at = this.cut(place, offset);
    else if (this.hides(place) === 0 && before! + length <= MAX_SPAN && this.joins(place, slot, counter)) {
      this.cells[(place << WIDTH_BITS) + LENGTH] = before! + length;
      this.settle(place, slot, counter, length);
      this.addShown(place >> FAN_BITS, length);
      return place;
    } else at = this.withRoom(place) + 1;
    this.open(at);
    this.set(at, slot, counter, length, 0);
    this.settle(at, slot, counter, length);
    this.addShown(at >> FAN_BITS, length);
    return at;
  }

  /** Tells characters of their leaf. */
  private settle(place: Place, slot: number, counter: number, length: number): void {
    const log = this.logs[slot - 1]!;
    const { leafOf } = log;
    const leaf = place >> FAN_BITS;
    for (let each = counter; each < counter + length; each++) leafOf[each] = leaf;
    log.lastFound = place;
  }

  /** Hides `length` units of a span once more (`by` 1), or once less (-1). */
  hide(place: Place, offset: number, length: number, by: number): void {
    const before = this.hides(place);
    const after = before + by;
    let at = place;
    const isDone = this.handOver(place, offset, length, after);
    if (!isDone) {
      if (offset > 0) at = this.cut(place, offset);
      if (length < this.length(at)) at = this.cut(at, length) - 1;
      this.cells[(at << WIDTH_BITS) + HIDES] = after;
    }
    if (before === 0 || after === 0) this.addShown(at >> FAN_BITS, before === 0 ? -length : length);
    if (isDone) return;
    this.join(at);
    this.join(at - 1);
  }

  /** Deleting key by key moves units from one span to the next, without a new span. Returns whether that was so. */
  private handOver(place: Place, offset: number, length: number, hides: number): boolean {
    const rest = this.length(place) - length;
    if (rest === 0) return false;
    if (offset === rest && this.takes(place + 1, hides, length) && this.follows(place, place + 1)) {
      this.add(place + 1, COUNTER, -length);
      this.add(place + 1, LENGTH, length);
    } else if (offset === 0 && this.takes(place - 1, hides, length) && this.follows(place - 1, place)) {
      this.add(place - 1, LENGTH, length);
      this.add(place, COUNTER, length);
    } else return false;
    this.add(place, LENGTH, -length);
    return true;
  }

  private takes(place: Place, hides: number, length: number): boolean {
    return this.hides(place) === hides && this.length(place) + length <= MAX_SPAN;
  }

  /** Whether two places are neighbors in one leaf, and the right span goes on from the left one. */
  private follows(left: Place, right: Place): boolean {
    const leaf = right >> FAN_BITS;
    if (left >> FAN_BITS !== leaf || (right & (FAN - 1)) >= this.counts[leaf]!) return false;
    return this.joins(left, this.slot(right), this.counter(right));
  }

  /** Whether characters from `counter` on, behind a span, are one span with it: neighbors by origin, not by chance. */
  private joins(place: Place, slot: number, counter: number): boolean {
    const { cells } = this;
    const at = place << WIDTH_BITS;
    if (cells[at] !== slot || cells[at + COUNTER]! + cells[at + LENGTH]! !== counter) return false;
    return this.logs[slot - 1]!.continues(counter);
  }

  /** Makes one span of a place and the next, where they may be one. */
  private join(left: Place): void {
    const right = left + 1;
    if (!this.follows(left, right) || !this.takes(left, this.hides(right), this.length(right))) return;
    this.add(left, LENGTH, this.length(right));
    const leaf = left >> FAN_BITS;
    this.move(right + 1, (leaf << FAN_BITS) + this.counts[leaf]!, right);
    this.counts[leaf]!--;
  }

  /** Cuts a span in two; returns the place of the second. */
  private cut(place: Place, offset: number): Place {
    const left = this.withRoom(place);
    const right = left + 1;
    this.open(right);
    this.set(right, this.slot(left), this.counter(left) + offset, this.length(left) - offset, this.hides(left));
    this.cells[(left << WIDTH_BITS) + LENGTH] = offset;
    return right;
  }

  private addShown(leaf: number, units: number): void {
    for (let node = leaf; node !== NONE; node = this.parents[node]!) this.shown[node]! += units;
    if (leaf !== this.cachedLeaf) this.cachedStart = UNKNOWN;
  }

  /** Sees to it that the leaf of a span has room for two more; returns where the span is now. */
  private withRoom(place: Place): Place {
    const leaf = place >> FAN_BITS;
    if (this.counts[leaf]! + 2 < FAN) return place;
    const right = this.split(leaf, true);
    const moved = (place & (FAN - 1)) - this.counts[leaf]!;
    return moved < 0 ? place : (right << FAN_BITS) + moved;
  }

  /** Moves half of a node into a new one behind it, and returns that. */
  private split(node: number, isLeaf: boolean): number {
    const right = this.addNode();
    const count = this.counts[node]!;
    const kept = count >> 1;
    const base = right << FAN_BITS;
    this.move((node << FAN_BITS) + kept, (node << FAN_BITS) + count, base);
    this.counts[node] = kept;
    this.counts[right] = count - kept;
    let moved = 0;
    for (let at = base; at < base + count - kept; at++) {
      const first = this.counter(at);
      if (isLeaf) this.settle(at, this.slot(at), first, this.length(at));
      else this.parents[first] = right;
      moved += isLeaf ? this.shownIn(at) : this.shown[first]!;
    }
    this.nexts[right] = this.nexts[node]!;
    this.nexts[node] = right;
    this.adopt(node, right);
    this.shown[node]! -= moved;
    this.shown[right] = moved;
    return right;
  }

  /** Puts a new node behind another into the other's parent. */
  private adopt(node: number, right: number): void {
    if (node === this.root) {
      this.root = this.addNode();
      this.height++;
      this.cells[(this.root << (FAN_BITS + WIDTH_BITS)) + COUNTER] = node;
      this.counts[this.root] = 1;
      this.shown[this.root] = this.shown[node]!;
      this.parents[node] = this.root;
    }
    if (this.counts[this.parents[node]!] === FAN) this.split(this.parents[node]!, false);
    const place = this.placeOf(node) + 1;
    this.open(place);
    this.set(place, 0, right, 0, 0);
    this.parents[right] = this.parents[node]!;
  }
}

/** Beyond every position. */
const UNKNOWN = 2 ** 30;
