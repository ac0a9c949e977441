import type { ReplicaId } from "../replica-id";
import { grown } from "./grown";
import { lastUpTo } from "./last-up-to";
import { RangeSet } from "./range-set";
import type { Signature } from "./signature";
import type { Stamp } from "./stamp";

/** What a unit of a log does. `deleteBack` is `delete` from the last character to the first, as backspace does. */
export const INSERT = 0;
export const DELETE = 1;
export const DELETE_BACK = 2;
export const RESTORE = 3;
export const SIGN = 4;
export type Kind = 0 | 1 | 2 | 3 | 4;

/** No element: the start of the document where it is a left origin, its end where it is a right one. */
export const NOWHERE = 0;

/**
 * What one author wrote, from its first unit to its last; it is only ever appended to. A unit is one UTF-16 unit
 * inserted, one deleted, one deletion taken back, or one signature. Units that go on from each other share an entry.
 *
 * Characters are told by author and counter, the number of characters that the author had inserted before. An author
 * is told by its slot, its number in this copy plus 1; `NOWHERE` is no author.
 */
export class AuthorLog {
  units = 0;
  characters = 0;
  /** The UTF-16 unit of each character. */
  text: Uint16Array = new Uint16Array(16);
  /** The leaf of the span tree that each character stands in; before there is a tree, what a `Chain` knows of it. */
  leafOf: Uint32Array = new Uint32Array(16);
  /** The place of the span in which one of them was found last, where that is still so. */
  lastFound = 0;

  entries = 0;
  kinds: Uint8Array = new Uint8Array(8);
  /** The first unit of each entry. */
  starts: Uint32Array = new Uint32Array(8);
  /** How many characters there were before each entry. */
  counters: Uint32Array = new Uint32Array(8);
  /** An insertion's left origin; a deletion's first target; in `leftCounters` also a restoration's first unit, and the number of a signature. */
  leftSlots: Uint16Array = new Uint16Array(8);
  leftCounters: Uint32Array = new Uint32Array(8);
  /** An insertion's right origin. */
  rightSlots: Uint16Array = new Uint16Array(8);
  rightCounters: Uint32Array = new Uint32Array(8);

  /** From each mark on, every unit's stamp is one more than that of the unit before. */
  marks = 0;
  markUnits: Uint32Array = new Uint32Array(8);
  markStamps: Float64Array = new Float64Array(8);
  lastStamp: Stamp = -1;

  /** The right origin of the last character. */
  lastRight: Origin = NO_ORIGIN;

  /** Its number in the table of the delta that is being written, -1 where it has none; and which of its characters that last spoke of. */
  number = -1;
  spoken = 0;

  readonly signatures: Signature[] = [];
  /** The units, of deletions, that were taken back. */
  readonly restored = new RangeSet();

  constructor(
    readonly id: ReplicaId,
    readonly idBytes: Uint8Array,
    readonly slot: number,
  ) {}

  /** Makes room for `more` characters. */
  reserve(more: number): void {
    const needed = this.characters + more;
    if (needed <= this.text.length) return;
    const capacity = Math.max(needed, Math.ceil(this.text.length * GROWTH));
    this.text = grown(this.text, new Uint16Array(capacity));
    this.leafOf = grown(this.leafOf, new Uint32Array(capacity));
  }

  /** Appends an entry of `length` units, or lets the last one go on where that says the same. The caller has put the text of an insertion at `characters`. */
  append(kind: Kind, length: number, left: Origin, right: Origin): void {
    if (!this.goesOn(kind, left, right)) {
      const i = this.entries;
      if (i === this.kinds.length) this.reserveEntries(1);
      this.entries++;
      this.kinds[i] = kind;
      this.starts[i] = this.units;
      this.counters[i] = this.characters;
      this.leftSlots[i] = left.slot;
      this.leftCounters[i] = left.counter;
      this.rightSlots[i] = right.slot;
      this.rightCounters[i] = right.counter;
    }
    this.units += length;
    this.lastStamp += length;
    if (kind !== INSERT) return;
    this.characters += length;
    this.lastRight = right;
  }

  /** Counts the stamps of the units from `unit` on, which is behind all marks, from `stamp`, not from what would follow. */
  mark(unit: number, stamp: Stamp): void {
    this.reserveMarks(1);
    this.markUnits[this.marks] = unit;
    this.markStamps[this.marks++] = stamp;
  }

  /** Makes room for `more` marks. */
  reserveMarks(more: number): void {
    const needed = this.marks + more;
    if (needed <= this.markUnits.length) return;
    const capacity = Math.max(needed, Math.ceil(this.marks * GROWTH));
    this.markUnits = grown(this.markUnits, new Uint32Array(capacity));
    this.markStamps = grown(this.markStamps, new Float64Array(capacity));
  }

  private goesOn(kind: Kind, left: Origin, right: Origin): boolean {
    const last = this.entries - 1;
    if (last < 0 || this.kinds[last] !== kind) return false;
    const length = this.units - this.starts[last]!;
    switch (kind) {
      case INSERT:
        return (
          left.slot === this.slot &&
          left.counter === this.characters - 1 &&
          right.slot === this.lastRight.slot &&
          right.counter === this.lastRight.counter
        );
      case DELETE:
        return left.slot === this.leftSlots[last] && left.counter === this.leftCounters[last]! + length;
      case DELETE_BACK:
        return left.slot === this.leftSlots[last] && left.counter === this.leftCounters[last]! - length;
      case RESTORE:
        return left.counter === this.leftCounters[last]! + length;
      default:
        return false;
    }
  }

