/**
 * Several things that a page shows change with each letter that comes. Has them drawn at once where nothing was drawn for
 * a moment, else soon, once for all that was asked for meanwhile.
 */
export class DrawPause {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isStale = false;

  constructor(private readonly draw: () => void) {}

  ask(): void {
    this.isStale = this.timer !== undefined;
    if (this.isStale) return;
    this.draw();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.isStale) this.ask();
    }, DRAW_PAUSE_MS);
  }
}

/** Several times in this are more than anyone sees. */
export const DRAW_PAUSE_MS = 100;
