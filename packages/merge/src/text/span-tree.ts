import type { AuthorLog } from "./author-log";

/** The most spans in a leaf, and children in an inner node. A power of two, so that one number names a place in a node. */
const FAN = 32;
const FAN_BITS = 5;
/** A span is four numbers in a row: the author's slot, then these. Of a child there is only its node, as its counter. */
const WIDTH = 4;
const WIDTH_BITS = 2;
const COUNTER = 1;
const LENGTH = 2;
const HIDES = 3;

/** A longer run stands in several spans, so that none takes long to be told another leaf. */
const MAX_SPAN = 4_096;

const NONE = -1;

/** A span's place: its leaf times `FAN`, plus its number in there. Void as soon as spans come or go. */
export type Place = number;

export const NO_PLACE: Place = -1;

/**
 * All characters in document order, hidden ones included: spans of one author's consecutive counters that are hidden
 * equally often, in the leaves of a B+ tree whose nodes know how many units show below them. Every question takes a
 * time that grows with the logarithm of the number of spans. Derived from the logs; each log knows the leaf of its every
 * character.
 */
export class SpanTree {
  /** What is in the nodes, `FAN` cells of four numbers each. Node 0 is the first leaf. */
  private cells = new Uint32Array(FAN << WIDTH_BITS);
  private counts = new Uint8Array(1);
  private parents = new Int32Array(1).fill(NONE);
  private nexts = new Int32Array(1).fill(NONE);
  /** How many units show in each node. */
  private shown = new Uint32Array(1);
  private nodes = 1;
  private root = 0;
  /** How many levels of inner nodes there are. */
  private height = 0;
  /** The leaf that was asked for last, and the visible units before it; beyond all positions where that is not known any more. */
  private cachedLeaf = 0;
  private cachedStart = 0;

  /** How far into the span the place lies that was returned last. */
  offset = 0;

  /** `logs` is shared with the owner, who adds to it. */
  constructor(private readonly logs: readonly AuthorLog[]) {}

  /** How many units show. */
  get visible(): number {
    return this.shown[this.root]!;
  }

  slot(place: Place): number {
    return this.cells[place << WIDTH_BITS]!;
  }

  counter(place: Place): number {
    return this.cells[(place << WIDTH_BITS) + COUNTER]!;
  }

  length(place: Place): number {
    return this.cells[(place << WIDTH_BITS) + LENGTH]!;
  }

  /** How many deletions hide the span that were not taken back. */
  hides(place: Place): number {
    return this.cells[(place << WIDTH_BITS) + HIDES]!;
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

  private shownIn(place: Place): number {
    return this.hides(place) === 0 ? this.length(place) : 0;
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

  private set(place: Place, slot: number, counter: number, length: number, hides: number): void {
    const { cells } = this;
    const at = place << WIDTH_BITS;
    cells[at] = slot;
    cells[at + COUNTER] = counter;
    cells[at + LENGTH] = length;
    cells[at + HIDES] = hides;
  }

  private add(place: Place, field: number, by: number): void {
    this.cells[(place << WIDTH_BITS) + field]! += by;
  }

  private addShown(leaf: number, units: number): void {
    for (let node = leaf; node !== NONE; node = this.parents[node]!) this.shown[node]! += units;
    if (leaf !== this.cachedLeaf) this.cachedStart = UNKNOWN;
  }

  /** Makes a gap at a place of a node that has room. */
  private open(place: Place): void {
    const node = place >> FAN_BITS;
    this.move(place, (node << FAN_BITS) + this.counts[node]!++, place + 1);
  }

  private move(from: Place, end: Place, to: Place): void {
    const { cells } = this;
    const by = (to - from) << WIDTH_BITS;
    // For so few numbers `copyWithin` would cost more than the copy.
    if (by < 0) for (let at = from << WIDTH_BITS; at < end << WIDTH_BITS; at++) cells[at + by] = cells[at]!;
    else for (let at = (end << WIDTH_BITS) - 1; at >= from << WIDTH_BITS; at--) cells[at + by] = cells[at]!;
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
    this.cachedStart = UNKNOWN;
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

  private addNode(): number {
    if (this.nodes === this.counts.length) {
      const capacity = Math.ceil(this.nodes * GROWTH);
      this.cells = grown(this.cells, new Uint32Array(capacity << (FAN_BITS + WIDTH_BITS)));
      this.counts = grown(this.counts, new Uint8Array(capacity));
      this.parents = grown(this.parents, new Int32Array(capacity).fill(NONE));
      this.nexts = grown(this.nexts, new Int32Array(capacity).fill(NONE));
      this.shown = grown(this.shown, new Uint32Array(capacity));
    }
    return this.nodes++;
  }
}

const GROWTH = 1.3;
/** Beyond every position. */
const UNKNOWN = 2 ** 30;

/** `to`, which is at least as long, with all that is in `from`. */
export function grown<A extends Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
