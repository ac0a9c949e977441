import type { AuthorLog } from "./author-log";
import { LeafIndex } from "./leaf-index";

/** The most spans in a leaf. A power of two, so that one number names a place in a leaf. */
const LEAF = 64;
const LEAF_BITS = 6;

/** A span's place: its leaf times `LEAF`, plus its number in there. Void as soon as spans come or go. */
export type Place = number;

export const NO_PLACE: Place = -1;

/**
 * All characters in document order, hidden ones included: spans of one author's consecutive counters that are hidden
 * equally often, in leaves under a `LeafIndex`. Derived from the logs; each log knows the leaf of its every character.
 */
export class SpanTree {
  private slots = new Uint16Array(LEAF);
  private counters = new Uint32Array(LEAF);
  private lengths = new Uint32Array(LEAF);
  private hidden = new Uint32Array(LEAF);
  private counts = new Uint8Array(1);
  private readonly index = new LeafIndex();
  /** The leaf that was asked for last, and the visible units before it; -1 where that is not known any more. */
  private cachedLeaf = 0;
  private cachedStart = 0;

  /** How far into the span the place lies that was returned last. */
  offset = 0;

  /** `logs` is shared with the owner, who adds to it. */
  constructor(private readonly logs: readonly AuthorLog[]) {}

  /** How many units show. */
  get visible(): number {
    return this.index.total;
  }

  slot(place: Place): number {
    return this.slots[place]!;
  }

  counter(place: Place): number {
    return this.counters[place]!;
  }

  length(place: Place): number {
    return this.lengths[place]!;
  }

  /** How many deletions hide the span that were not taken back. */
  hides(place: Place): number {
    return this.hidden[place]!;
  }

  first(): Place {
    return this.counts[this.index.firstLeaf] === 0 ? NO_PLACE : this.index.firstLeaf << LEAF_BITS;
  }

  next(place: Place): Place {
    const leaf = place >> LEAF_BITS;
    if ((place & (LEAF - 1)) + 1 < this.counts[leaf]!) return place + 1;
    const next = this.index.next(leaf);
    return next < 0 ? NO_PLACE : next << LEAF_BITS;
  }

  /** The span of the visible unit at `position`, which is below `visible`; sets `offset`. */
  locate(position: number): Place {
    const { cachedLeaf } = this;
    const isCached =
      cachedLeaf >= 0 && position >= this.cachedStart && position < this.cachedStart + this.index.visible[cachedLeaf]!;
    if (!isCached) {
      this.cachedLeaf = this.index.leafAt(position);
      this.cachedStart = position - this.index.rest;
    }
    const base = this.cachedLeaf << LEAF_BITS;
    let rest = position - this.cachedStart;
    for (let place = base; ; place++) {
      if (this.hidden[place] !== 0) continue;
      const length = this.lengths[place]!;
      if (rest < length) {
        this.offset = rest;
        return place;
      }
      rest -= length;
    }
  }

  /** The span of a character; sets `offset`. */
  find(slot: number, counter: number): Place {
    const leaf = this.logs[slot - 1]!.leafOf[counter]!;
    const base = leaf << LEAF_BITS;
    const end = base + this.counts[leaf]!;
    for (let place = base; place < end; place++) {
      const offset = counter - this.counters[place]!;
      if (this.slots[place] === slot && offset >= 0 && offset < this.lengths[place]!) {
        this.offset = offset;
        return place;
      }
    }
    throw new Error("Expected every character in the leaf that its log names");
  }

  /** How many units show before the unit at `offset` of a span. */
  positionOf(place: Place, offset: number): number {
    const leaf = place >> LEAF_BITS;
    const inLeaf = leaf === this.cachedLeaf ? this.cachedStart : this.index.positionOf(leaf);
    let position = inLeaf;
    for (let at = leaf << LEAF_BITS; at < place; at++) if (this.hidden[at] === 0) position += this.lengths[at]!;
    this.cachedLeaf = leaf;
    this.cachedStart = inLeaf;
    return this.hidden[place] === 0 ? position + offset : position;
  }

  /** Negative where the left unit stands before the right one, 0 where they are one. */
  compare(left: Place, leftOffset: number, right: Place, rightOffset: number): number {
    if (left === right) return leftOffset - rightOffset;
    if (left >> LEAF_BITS === right >> LEAF_BITS) return left - right;
    return this.index.compare(left >> LEAF_BITS, right >> LEAF_BITS);
  }

