import type { Said, Shown } from "./watch-halves";

/** A page that said that a text is on more tabs than it was. */
export interface Overclaim {
  readonly words: string;
  readonly at: number;
  readonly claimed: number;
  /** On how many it was. */
  readonly held: number;
}

/** What one tab wrote and said, and what all tabs of its room showed, it included. */
export interface Testimony {
  readonly half: 0 | 1;
  readonly writer: readonly Shown[];
  readonly said: readonly Said[];
  readonly tabs: readonly (readonly Shown[])[];
}

/** A page may say for so long what has just become untrue, and hold for so long what it has yet to draw. */
export const TOLERANCE_MS = 500;

/** On how many tabs the page says that what was written in it is; undefined where it says nothing of it. */
export function tabsClaimed(words: string): number | undefined {
  if (/What you wrote is on both tabs\b/.test(words)) return 2;
  if (/What you wrote is (only in this tab|in this browser only)\b/.test(words)) return 1;
  const claim = /What you wrote is on (?:all )?(\d+) (?:of \d+ )?tabs\b/.exec(words);
  return claim ? Number(claim[1]) : undefined;
}

/** Where the writer's page said too much. */
export function overclaims({ half, writer, said, tabs }: Testimony): readonly Overclaim[] {
  const typedAt = writer.map(({ at }) => at);
  return said.flatMap(({ words, at }, i) => {
    const claimed = tabsClaimed(words);
    if (claimed === undefined) return [];
    const until = said[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    // It may be true when it is said, and no longer when more is written.
    const moments = [
      at,
      ...typedAt.map((typed) => typed + TOLERANCE_MS).filter((moment) => moment > at && moment < until),
    ];
    return moments.flatMap((moment) => {
      const written = countAt(writer, half, moment - TOLERANCE_MS);
      const held = tabs.filter((shown) => countAt(shown, half, moment + TOLERANCE_MS) >= written).length;
      return claimed > held ? [{ words, at: moment, claimed, held }] : [];
    });
  });
}

function countAt(shown: readonly Shown[], half: 0 | 1, at: number): number {
  return shown.findLast((each) => each.at <= at)?.counts[half] ?? 0;
}
