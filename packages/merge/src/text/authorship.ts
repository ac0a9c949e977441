import type { ReplicaId } from "../replica-id";
import type { Timestamp } from "../timestamp";
import type { AuthorLog } from "./author-log";
import { lastOfMinute, timestampOf } from "./stamp";
import type { TextView } from "./text-view";

/** A stretch of the text that one author wrote in one go, within one minute. */
export interface Passage {
  readonly from: number;
  readonly to: number;
  readonly author: ReplicaId;
  /** Of its first character. */
  readonly timestamp: Timestamp;
}

/**
 * Who wrote the text from `from` to `to`, and when, passage by passage. Apart from `Text`, so that an app may load it when
 * it is asked for. All holders of one text have the same passages.
 */
export function authorsOf(text: TextView, from: number, to: number): readonly Passage[] {
  const passages: Passage[] = [];
  let position = from;
  let last: { readonly log: AuthorLog; readonly counter: number; readonly endUnit: number } | undefined;
  text.eachVisible(from, to, (log, counter, length) => {
    for (let at = counter; at < counter + length; ) {
      const unit = log.unitOf(at);
      const stamp = log.stampAt(unit);
      const endUnit = Math.min(log.endOf(log.entryOf(unit)), log.unitsUpTo(lastOfMinute(stamp)));
      const units = Math.min(endUnit - unit, counter + length - at);
      const open = passages.at(-1);
      // A stretch that was cut in two here and nowhere else is one again.
      if (open && last?.log === log && last.counter === at && unit < last.endUnit) {
        passages[passages.length - 1] = { ...open, to: position + units };
      } else {
        passages.push({ from: position, to: position + units, author: log.id, timestamp: timestampOf(stamp, log.id) });
      }
      last = { log, counter: at + units, endUnit };
      position += units;
      at += units;
    }
  });
  return passages;
}
