import type { Timer } from "@hearsay/gossip";

/** No timer waits longer: browsers fire at once what lies beyond 2^31 ms. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1_000;

/** A node's timers on the platform's clock: one of each name. They can be stopped, which keeps what is set. */
export class Timers {
  private readonly pending = new Map<Timer, { readonly dueAt: number; readonly handle: Handle | undefined }>();
  private stopped = false;

  constructor(private readonly onFired: (timer: Timer) => void) {}

  /** Fires `timer` after `waitMs`, and not when it was set to before. */
  set(timer: Timer, waitMs: number): void {
    this.clear(timer);
    this.arm(timer, performance.now() + Math.min(MAX_WAIT_MS, Math.max(0, waitMs)));
  }

  clear(timer: Timer): void {
    clearTimeout(this.pending.get(timer)?.handle);
    this.pending.delete(timer);
  }

  /** Lets nothing fire until `start`. */
  stop(): void {
    this.stopped = true;
    this.armAll();
  }

  /** Fires what came due meanwhile as soon as it can, and the rest in its time. */
  start(): void {
    this.stopped = false;
    this.armAll();
  }

  private armAll(): void {
    for (const [timer, { dueAt }] of [...this.pending]) {
      this.clear(timer);
      this.arm(timer, dueAt);
    }
  }

  private arm(timer: Timer, dueAt: number): void {
    const fire = () => {
      this.pending.delete(timer);
      this.onFired(timer);
    };
    const handle = this.stopped ? undefined : setTimeout(fire, Math.max(0, dueAt - performance.now()));
    this.pending.set(timer, { dueAt, handle });
  }
}

type Handle = ReturnType<typeof setTimeout>;
