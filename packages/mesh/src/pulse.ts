/** A neighbor that has been silent for this long is suspected. */
export const SUSPECT_AFTER_MS = 3_750;
/** A neighbor that has been silent for this long is dropped: within 5 s, by the next check. */
export const DROP_AFTER_MS = 4_750;
/** A neighbor to which nothing has gone for so long is owed a sign of life. */
export const BEAT_INTERVAL_MS = 2_500;
/** Every so often a beat compares the clocks; the others are a sign of life and nothing else. */
export const COMPARE_INTERVAL_MS = 30_000;
/** The pulses are judged this often. */
export const CHECK_INTERVAL_MS = 250;
/** Our own timer came so late that what the neighbors did meanwhile cannot be judged. */
export const STALL_MS = 2_000;

export type Liveness = "alive" | "suspected" | "silent";

/** Whether one neighbor lives, judged by what was received of it. Times are ms of a monotonic clock. */
export class Pulse {
  private heardAt: number;

  constructor(now: number) {
    this.heardAt = now;
  }

  hear(now: number): void {
    this.heardAt = now;
  }

  judge(now: number): Liveness {
    const silentMs = now - this.heardAt;
    if (silentMs >= DROP_AFTER_MS) return "silent";
    return silentMs >= SUSPECT_AFTER_MS ? "suspected" : "alive";
  }
}

/** Tells whether our own timer stalled between two checks: then every neighbor is excused and heard afresh. */
export class StallDetector {
  private checkedAt: number;

  constructor(now: number) {
    this.checkedAt = now;
  }

  /** To be called at every check. Whether this check came `STALL_MS` or more after the last. */
  check(now: number): boolean {
    const stalled = now - this.checkedAt >= STALL_MS;
    this.checkedAt = now;
    return stalled;
  }
}
