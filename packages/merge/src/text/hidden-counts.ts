import { type AuthorLog, DELETE, DELETE_BACK, RESTORE } from "./author-log";

/** How often each character of each log was hidden, by deletions that were not taken back, when the logs were no longer than `units`. */
export function hiddenCounts(logs: readonly AuthorLog[], units: readonly number[]): readonly Int32Array[] {
  const hidden = logs.map(({ characters }) => new Int32Array(characters));
  for (let i = 0; i < logs.length; i++) {
    const log = logs[i]!;
    const end = units[i]!;
    for (let entry = 0; entry < log.entries && log.starts[entry]! < end; entry++) {
      const length = Math.min(log.endOf(entry), end) - log.starts[entry]!;
      const first = log.leftCounters[entry]!;
      const kind = log.kinds[entry];
      if (kind === DELETE) hide(hidden[log.leftSlots[entry]! - 1]!, first, length, 1);
      else if (kind === DELETE_BACK) hide(hidden[log.leftSlots[entry]! - 1]!, first - length + 1, length, 1);
      else if (kind === RESTORE) {
        log.eachDeleted(first, first + length, (slot, from, count) => hide(hidden[slot - 1]!, from, count, -1));
      }
    }
  }
  return hidden;
}

function hide(counts: Int32Array, from: number, length: number, by: number): void {
  for (let counter = from; counter < from + length; counter++) counts[counter]! += by;
}
