import type { ChangeSet, Transaction } from "@codemirror/state";
import { UndoGroups } from "./undo-groups";
import type { Turn } from "./undo-keys";

/** So many groups of edits can be taken back. */
const MAX_GROUPS = 200;

/**
 * What this person wrote, to be taken back and written again, also after others wrote: the undo of a note that does not
 * remember who wrote what.
 */
export class LocalUndo {
  /** What takes each group back, the newest last, each at the positions of the text without those after it. */
  private stacks: Readonly<Record<Turn, readonly ChangeSet[]>> = { undo: [], redo: [] };
  private readonly groups = new UndoGroups();

  /** The person wrote. */
  wrote(transaction: Transaction): void {
    const inverse = inverseOf(transaction);
    const earlier = this.stacks.undo;
    const joined = this.groups.joins(transaction) ? earlier.at(-1) : undefined;
    const undo = joined ? [...earlier.slice(0, -1), inverse.compose(joined)] : [...earlier, inverse];
    this.stacks = { undo: undo.slice(-MAX_GROUPS), redo: [] };
  }

  /** The person moved the caret: what is written next is taken back by itself. */
  moved(): void {
    this.groups.end();
  }

  /** Others wrote. */
  brought(changes: ChangeSet): void {
    const { undo, redo } = this.stacks;
    this.stacks = { undo: rebased(undo, changes), redo: rebased(redo, changes) };
    this.groups.moved(changes);
    // What is written next must not be taken back with an earlier group, where nothing is left of the last.
    if (this.stacks.undo.length < undo.length) this.groups.end();
  }

  /** What has to be done to the text next; undefined where there is nothing to take back, or to write again. */
  next(turn: Turn): ChangeSet | undefined {
    return this.stacks[turn].at(-1);
  }

  /** What `next` gave has been done. */
  turned(turn: Turn, transaction: Transaction): void {
    const { undo, redo } = this.stacks;
    const inverse = inverseOf(transaction);
    this.stacks =
      turn === "undo"
        ? { undo: undo.slice(0, -1), redo: [...redo, inverse] }
        : { undo: [...undo, inverse], redo: redo.slice(0, -1) };
    this.groups.end();
  }
}

function inverseOf({ changes, startState }: Transaction): ChangeSet {
  return changes.invert(startState.doc);
}

/** A stack at the positions of the text after `changes`, without what these left nothing of. */
function rebased(stack: readonly ChangeSet[], changes: ChangeSet): readonly ChangeSet[] {
  const result: ChangeSet[] = [];
  let over = changes;
  for (const entry of stack.toReversed()) {
    result.push(entry.map(over));
    over = over.map(entry, true);
  }
  return result.reverse().filter((entry) => !entry.empty);
}
