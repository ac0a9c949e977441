import type { Timer } from "@hearsay/gossip";

/** No timer waits longer: browsers fire at once what lies beyond 2^31 ms. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1_000;

/** A node's timers on the platform's clock: one of each name. */
export class Timers {
  private readonly pending = new Map<Timer, ReturnType<typeof setTimeout>>();

  constructor(private readonly onFired: (timer: Timer) => void) {}

  /** Fires `timer` after `waitMs`, and not when it was set to before. */
  set(timer: Timer, waitMs: number): void {
    this.clear(timer);
    const fire = () => {
      this.pending.delete(timer);
      this.onFired(timer);
    };
    this.pending.set(timer, setTimeout(fire, Math.min(MAX_WAIT_MS, Math.max(0, waitMs))));
  }

  clear(timer: Timer): void {
    clearTimeout(this.pending.get(timer));
    this.pending.delete(timer);
  }
}
