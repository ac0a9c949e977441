import type { EditorView } from "@codemirror/view";

/**
 * While somebody composes with an input method, half-written characters stand in the text that nobody else may touch.
 * This watches for the end of it.
 */
export class Composition {
  private timer: ReturnType<typeof setInterval> | undefined;
  private lastWrittenMs = 0;

  /** The person wrote. */
  wrote(): void {
    this.lastWrittenMs = Date.now();
  }

  /** Calls `ended` once the composition in `view` is over, or may be broken. */
  whenOver(view: EditorView, ended: () => void): void {
    let settled = false;
    this.timer ??= setInterval(() => {
      // The end of a composition is followed by a last change or two: it has settled when it is still over a tick later.
      const idle = Date.now() - this.lastWrittenMs > MAX_QUIET_MS;
      if (idle || (settled && !view.composing)) {
        this.stop();
        ended();
      }
      settled = !view.composing;
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

const TICK_MS = 100;
/** Some keyboards never end a composition. After so long without a keystroke it may be broken. */
const MAX_QUIET_MS = 5_000;