  /** Inserts a visible span into an empty document, or before the unit at `offset` of a span (at its length: behind it). */
  insert(place: Place, offset: number, slot: number, counter: number, length: number): void {
    if (place === NO_PLACE) return this.put(0, slot, counter, length, 0);
    if (offset === 0) return this.put(this.withRoom(place), slot, counter, length, 0);
    if (offset === this.lengths[place]!) {
      if (this.hidden[place] === 0 && this.joins(place, slot, counter)) return this.extend(place, length);
      return this.put(this.withRoom(place) + 1, slot, counter, length, 0);
    }
    this.put(this.cut(place, offset), slot, counter, length, 0);
  }

  /** Hides `length` units of a span once more (`by` 1), or once less (-1). */
  hide(place: Place, offset: number, length: number, by: number): void {
    const times = this.hidden[place]! + by;
    const end = offset + length;
    if (this.moveToNeighbor(place, offset, length, times)) return;
    let at = offset > 0 ? this.cut(place, offset) : place;
    if (end - offset < this.lengths[at]!) at = this.cut(at, length) - 1;
    this.setHidden(at, times);
    if (this.isJoined(at, at + 1)) this.join(at);
    if (this.isJoined(at - 1, at)) this.join(at - 1);
  }

  /** Deleting key by key moves units from one span to the next, without a new span. Returns whether that was so. */
  private moveToNeighbor(place: Place, offset: number, length: number, times: number): boolean {
    const rest = this.lengths[place]! - length;
    if (rest === 0) return false;
    const counter = this.counters[place]! + offset;
    if (offset === rest && this.isInLeaf(place + 1, place)) {
      const next = place + 1;
      const follows = this.slots[next] === this.slots[place] && this.counters[next] === counter + length;
      if (!follows || this.hidden[next] !== times || !this.logOf(place).continues(counter + length)) return false;
      this.lengths[place]! -= length;
      this.counters[next]! -= length;
      this.lengths[next]! += length;
    } else if (offset === 0 && this.isInLeaf(place - 1, place)) {
      const previous = place - 1;
      if (this.hidden[previous] !== times || !this.joins(previous, this.slots[place]!, counter)) return false;
      this.lengths[place]! -= length;
      this.counters[place]! += length;
      this.lengths[previous]! += length;
    } else return false;
    this.countVisible(place, this.hidden[place]!, times, length);
    return true;
  }

  private setHidden(place: Place, times: number): void {
    this.countVisible(place, this.hidden[place]!, times, this.lengths[place]!);
    this.hidden[place] = times;
  }

  private countVisible(place: Place, before: number, after: number, length: number): void {
    if (before === 0 && after > 0) this.addVisible(place >> LEAF_BITS, -length);
    else if (before > 0 && after === 0) this.addVisible(place >> LEAF_BITS, length);
  }

  private addVisible(leaf: number, units: number): void {
    this.index.addVisible(leaf, units);
    if (leaf !== this.cachedLeaf) this.cachedLeaf = -1;
  }

  private isInLeaf(place: Place, other: Place): boolean {
    if (place >> LEAF_BITS !== other >> LEAF_BITS || place < 0) return false;
    return (place & (LEAF - 1)) < this.counts[place >> LEAF_BITS]!;
  }

  /** Whether characters from `counter` on, behind a span, are one span with it: neighbors by origin, not by chance. */
  private joins(place: Place, slot: number, counter: number): boolean {
    if (this.slots[place] !== slot || this.counters[place]! + this.lengths[place]! !== counter) return false;
    return this.logs[slot - 1]!.continues(counter);
  }

  private isJoined(left: Place, right: Place): boolean {
    if (!this.isInLeaf(left, right) || !this.isInLeaf(right, left)) return false;
    return this.hidden[left] === this.hidden[right] && this.joins(left, this.slots[right]!, this.counters[right]!);
  }

  private join(left: Place): void {
    this.lengths[left]! += this.lengths[left + 1]!;
    const leaf = left >> LEAF_BITS;
    const end = (leaf << LEAF_BITS) + this.counts[leaf]!;
    this.shift(left + 2, end, left + 1);
    this.counts[leaf]!--;
  }

  private extend(place: Place, length: number): void {
    const leaf = place >> LEAF_BITS;
    const from = this.counters[place]! + this.lengths[place]!;
    this.lengths[place]! += length;
    this.settle(place, from, length);
    this.addVisible(leaf, length);
  }

  /** Cuts a span in two; returns the place of the second. */
  private cut(place: Place, offset: number): Place {
    const at = this.withRoom(place);
    const { slots, counters, lengths, hidden } = this;
    const leaf = at >> LEAF_BITS;
    this.shift(at, (leaf << LEAF_BITS) + this.counts[leaf]!, at + 1);
    this.counts[leaf]!++;
    slots[at + 1] = slots[at]!;
    counters[at + 1] = counters[at]! + offset;
    lengths[at + 1] = lengths[at]! - offset;
    hidden[at + 1] = hidden[at]!;
    lengths[at] = offset;
    return at + 1;
  }

