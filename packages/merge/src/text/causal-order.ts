import { type AuthorLog, DELETE, DELETE_BACK, INSERT, NOWHERE, RESTORE, SIGN } from "./author-log";
import { ID_BYTES, unsignedLength } from "./delta-format";
import type { Stretch } from "./delta-writer";
import { countOf, secondsOf } from "./stamp";
import { pastPair, wholePair } from "./surrogate-pairs";
import { isHighSurrogate, isLowSurrogate } from "./utf16";

/** Beyond a reference's real size nobody looks: it depends on how many authors the whole delta names. */
const MAX_REFERENCE_BYTES = 8;
/** Number of authors, and a section's author, first unit, number of operations and number of marks. */
const MAX_TABLE_BYTES = 3;
const MAX_SECTION_BYTES = 3 + 5 + 5 + 5;

/**
 * The stretches of all logs from `from` up to `to` (by slot minus 1), in an order in which every cause comes before
 * what it leads to, so that what fits into `maxBytes` can be taken in without what does not. What lacks a cause is left out.
 */
export function stretchesWithin(
  logs: readonly AuthorLog[],
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  maxBytes: number,
): readonly Stretch[] {
  return new CausalWalk(logs, from, to, maxBytes).run();
}

class CausalWalk {
  private readonly done: number[];
  private readonly limits: number[];
  private readonly stretches: Stretch[] = [];
  private readonly named = new Set<number>();
  private budget: number;
  private isFull = false;

  constructor(
    private readonly logs: readonly AuthorLog[],
    from: ArrayLike<number>,
    to: ArrayLike<number>,
    maxBytes: number,
  ) {
    this.done = logs.map((log, i) => wholePair(logs, log, from[i] ?? 0));
    this.limits = Array.from(to);
    this.budget = maxBytes - MAX_TABLE_BYTES;
  }

  run(): readonly Stretch[] {
    // The shortest first: what one writes beside a long text is not to wait for the end of that.
    const left = ({ slot }: AuthorLog) => this.limits[slot - 1]! - this.done[slot - 1]!;
    for (const log of this.logs.toSorted((one, other) => left(one) - left(other))) {
      this.reach(log.slot, this.limits[log.slot - 1]!);
      if (this.isFull) break;
    }
    return this.stretches;
  }

  /** Goes on with a log up to a unit, and first with all that it takes. */
  private reach(slot: number, unit: number): void {
    const stack = [{ slot, unit }];
    for (let top = stack.at(-1); top && !this.isFull; top = stack.at(-1)) {
      const cause = this.advance(top.slot, Math.min(top.unit, this.limits[top.slot - 1]!));
      if (cause) stack.push(cause);
      else stack.pop();
    }
  }

  /** Takes entry after entry up to `end`; returns a cause that must come first. */
  private advance(slot: number, end: number): { readonly slot: number; readonly unit: number } | undefined {
    const log = this.logs[slot - 1]!;
    const from = this.done[slot - 1]!;
    let unit = from;
    let cause: { slot: number; unit: number } | undefined;
    for (let entry = log.entryOf(unit); unit < end && !this.isFull; entry++) {
      cause = this.causeOf(log, entry, unit, Math.min(log.endOf(entry), end));
      if (cause) break;
      unit = this.afford(log, entry, unit, Math.min(log.endOf(entry), end), unit === from);
    }
    this.add(log, from, unit);
    if (cause && cause.unit > this.limits[cause.slot - 1]!) {
      // Its cause is beyond what is asked for, so it is as well.
      this.limits[slot - 1] = unit;
      return undefined;
    }
    return cause;
  }

  private add(log: AuthorLog, from: number, to: number): void {
    if (to === from) return;
    this.done[log.slot - 1] = to;
    const last = this.stretches.at(-1);
    if (last?.log === log && last.to === from) this.stretches[this.stretches.length - 1] = { ...last, to };
    else this.stretches.push({ log, from, to });
  }

  private causeOf(log: AuthorLog, entry: number, from: number, to: number) {
    const kind = log.kinds[entry]!;
    if (kind === INSERT) {
      if (from > log.starts[entry]!) return undefined;
      return (
        this.lacking(log, log.leftSlots[entry]!, log.leftCounters[entry]!) ??
        this.lacking(log, log.rightSlots[entry]!, log.rightCounters[entry]!)
      );
    }
    if (kind === DELETE) {
      return this.lacking(log, log.leftSlots[entry]!, log.leftCounters[entry]! + to - 1 - log.starts[entry]!);
    }
    if (kind === DELETE_BACK) {
      return this.lacking(log, log.leftSlots[entry]!, log.leftCounters[entry]! - (from - log.starts[entry]!));
    }
    return undefined;
  }

  private lacking(log: AuthorLog, slot: number, counter: number) {
    if (slot === NOWHERE || slot === log.slot) return undefined;
    const unit = pastPair(this.logs, this.logs[slot - 1]!, this.logs[slot - 1]!.unitOf(counter) + 1);
    return this.done[slot - 1]! < unit ? { slot, unit } : undefined;
  }

  /** Pays for as much of an entry as the budget allows; returns up to where. */
  private afford(log: AuthorLog, entry: number, from: number, to: number, isFirst: boolean): number {
    if (this.budget === Number.POSITIVE_INFINITY) return to;
    let cost = (isFirst ? MAX_SECTION_BYTES : 0) + this.fixedCost(log, entry, to - from) + markCost(log, from);
    let unit = from;
    const isInsertion = log.kinds[entry] === INSERT;
    const character = isInsertion ? log.charactersBefore(from) - from : 0;
    let mark = log.markOf(from) + 1;
    while (unit < to && cost <= this.budget) {
      if (mark < log.marks && log.markUnits[mark] === unit) cost += markCost(log, log.markUnits[mark++]!);
      if (isInsertion) cost += utf8Cost(log.text[character + unit]!);
      if (cost > this.budget) break;
      unit++;
    }
    if (unit < to) {
      this.isFull = true;
      return Math.max(from, wholePair(this.logs, log, unit));
    }
    this.budget -= cost;
    return to;
  }

  private fixedCost(log: AuthorLog, entry: number, length: number): number {
    let cost = unsignedLength(length * 8) + this.nameCost(log.slot);
    const kind = log.kinds[entry]!;
    if (kind === INSERT || kind === DELETE || kind === DELETE_BACK) {
      cost += MAX_REFERENCE_BYTES + this.nameCost(log.leftSlots[entry]!);
    }
    if (kind === INSERT) cost += MAX_REFERENCE_BYTES + this.nameCost(log.rightSlots[entry]!);
    else if (kind === RESTORE) cost += MAX_REFERENCE_BYTES;
    else if (kind === SIGN) cost += 2 + 3 * log.signatures[log.leftCounters[entry]!]!.name.length;
    return cost;
  }

  private nameCost(slot: number): number {
    if (slot === NOWHERE || this.named.has(slot)) return 0;
    this.named.add(slot);
    return ID_BYTES;
  }
}

function utf8Cost(unit: number): number {
  if (unit < 0x80) return 1;
  return unit < 0x800 || isHighSurrogate(unit) || isLowSurrogate(unit) ? 2 : 3;
}

/** What a mark at a unit takes; an upper bound where there may be none. */
function markCost(log: AuthorLog, unit: number): number {
  const stamp = log.stampAt(unit);
  const expected = log.followingStamp(unit);
  if (stamp === expected) return 0;
  const seconds = secondsOf(stamp) - secondsOf(expected);
  return unsignedLength(seconds * 2 + 1) + (countOf(stamp) > 0 ? 3 : 0) + 4;
}
