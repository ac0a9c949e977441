/** One look at a room: since its network came back, in ms, and whether it was as it should be. */
export interface Look {
  readonly atMs: number;
  readonly isWhole: boolean;
}

/** A room that stays whole for so long is healed. */
export const STEADY_MS = 5_000;

/** Whether the room has been whole for long enough to call it healed. */
export function isHealed(looks: readonly Look[]): boolean {
  return (looks.at(-1)?.atMs ?? 0) - healedAtMs(looks) >= STEADY_MS;
}

/** From when on the room was whole at every look; infinite where it was not at the last. */
export function healedAtMs(looks: readonly Look[]): number {
  const lastAmiss = looks.findLastIndex(({ isWhole }) => !isWhole);
  return looks[lastAmiss + 1]?.atMs ?? Number.POSITIVE_INFINITY;
}
