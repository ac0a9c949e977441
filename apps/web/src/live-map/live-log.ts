/** One line of the log; the same thing again and again is one line. */
export interface LiveLine {
  /** Grows by one with every line. */
  readonly number: number;
  /** When it happened first, in ms since the log began. */
  readonly atMs: number;
  readonly text: string;
  /** How often it happened. */
  readonly times: number;
}

/** The last things that happened, in words. At most `MAX_LINES`; older ones are forgotten. */
export class LiveLog {
  private lines: readonly LiveLine[] = [];
  private count = 0;

  constructor(private readonly startMs: number) {}

  /** Newest first; the same array for as long as nothing was added. */
  get newestFirst(): readonly LiveLine[] {
    return this.lines;
  }

  add(nowMs: number, text: string): void {
    const [last, ...rest] = this.lines;
    if (last?.text === text) {
      this.lines = [{ ...last, times: last.times + 1 }, ...rest];
      return;
    }
    const line: LiveLine = { number: ++this.count, atMs: nowMs - this.startMs, text, times: 1 };
    this.lines = [line, ...this.lines.slice(0, MAX_LINES - 1)];
  }
}

export const MAX_LINES = 100;
