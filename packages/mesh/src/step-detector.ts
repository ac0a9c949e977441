/** A wall clock that parts from the monotonic one by less has only been slowed or hurried. */
const MIN_CLOCK_STEP_MS = 1_000;

/** Notices where this device's wall clock was set, or stood still. */
export class StepDetector {
  private baseMs = clockBase();

  /** Whether that happened since it was asked last. */
  check(): boolean {
    const baseMs = clockBase();
    if (Math.abs(baseMs - this.baseMs) < MIN_CLOCK_STEP_MS) return false;
    this.baseMs = baseMs;
    return true;
  }
}

/** The time at which the monotonic clock began, by the wall clock. */
function clockBase(): number {
  return Date.now() - performance.now();
}
