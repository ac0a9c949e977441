import type { Random } from "@hearsay/gossip";
import type { Link } from "../topology";

/**
 * Synchronous push in plain arrays, with nothing of the simulator: in every round each node that knew the news when
 * the round began tells one random neighbor. Returns the rounds until all know, from node 0.
 */
export function synchronousPushRounds(links: readonly Link[], nodes: number, random: Random): number {
  const neighbors = Array.from({ length: nodes }, (): number[] => []);
  for (const [from, to] of links) {
    neighbors[from]!.push(to);
    neighbors[to]!.push(from);
  }
  const informed = [0];
  const knows = new Set(informed);
  let rounds = 0;
  for (; informed.length < nodes; rounds++) {
    const tellers = informed.length;
    for (let i = 0; i < tellers; i++) {
      const choices = neighbors[informed[i]!]!;
      const chosen = choices[random.below(choices.length)]!;
      if (knows.has(chosen)) continue;
      knows.add(chosen);
      informed.push(chosen);
    }
  }
  return rounds;
}
