import type { ReplicaId } from "../replica-id";
import type { Timestamp } from "../timestamp";
import type { AuthorLog } from "./author-log";
import { timestampOf } from "./stamp";
import type { TextView } from "./text-view";

/** A stretch of the text that one author wrote in one go. */
export interface Passage {
  readonly from: number;
  readonly to: number;
  readonly author: ReplicaId;
  /** Of its first character. */
  readonly timestamp: Timestamp;
}

/** Who wrote the text from `from` to `to`, and when, run by run. Apart from `Text`, so that an app may load it when
 * it is asked for. All holders of one text have the same runs. */
export function authorsOf(text: TextView, from: number, to: number): readonly Passage[] {
  const passages: Passage[] = [];
  let position = from;
  let last: { readonly log: AuthorLog; readonly entry: number; readonly end: number } | undefined;
  text.eachVisible(from, to, (log, counter, length) => {
    for (let at = counter; at < counter + length; ) {
      const entry = log.entryOfCharacter(at);
      const unit = (log.starts[entry] as number) + at - (log.counters[entry] as number);
      const inEntry = log.endOf(entry) - unit;
      const units = Math.min(inEntry, counter + length - at);
      // A run that was cut in two here and nowhere else is one again.
      const open = passages.at(-1);
      if (open && last?.log === log && last.entry === entry && last.end === at) {
        passages[passages.length - 1] = { ...open, to: position + units };
      } else {
        const timestamp = timestampOf(log.stampAt(unit), log.id);
        passages.push({ from: position, to: position + units, author: log.id, timestamp });
      }
      last = { log, entry, end: at + units };
      position += units;
      at += units;
    }
  });
  return passages;
}
