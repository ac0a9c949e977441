import { decodeUtf16 } from "./utf16";

/** Replace the UTF-16 units from `from` to `to` by `insert`. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** So many changes are kept for whoever asks. Beyond it, it is cheaper to take the text anew. */
export const MAX_CHANGES = 4_096;

/** What happened to the visible text since somebody asked last, each change at positions after those before it. */
export class ChangeRecord {
  /** Whether anybody has ever asked, and nobody has paused it. */
  isOn = false;
  private isWanted = false;
  private changes: TextChange[] = [];
  private isOverfull = false;

  inserted(at: number, units: Uint16Array): void {
    this.add({ from: at, to: at, insert: decodeUtf16(units) });
  }

  deleted(at: number, length: number): void {
    this.add({ from: at, to: at + length, insert: "" });
  }

  /** Nothing is recorded until `goOn`. */
  pause(): void {
    this.isOn = false;
  }

  goOn(): void {
    this.isOn = this.isWanted && !this.isOverfull;
  }

  /** From now on nothing is known but that much changed. */
  overflow(): void {
    if (!this.isWanted) return;
    this.changes = [];
    this.isOverfull = true;
    this.isOn = false;
  }

  /** Returns the record and begins a new one; undefined where there was too much to keep. */
  drain(): readonly TextChange[] | undefined {
    const { changes, isOverfull } = this;
    this.changes = [];
    this.isOverfull = false;
    this.isWanted = true;
    this.isOn = true;
    return isOverfull ? undefined : changes;
  }

  private add(change: TextChange): void {
    if (this.changes.length >= MAX_CHANGES) this.overflow();
    else this.changes.push(change);
  }
}
