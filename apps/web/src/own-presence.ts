import { equalBytes } from "@hearsay/merge";

import type { PeerId } from "@hearsay/gossip";
import { encodePresence, type Presence } from "./presence";

/** The caret moves with every keystroke; the others need not see each step. */
const MIN_INTERVAL_MS = 100;

/** What this tab says of itself: at once where it has been quiet for a moment, else the latest of it soon. Nothing twice. */
export class OwnPresence {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isDue = false;
  private said: Uint8Array | undefined;

  private neighbors = "";

  constructor(
    private readonly presence: () => Presence,
    private readonly say: (bytes: Uint8Array) => void,
  ) {}

  changed(): void {
    if (this.timer !== undefined) {
      this.isDue = true;
      return;
    }
    this.isDue = false;
    const bytes = encodePresence(this.presence());
    // What others write moves the caret on the screen, but not in the text.
    if (this.said && equalBytes(this.said, bytes)) return;
    this.said = bytes;
    this.say(bytes);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.isDue) this.changed();
    }, MIN_INTERVAL_MS);
  }

  /** Says it anew where the neighbors are not those that they were. */
  linked(neighbors: readonly PeerId[]): void {
    const before = this.neighbors;
    this.neighbors = neighbors.join();
    if (this.neighbors !== before) this.changed();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
