/** The exact means of synchronous push on a complete graph where nobody picks itself. */
export interface PushMeans {
  readonly rounds: number;
  /** The standard deviation of the rounds of one run. */
  readonly roundsDeviation: number;
  /** Sends by nodes that know the news, until all do. */
  readonly informedSends: number;
}

/**
 * From the Markov chain of the number of nodes that know the news: in each round each of them picks one of the others,
 * and its message arrives with the chance `success`. Probabilities below `NEGLIGIBLE` are cut off.
 */
export function pushMeans(nodes: number, success: number): PushMeans {
  let states = new Map<number, number>([[1, 1]]);
  let rounds = 0;
  let squares = 0;
  let informedSends = 0;
  for (let round = 0; states.size > 0; round++) {
    const next = new Map<number, number>();
    for (const [informed, probability] of states) {
      // Whoever is not done yet takes this round too.
      rounds += probability;
      squares += (2 * round + 1) * probability;
      informedSends += probability * informed;
      for (const [reached, share] of newlyReached(nodes, informed, success)) {
        const after = informed + reached;
        if (after < nodes) next.set(after, (next.get(after) ?? 0) + probability * share);
      }
    }
    states = new Map([...next].filter(([, probability]) => probability > NEGLIGIBLE));
  }
  return { rounds, roundsDeviation: Math.sqrt(squares - rounds * rounds), informedSends };
}

const NEGLIGIBLE = 1e-13;

const known = new Map<string, readonly (readonly [number, number])[]>();

/** How many nodes hear the news for the first time in a round that `informed` nodes begin with it, with their chances. */
function newlyReached(nodes: number, informed: number, success: number): readonly (readonly [number, number])[] {
  const key = `${nodes} ${informed} ${success}`;
  const before = known.get(key);
  if (before) return before;
  const chances = new Float64Array(Math.min(informed, nodes - informed) + 1);
  chances[0] = 1;
  let first = 0;
  let last = 0;
  // One sender after the other: it reaches somebody new, or not.
  for (let sender = 0; sender < informed; sender++) {
    for (let reached = last; reached >= first; reached--) {
      const hit = (success * (nodes - informed - reached)) / (nodes - 1);
      const chance = chances[reached]!;
      if (hit > 0) chances[reached + 1]! += chance * hit;
      chances[reached] = chance * (1 - hit);
    }
    if (last + 1 < chances.length) last++;
    while (first < last && chances[first]! < NEGLIGIBLE) chances[first++] = 0;
    while (last > first && chances[last]! < NEGLIGIBLE) chances[last--] = 0;
  }
  const result = [...chances.entries()].filter(([, chance]) => chance > 0);
  known.set(key, result);
  return result;
}
