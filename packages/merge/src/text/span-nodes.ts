import { grown } from "./grown";

/** The most spans in a leaf, and children in an inner node. A power of two, so that one number names a place in a node. */
export const FAN = 32;
export const FAN_BITS = 5;
/** A span is four numbers in a row: the author's slot, then these. Of a child there is only its node, as its counter. */
export const WIDTH = 4;
export const WIDTH_BITS = 2;
export const COUNTER = 1;
export const LENGTH = 2;
export const HIDES = 3;

export const NONE = -1;

/** A span's place: its leaf times `FAN`, plus its number in there. Void as soon as spans come or go. */
export type Place = number;

export const NO_PLACE: Place = -1;

/** The nodes of a tree of spans, and what is in them: all in a few arrays. */
export class SpanNodes {
  /** What is in the nodes, `FAN` cells of four numbers each. Node 0 is the first leaf. */
  protected cells = new Uint32Array(FAN << WIDTH_BITS);
  protected counts = new Uint8Array(1);
  protected parents = new Int32Array(1).fill(NONE);
  protected nexts = new Int32Array(1).fill(NONE);
  /** How many units show in each node. */
  protected shown = new Uint32Array(1);
  protected nodes = 1;

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

  protected shownIn(place: Place): number {
    return this.hides(place) === 0 ? this.length(place) : 0;
  }

  protected set(place: Place, slot: number, counter: number, length: number, hides: number): void {
    const { cells } = this;
    const at = place << WIDTH_BITS;
    cells[at] = slot;
    cells[at + COUNTER] = counter;
    cells[at + LENGTH] = length;
    cells[at + HIDES] = hides;
  }

  protected add(place: Place, field: number, by: number): void {
    this.cells[(place << WIDTH_BITS) + field]! += by;
  }

  /** Makes a gap at a place of a node that has room. */
  protected open(place: Place): void {
    const node = place >> FAN_BITS;
    this.move(place, (node << FAN_BITS) + this.counts[node]!++, place + 1);
  }

  protected move(from: Place, end: Place, to: Place): void {
    const { cells } = this;
    const by = (to - from) << WIDTH_BITS;
    // For so few numbers `copyWithin` would cost more than the copy.
    if (by < 0) for (let at = from << WIDTH_BITS; at < end << WIDTH_BITS; at++) cells[at + by] = cells[at]!;
    else for (let at = (end << WIDTH_BITS) - 1; at >= from << WIDTH_BITS; at--) cells[at + by] = cells[at]!;
  }

  protected addNode(): number {
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