  /** Puts a span at a place whose leaf has room. */
  private put(place: Place, slot: number, counter: number, length: number, hidden: number): void {
    const leaf = place >> LEAF_BITS;
    this.shift(place, (leaf << LEAF_BITS) + this.counts[leaf]!, place + 1);
    this.counts[leaf]!++;
    this.slots[place] = slot;
    this.counters[place] = counter;
    this.lengths[place] = length;
    this.hidden[place] = hidden;
    this.settle(place, counter, length);
    if (hidden === 0) this.addVisible(leaf, length);
  }

  private settle(place: Place, counter: number, length: number): void {
    const { leafOf } = this.logOf(place);
    const leaf = place >> LEAF_BITS;
    if (length === 1) leafOf[counter] = leaf;
    else leafOf.fill(leaf, counter, counter + length);
  }

  private logOf(place: Place): AuthorLog {
    return this.logs[this.slots[place]! - 1]!;
  }

  private shift(from: Place, end: Place, to: Place): void {
    if (from >= end) return;
    this.slots.copyWithin(to, from, end);
    this.counters.copyWithin(to, from, end);
    this.lengths.copyWithin(to, from, end);
    this.hidden.copyWithin(to, from, end);
  }

  /** Sees to it that the leaf of a span has room for two more; returns where the span is now. */
  private withRoom(place: Place): Place {
    const leaf = place >> LEAF_BITS;
    if (this.counts[leaf]! + 2 < LEAF) return place;
    const base = leaf << LEAF_BITS;
    const half = this.counts[leaf]! >> 1;
    // The half with fewer characters moves, so that a long span is not told its leaf over and over.
    const leftIsSmaller =
      this.charactersIn(base, base + half) < this.charactersIn(base + half, base + this.counts[leaf]!);
    const other = leftIsSmaller ? this.index.insertBefore(leaf) : this.index.insertAfter(leaf);
    this.growLeaves(other + 1);
    return leftIsSmaller ? this.moveLeft(place, half, other) : this.moveRight(place, half, other);
  }

  private moveLeft(place: Place, half: number, other: number): Place {
    const leaf = place >> LEAF_BITS;
    const base = leaf << LEAF_BITS;
    const count = this.counts[leaf]!;
    this.copySpans(base, base + half, other << LEAF_BITS);
    this.shift(base + half, base + count, base);
    this.counts[leaf] = count - half;
    this.counts[other] = half;
    this.moveVisible(leaf, other);
    const inLeaf = place - base;
    return inLeaf < half ? (other << LEAF_BITS) + inLeaf : place - half;
  }

  private moveRight(place: Place, half: number, other: number): Place {
    const leaf = place >> LEAF_BITS;
    const base = leaf << LEAF_BITS;
    const count = this.counts[leaf]!;
    this.copySpans(base + half, base + count, other << LEAF_BITS);
    this.counts[leaf] = half;
    this.counts[other] = count - half;
    this.moveVisible(leaf, other);
    const inLeaf = place - base;
    return inLeaf < half ? place : (other << LEAF_BITS) + inLeaf - half;
  }

  private copySpans(from: Place, end: Place, to: Place): void {
    this.shift(from, end, to);
    for (let place = to; place < to + end - from; place++) {
      this.settle(place, this.counters[place]!, this.lengths[place]!);
    }
  }

  private moveVisible(leaf: number, other: number): void {
    const base = other << LEAF_BITS;
    let units = 0;
    for (let place = base; place < base + this.counts[other]!; place++) {
      if (this.hidden[place] === 0) units += this.lengths[place]!;
    }
    this.index.addVisible(leaf, -units);
    this.index.addVisible(other, units);
    this.cachedLeaf = -1;
  }

  private charactersIn(from: Place, end: Place): number {
    let characters = 0;
    for (let place = from; place < end; place++) characters += this.lengths[place]!;
    return characters;
  }

  private growLeaves(leaves: number): void {
    if (leaves <= this.counts.length) return;
    const capacity = Math.max(leaves, Math.ceil(this.counts.length * GROWTH));
    const grow = <A extends Uint16Array | Uint32Array>(from: A, to: A): A => {
      to.set(from);
      return to;
    };
    this.slots = grow(this.slots, new Uint16Array(capacity * LEAF));
    this.counters = grow(this.counters, new Uint32Array(capacity * LEAF));
    this.lengths = grow(this.lengths, new Uint32Array(capacity * LEAF));
    this.hidden = grow(this.hidden, new Uint32Array(capacity * LEAF));
    const counts = new Uint8Array(capacity);
    counts.set(this.counts);
    this.counts = counts;
  }
}

const GROWTH = 1.3;
