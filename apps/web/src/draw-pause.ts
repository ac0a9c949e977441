/**
 * Several things that a page shows change with each letter that comes. Has them drawn at once where nothing was drawn for
 * a moment, else soon, once for all that was asked for meanwhile.
 */
export class DrawPause {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private dueAt = Number.POSITIVE_INFINITY;
  private pausedUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly draw: () => void) {}

  ask(): void {
    this.drawAt(Math.max(performance.now(), this.pausedUntil));
  }

  /** The same for what nobody waits for. */
  askSoon(): void {
    this.drawAt(performance.now() + SOON_MS);
  }

  private drawAt(at: number): void {
    if (at >= this.dueAt) return;
    clearTimeout(this.timer);
    const waitMs = at - performance.now();
    if (waitMs <= 0) return this.drawNow();
    this.dueAt = at;
    this.timer = setTimeout(() => this.drawNow(), waitMs);
  }

  private drawNow(): void {
    this.dueAt = Number.POSITIVE_INFINITY;
    this.pausedUntil = performance.now() + DRAW_PAUSE_MS;
    this.draw();
  }
}

/** Several times in this are more than anyone sees. */
export const DRAW_PAUSE_MS = 100;

/** What others did is seen in the text at once; what is said of it may take so long. */
export const SOON_MS = 300;