  /** Makes room for `more` entries. */
  reserveEntries(more: number): void {
    const needed = this.entries + more;
    if (needed <= this.kinds.length) return;
    const capacity = Math.max(needed, Math.ceil(this.entries * GROWTH));
    this.kinds = grown(this.kinds, new Uint8Array(capacity));
    this.starts = grown(this.starts, new Uint32Array(capacity));
    this.counters = grown(this.counters, new Uint32Array(capacity));
    this.leftSlots = grown(this.leftSlots, new Uint16Array(capacity));
    this.leftCounters = grown(this.leftCounters, new Uint32Array(capacity));
    this.rightSlots = grown(this.rightSlots, new Uint16Array(capacity));
    this.rightCounters = grown(this.rightCounters, new Uint32Array(capacity));
  }

  /**
   * Whether deleting `length` characters from `counter` on is best written from the last to the first: where that goes on
   * from the last deletion, as backspace does key by key, or may yet. Only the size of the log depends on it.
   */
  deletesBack(slot: number, counter: number, length: number): boolean {
    const last = this.entries - 1;
    if (last < 0 || length > 2) return false;
    const isSame = slot === this.leftSlots[last];
    const target = this.leftCounters[last]!;
    const before = this.units - this.starts[last]!;
    if (this.kinds[last] === DELETE) return !(isSame && counter === target + before);
    if (this.kinds[last] === DELETE_BACK) return !(isSame && counter === target + 1);
    return true;
  }

  /** The entry that holds `unit`. */
  entryOf(unit: number): number {
    return lastUpTo(this.starts, this.entries, unit);
  }

  /** The end of an entry: the unit after its last. */
  endOf(entry: number): number {
    return entry + 1 < this.entries ? this.starts[entry + 1]! : this.units;
  }

  /** Visits what the deletions among the units from `first` up to `end` hid, stretch by stretch, in their order. */
  eachDeleted(first: number, end: number, visit: (slot: number, from: number, length: number) => void): void {
    let entry = this.entryOf(first);
    for (let unit = first; unit < end; entry++) {
      const next = Math.min(this.endOf(entry), end);
      const inside = unit - this.starts[entry]!;
      const target = this.leftCounters[entry]!;
      const kind = this.kinds[entry];
      const length = next - unit;
      if (kind === DELETE) visit(this.leftSlots[entry]!, target + inside, length);
      if (kind === DELETE_BACK) visit(this.leftSlots[entry]!, target - inside - length + 1, length);
      unit = next;
    }
  }

  /** The entry that inserted a character. */
  entryOfCharacter(counter: number): number {
    return lastUpTo(this.counters, this.entries, counter);
  }

  /** The unit that inserted a character. */
  unitOf(counter: number): number {
    const entry = this.entryOfCharacter(counter);
    return this.starts[entry]! + counter - this.counters[entry]!;
  }

  /** How many characters there were before `unit`. */
  charactersBefore(unit: number): number {
    if (unit >= this.units) return this.characters;
    const entry = this.entryOf(unit);
    const inside = this.kinds[entry] === INSERT ? unit - this.starts[entry]! : 0;
    return this.counters[entry]! + inside;
  }

  /** The mark that a unit's stamp is counted from; -1 where it is counted from 0. */
  markOf(unit: number): number {
    return lastUpTo(this.markUnits, this.marks, unit);
  }

  stampAt(unit: number): Stamp {
    const mark = this.markOf(unit);
    return mark < 0 ? unit : this.markStamps[mark]! + unit - this.markUnits[mark]!;
  }

  /** The stamp that a unit bears where it has no mark. */
  followingStamp(unit: number): Stamp {
    if (unit === this.units) return this.lastStamp + 1;
    return unit === 0 ? 0 : this.stampAt(unit - 1) + 1;
  }

  /** How many units bear a stamp up to `stamp`. */
  unitsUpTo(stamp: Stamp): number {
    if (this.lastStamp <= stamp) return this.units;
    const mark = lastUpTo(this.markStamps, this.marks, stamp);
    const start = mark < 0 ? 0 : this.markUnits[mark]!;
    const first = mark < 0 ? 0 : this.markStamps[mark]!;
    const end = mark + 1 < this.marks ? this.markUnits[mark + 1]! : this.units;
    return Math.min(end, start + stamp - first + 1);
  }

  /** Whether a character's left origin is the character that its author inserted right before it. */
  continues(counter: number): boolean {
    const entry = this.entryOfCharacter(counter);
    if (this.counters[entry]! < counter) return true;
    return this.leftSlots[entry] === this.slot && this.leftCounters[entry] === counter - 1;
  }
}

/** Where an insertion stands, or what a deletion hides: an element, or `NOWHERE`. */
export interface Origin {
  readonly slot: number;
  readonly counter: number;
}

export const NO_ORIGIN: Origin = { slot: NOWHERE, counter: 0 };

const GROWTH = 1.4;
