import { encodePresence, type Presence } from "./presence";

/** The caret moves with every keystroke; the others need not see each step. */
const MIN_INTERVAL_MS = 100;

/** What this tab says of itself: at once where it has been quiet for a moment, else the latest of it soon. */
export class OwnPresence {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isDue = false;

  constructor(
    private readonly presence: () => Presence,
    private readonly say: (bytes: Uint8Array) => void,
  ) {}

  changed(): void {
    if (this.timer !== undefined) {
      this.isDue = true;
      return;
    }
    this.say(encodePresence(this.presence()));
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.isDue) this.changed();
    }, MIN_INTERVAL_MS);
    this.isDue = false;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
