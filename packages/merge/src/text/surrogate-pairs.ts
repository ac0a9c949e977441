import { type AuthorLog, DELETE, DELETE_BACK, INSERT, RESTORE } from "./author-log";
import { isLowSurrogate } from "./utf16";

/** `unit`, or the one before it where a log that ended there would hold half a pair of surrogates, or hide half of one. */
export function wholePair(logs: readonly AuthorLog[], log: AuthorLog, unit: number): number {
  if (unit <= 0) return 0;
  if (unit >= log.units) return log.units;
  const entry = log.entryOf(unit);
  const inside = unit - log.starts[entry]!;
  return inside > 0 && splitsPair(logs, log, entry, inside) ? unit - 1 : unit;
}

/** `unit`, or the one after it where `wholePair` gives the one before it. */
export function pastPair(logs: readonly AuthorLog[], log: AuthorLog, unit: number): number {
  return wholePair(logs, log, unit) < unit ? unit + 1 : unit;
}

function splitsPair(logs: readonly AuthorLog[], log: AuthorLog, entry: number, inside: number): boolean {
  const first = log.leftCounters[entry]!;
  switch (log.kinds[entry]) {
    case INSERT:
      return isLowSurrogate(log.text[log.counters[entry]! + inside]!);
    case DELETE:
      return isLowSurrogate(logs[log.leftSlots[entry]! - 1]!.text[first + inside]!);
    case DELETE_BACK:
      return isLowSurrogate(logs[log.leftSlots[entry]! - 1]!.text[first - inside + 1]!);
    case RESTORE:
      return wholePair(logs, log, first + inside) !== first + inside;
    default:
      return false;
  }
}
