/**
 * How wall time becomes virtual time. Gliding, it moves with every frame; stepping, for those who prefer less motion,
 * it stands still and then moves on by a whole step.
 */
export class Player {
  playing = true;
  speed = 1;
  stepping = false;
  private heldUs = 0;

  /** How much virtual time passes in a frame after so much wall time: whole µs, 0 while paused. */
  advance(wallMs: number): number {
    if (!this.playing) return 0;
    // A page that was asleep must not find that everything has happened meanwhile.
    this.heldUs += Math.min(Math.max(wallMs, 0), MAX_FRAME_MS) * 1_000 * this.speed;
    const unit = this.stepping ? STEP_MS * 1_000 * this.speed : 1;
    const passed = Math.floor(this.heldUs / unit) * unit;
    this.heldUs -= passed;
    return Math.floor(passed);
  }
}

/** No frame counts for more than this. */
export const MAX_FRAME_MS = 100;

/** How long the picture stands still while it steps, in wall time. */
export const STEP_MS = 400;

/** What the speed can be set to: how many seconds of the network pass in one second. */
export const SPEEDS: readonly number[] = [0.1, 0.25, 0.5, 1, 2, 5, 20];
