import type { Effect } from "./effect";
import type { Random } from "./random";
import type { Spread } from "./spread";
import type { Spreading } from "./strategies/strategy";

/** What a node's turns depend on. */
export interface PaceHost {
  readonly spread: Spread;
  readonly spreading: Spreading;
  /** Whether all neighbors are known to have the same. */
  isQuiet(): boolean;
}

/** When a node's turns come: every Δ, or as its strategy has it. */
export class Pace {
  private dueAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly host: PaceHost,
    private readonly random: Random,
    private readonly perform: (effect: Effect) => void,
  ) {}

  /** The first turn comes after a random part of Δ, so that nodes started together do not push in step. */
  start(now: number): void {
    this.set(now + 1 + this.random.below(this.host.spread.intervalMs));
  }

  next(now: number): void {
    const { spread, spreading } = this.host;
    this.set(now + (spreading.nextInterval?.(spread.intervalMs, this.host.isQuiet()) ?? spread.intervalMs));
  }

  /** What is new does not wait for a turn that is far off. */
  hasten(now: number): void {
    const { spread, spreading } = this.host;
    if (!spreading.nextInterval || this.dueAt <= now + spread.intervalMs) return;
    this.set(now + spreading.nextInterval(spread.intervalMs, false));
  }

  private set(at: number): void {
    this.dueAt = at;
    if (this.host.spreading.onInterval) this.perform({ type: "setTimer", timer: "push", at });
    else this.perform({ type: "clearTimer", timer: "push" });
  }
}
