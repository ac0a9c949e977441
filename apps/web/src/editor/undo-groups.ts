import type { ChangeDesc, Transaction } from "@codemirror/state";

/** What comes later than this is undone by itself. */
const MAX_PAUSE_MS = 500;

/** Decides which edits are undone together: typing that goes on, and deleting that does, without a longer pause. */
export class UndoGroups {
  private kind: "typing" | "deleting" | undefined;
  private atMs = Number.NEGATIVE_INFINITY;
  private at = 0;

  /** Whether `transaction` is undone together with the one before it. */
  joins(transaction: Transaction): boolean {
    const kind = kindOf(transaction);
    const { from, to, end } = spanOf(transaction);
    const isNear = from <= this.at && this.at <= to;
    const isSoon = Date.now() - this.atMs <= MAX_PAUSE_MS || transaction.isUserEvent("input.type.compose");
    const joins = kind !== undefined && kind === this.kind && isNear && isSoon;
    this.kind = kind;
    this.atMs = Date.now();
    this.at = end;
    return joins;
  }

  /** Others wrote: where the last edit ended is elsewhere now. */
  moved(changes: ChangeDesc): void {
    this.at = changes.mapPos(this.at);
  }

  /** What comes next is undone by itself. */
  end(): void {
    this.kind = undefined;
  }
}

function kindOf(transaction: Transaction): "typing" | "deleting" | undefined {
  if (transaction.isUserEvent("input.type")) return "typing";
  return transaction.isUserEvent("delete") ? "deleting" : undefined;
}

/** From where to where a transaction changed the text before it, and where it ends in the text after it. */
function spanOf({ changes }: Transaction): { readonly from: number; readonly to: number; readonly end: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  let end = 0;
  changes.iterChangedRanges((fromA, toA, _fromB, toB) => {
    from = Math.min(from, fromA);
    to = Math.max(to, toA);
    end = Math.max(end, toB);
  });
  return { from, to, end };
}
