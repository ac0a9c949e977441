import { type AuthorLog, DELETE, DELETE_BACK, INSERT, RESTORE } from "./author-log";
import type { LocalEditor } from "./local-edit";

/** So many steps can be undone. Beyond it the oldest is forgotten. */
export const MAX_UNDO_STEPS = 1_000;

/** Units of one's own log that are undone together. */
interface Step {
  readonly from: number;
  to: number;
}

/** What one's own edits were, step by step, so that the last can be taken back, and that again. */
export class UndoHistory {
  private readonly undoable = new Steps();
  private readonly redoable = new Steps();

  get canUndo(): boolean {
    return this.undoable.count > 0;
  }

  get canRedo(): boolean {
    return this.redoable.count > 0;
  }

  /** An edit wrote the units from `from` to `to`. */
  wrote(from: number, to: number, joins: boolean): void {
    const last = this.undoable.last();
    if (joins && last?.to === from) last.to = to;
    else this.undoable.push(from, to);
    this.redoable.count = 0;
  }

  /** The units from `from` to `to` are no edit: they part nothing that is undone together. */
  passed(from: number, to: number): void {
    const last = this.undoable.last();
    if (last?.to === from) last.to = to;
  }

  undo(editor: LocalEditor): void {
    this.turn(this.undoable, this.redoable, editor);
  }

  redo(editor: LocalEditor): void {
    this.turn(this.redoable, this.undoable, editor);
  }

  forget(): void {
    this.undoable.count = 0;
    this.redoable.count = 0;
  }

  /** Takes the last step of one list back. What that writes is itself a step, of the other list. */
  private turn(from: Steps, to: Steps, editor: LocalEditor): void {
    const { log } = editor;
    const step = from.pop();
    if (!step) return;
    const start = log.units;
    revert(log, step, editor);
    if (log.units > start) to.push(start, log.units);
  }
}

/** The last `MAX_UNDO_STEPS` of all steps that were pushed and not popped. */
class Steps {
  count = 0;
  private readonly ring: Step[] = [];
  private next = 0;

  last(): Step | undefined {
    return this.count > 0 ? this.ring[(this.next + MAX_UNDO_STEPS - 1) % MAX_UNDO_STEPS] : undefined;
  }

  push(from: number, to: number): void {
    this.ring[this.next] = { from, to };
    this.next = (this.next + 1) % MAX_UNDO_STEPS;
    this.count = Math.min(this.count + 1, MAX_UNDO_STEPS);
  }

  pop(): Step | undefined {
    const step = this.last();
    if (!step) return undefined;
    this.next = (this.next + MAX_UNDO_STEPS - 1) % MAX_UNDO_STEPS;
    this.count--;
    return step;
  }
}

/** Writes the opposite of each unit of a step, the last one first. */
function revert(log: AuthorLog, { from, to }: Step, editor: LocalEditor): void {
  for (let entry = log.entryOf(to - 1); entry >= 0 && log.endOf(entry) > from; entry--) {
    const start = Math.max(from, log.starts[entry]!);
    const length = Math.min(to, log.endOf(entry)) - start;
    const inside = start - log.starts[entry]!;
    switch (log.kinds[entry]) {
      case INSERT:
        editor.deleteRange(log.slot, log.counters[entry]! + inside, length);
        break;
      case DELETE:
      case DELETE_BACK:
        editor.restore(start, length);
        break;
      case RESTORE: {
        const first = log.leftCounters[entry]! + inside;
        log.eachDeleted(first, first + length, (slot, counter, units) => editor.deleteRange(slot, counter, units));
        break;
      }
      default:
    }
  }
}
