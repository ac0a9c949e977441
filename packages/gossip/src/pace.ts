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

/** While news keeps coming, which shows its own gaps, a turn is put off by Δ each time, for so many Δ at most. */
export const MAX_PUT_OFF = 10;

/** A turn is late that comes this part of Δ after its time. */
export const LATE_PART = 8;

/** When a node's turns come: every Δ, or as its strategy has it. */
export class Pace {
  private dueAt = Number.POSITIVE_INFINITY;
  private lateMs = 0;
  /** Since when the turn that is due could have come. */
  private putOffSince = Number.NEGATIVE_INFINITY;

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
    this.putOffSince = now;
    this.set(now + (spreading.nextInterval?.(spread.intervalMs, this.host.isQuiet()) ?? spread.intervalMs));
  }

  /** There is news, for which Δ is time enough to come everywhere: the turn is due then, neither far off nor amid it. */
  onNews(now: number): void {
    const { spread, spreading } = this.host;
    if (!spreading.nextInterval) return;
    const isFarOff = this.dueAt > now + spread.intervalMs;
    if (isFarOff) this.putOffSince = now;
    const mayWait = now - this.putOffSince < MAX_PUT_OFF * spread.intervalMs;
    if (isFarOff || mayWait) this.set(now + spreading.nextInterval(spread.intervalMs, false));
  }

  /** What a turn is for was done without one. */
  tookTurn(now: number): void {
    this.putOffSince = now;
  }

  /** Whether the last turn came late: whoever drives this node has its hands full. */
  get isLate(): boolean {
    return this.lateMs > this.host.spread.intervalMs / LATE_PART;
  }

  /** A turn has come. */
  arrive(now: number): void {
    this.lateMs = now - this.dueAt;
  }

  private set(at: number): void {
    this.dueAt = at;
    if (this.host.spreading.onInterval) this.perform({ type: "setTimer", timer: "push", at });
    else this.perform({ type: "clearTimer", timer: "push" });
  }
}
