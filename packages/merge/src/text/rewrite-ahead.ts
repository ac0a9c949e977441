import type { Lost } from "../replica";
import type { AuthorLog } from "./author-log";
import type { TextChange } from "./change-record";
import { EditList } from "./edit-list";
import { NO_PLACE, type Place } from "./span-nodes";
import { timestampOf } from "./stamp";
import type { TextDocument } from "./text-document";
import { decodeUtf16 } from "./utf16";

/** What must be written again after a document was rewound. */
export interface Rewrite {
  /** At positions of the rewound text, in ascending order. */
  readonly edits: readonly TextChange[];
  /** What others wrote that was rewound: theirs to write again, if they are still there. */
  readonly lost: Lost | undefined;
}

/**
 * Compares a document with what it was rewound to. What `own` had inserted beyond that is to be inserted again, and what
 * was deleted is to be deleted again.
 */
export function rewriteAhead(before: TextDocument, after: TextDocument, own: AuthorLog | undefined): Rewrite {
  const walk = new Walk(before, after, own);
  for (let place = before.tree.first(); place !== NO_PLACE; place = before.tree.next(place)) walk.pass(place);
  return walk.end();
}

class Walk {
  private readonly edits = new EditList();
  private position = 0;
  private lost = "";
  private loser: AuthorLog | undefined;

  constructor(
    private readonly before: TextDocument,
    private readonly after: TextDocument,
    private readonly own: AuthorLog | undefined,
  ) {}

  pass(place: Place): void {
    const { tree, logs } = this.before;
    const log = logs[tree.slot(place) - 1] as AuthorLog;
    const kept = this.after.find(log.idBytes, 0);
    const start = tree.counter(place);
    const end = start + tree.length(place);
    const keptEnd = Math.min(end, Math.max(start, kept?.characters ?? 0));
    const isVisible = tree.hides(place) === 0;
    if (kept) this.passKept(kept, start, keptEnd, isVisible);
    if (isVisible && keptEnd < end) this.passAhead(log, keptEnd, end);
  }

  end(): Rewrite {
    const { edits, lost, loser } = this;
    const timestamp = loser && timestampOf(loser.lastStamp, loser.id);
    return { edits: edits.edits, lost: timestamp && { text: lost, timestamp } };
  }

  private passKept(log: AuthorLog, from: number, to: number, wasVisible: boolean): void {
    const { tree } = this.after;
    for (let counter = from; counter < to; ) {
      const place = tree.find(log.slot, counter);
      const length = Math.min(tree.length(place) - tree.offset, to - counter);
      const isVisible = tree.hides(place) === 0;
      if (wasVisible && !isVisible) this.insert(log, counter, counter + length);
      if (!wasVisible && isVisible) this.edits.replace(this.position, this.position + length, "");
      if (isVisible) this.position += length;
      counter += length;
    }
  }

  private passAhead(log: AuthorLog, from: number, to: number): void {
    if (log === this.own) {
      this.insert(log, from, to);
      return;
    }
    this.lost += decodeUtf16(log.text.subarray(from, to));
    this.loser = log;
  }

  private insert(log: AuthorLog, from: number, to: number): void {
    this.edits.replace(this.position, this.position, decodeUtf16(log.text.subarray(from, to)));
  }
}
