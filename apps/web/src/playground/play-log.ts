/** One line of the log. */
export interface LogLine {
  /** Grows by one with every line. */
  readonly number: number;
  /** Virtual time, in µs. */
  readonly atUs: number;
  readonly text: string;
}

/** The last things that happened, in words. At most `MAX_LINES`; older ones are forgotten. */
export class PlayLog {
  private lines: LogLine[] = [];
  private count = 0;
  private shown: readonly LogLine[] | undefined;

  /** Newest first; the same array for as long as nothing was added. */
  get newestFirst(): readonly LogLine[] {
    this.shown ??= this.lines.slice(-MAX_LINES).reverse();
    return this.shown;
  }

  add(atUs: number, text: string): void {
    this.lines.push({ number: ++this.count, atUs, text });
    // In bulk, so that a full log does not move all its lines for each new one.
    if (this.lines.length >= 2 * MAX_LINES) this.lines = this.lines.slice(-MAX_LINES);
    this.shown = undefined;
  }
}

export const MAX_LINES = 100;
