import type { TextChange } from "./change-record";

/** Edits in ascending order, at positions of the text before them. Those that touch are one. */
export class EditList {
  readonly edits: TextChange[] = [];

  /** Replaces what stands from `from` to `to`, which is not before the last edit. */
  replace(from: number, to: number, insert: string): void {
    const last = this.edits.at(-1);
    if (last?.to === from) this.edits[this.edits.length - 1] = { from: last.from, to, insert: last.insert + insert };
    else this.edits.push({ from, to, insert });
  }
}
