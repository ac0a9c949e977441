/** How a note's past is played. */
export interface Pace {
  /** How long each step is shown, in ms. */
  readonly stepMs: number;
  /** How many moments further the next step is. */
  readonly stride: number;
}

/** The pace at which a note of so many moments is played in at most `MAX_PLAY_MS`, however many they are. */
export function paceOf(moments: number): Pace {
  const steps = Math.max(1, moments - 1);
  const stepMs = Math.min(MAX_STEP_MS, Math.max(MIN_STEP_MS, Math.floor(MAX_PLAY_MS / steps)));
  return { stepMs, stride: Math.ceil((steps * stepMs) / MAX_PLAY_MS) };
}

export const MAX_PLAY_MS = 10_000;
/** Faster than this nobody can follow, nor a phone draw. */
const MIN_STEP_MS = 100;
const MAX_STEP_MS = 600;
