import type { Random } from "@hearsay/gossip";

/** Nodes and whom each pushes to, by their numbers. */
export interface PushGraph {
  /** Who is to hear. Whoever is not in it is picked in vain. */
  readonly members: ReadonlySet<number>;
  /** Who pushes what it knows. */
  pushes(node: number): boolean;
  neighborsOf(node: number): readonly number[];
}

/**
 * About the 99th percentile of the rounds that push gossip takes from any one member to all: a plain model in lock
 * step, with nothing of the real node in it. Where a topology has no formula, this is what stands in for one.
 */
export function roundsToReachAll(graph: PushGraph, random: Random): number {
  let most = 0;
  const tries = Math.ceil(SAMPLES / graph.members.size);
  for (const start of graph.members) {
    if (!graph.pushes(start) && graph.members.size > 1) continue;
    for (let i = 0; i < tries; i++) most = Math.max(most, roundsFrom(start, graph, random));
  }
  return most;
}

/** Runs of the model: the largest of a hundred stands about where the 99th percentile does. */
const SAMPLES = 100;

/** Nobody is further than this in what the swarm draws; who cannot be reached at all must not stop the clock. */
const MAX_ROUNDS = 2_000;

function roundsFrom(start: number, graph: PushGraph, random: Random): number {
  const informed = [start];
  const isInformed = new Set(informed);
  let rounds = 0;
  for (; informed.length < graph.members.size && rounds < MAX_ROUNDS; rounds++) {
    const before = informed.length;
    for (let i = 0; i < before; i++) {
      const node = informed[i] as number;
      const neighbors = graph.neighborsOf(node);
      if (!graph.pushes(node) || neighbors.length === 0) continue;
      const to = neighbors[random.below(neighbors.length)] as number;
      if (!graph.members.has(to) || isInformed.has(to)) continue;
      isInformed.add(to);
      informed.push(to);
    }
  }
  return rounds;
}
