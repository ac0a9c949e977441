import type { PeerId } from "../peer-id";
import type { Reach, Spreading } from "./strategy";
import { type Branch, hasRoom, MANY_LINKS, nextOf, startOf, type Trees, useTree } from "./trees";

/** Where all have the same, the repair comes ever more seldom, up to this. */
export const MAX_REPAIR_INTERVAL_MS = 2_000;

/** Every so many turns any neighbor may be told, also one that is known to have the same. */
const EVERYONES_TURN = 4;

/**
 * Plumtree (Leitão, Pereira, Rodrigues 2007) over deltas, with a tree for each writer: what is new goes at once along the
 * links of its writer's tree, which forms itself, since a link that brought what had come before is pruned. So each link
 * that is left brings it first, and the way from the writer to anyone is short. Beneath it the loop of the source text
 * goes on as a repair: every Δ one random neighbor hears what this node has, and asks for what it lacks.
 */
export function createPlumtree(): Spreading {
  const trees: Trees = new Map();
  let waitMs = 0;
  /** How many there were since the last news. */
  let turns = 0;
  const spread = (reach: Reach, branches: readonly Branch[], from: PeerId | undefined) => {
    turns = 0;
    const neighbors = [...reach.neighbors()];
    for (const [root, links] of branches) {
      const tree = useTree(trees, root);
      const { pruned } = tree;
      if (from !== undefined) pruned.delete(from);
      if (links < MANY_LINKS) tree.links = links;
      // The last link of the tree may have gone with its neighbor: then every link is one of it again.
      if (neighbors.every((peer) => pruned.has(peer))) pruned.clear();
    }
    for (const peer of neighbors) {
      const along = branches.filter(([root]) => peer !== from && !trees.get(root)?.pruned.has(peer));
      if (along.length > 0) reach.sendNews(peer, along);
    }
  };
  /** What was asked for, or stored, is old to most: they have said so. Any tree leads to all others. */
  const pass = (reach: Reach, from: PeerId | undefined) => {
    const last = [...trees.values()].at(-1);
    for (const peer of reach.neighbors()) {
      if (peer !== from && !last?.pruned.has(peer) && reach.hasMore(peer)) reach.send(peer, "push");
    }
  };
  /** Unless it is the last link of the tree: what came second may have been another's text, and ours would go nowhere. */
  const prune = (reach: Reach, from: PeerId, root: PeerId) => {
    const { pruned } = useTree(trees, root);
    const hasOther = [...reach.neighbors()].some((peer) => peer !== from && !pruned.has(peer));
    if (hasOther) pruned.add(from);
    return hasOther;
  };
  const forget = (peer: PeerId) => {
    for (const { pruned } of trees.values()) pruned.delete(peer);
  };
  return {
    repairs: true,
    byVersion: true,
    onEdit: (reach) => spread(reach, [startOf(trees, reach.self)], undefined),
    onNews: (reach, news) =>
      news?.branches ? spread(reach, news.branches.map(nextOf), news.from) : pass(reach, news?.from),
    onKnown(reach, from, roots) {
      const pruned = roots.filter((root) => prune(reach, from, root));
      if (pruned.length > 0) reach.send(from, "prune");
    },
    onPruned(reach, from, root) {
      // Names alone, which cost nothing to make up, drive no tree out.
      if (hasRoom(trees, root)) prune(reach, from, root);
    },
    // What was lacking may have come along any of them.
    onWanted: forget,
    onGone(peer) {
      forget(peer);
      trees.delete(peer);
    },
    prunedRoots: (peer) => [...trees].flatMap(([root, { pruned }]) => (pruned.has(peer) ? [root] : [])),
    onFeedback() {},
    // A hello that was lost comes again at once, and then seldom.
    isHelloDue: (repeats) => repeats < 2 || repeats % 8 === 0,
    onInterval(reach: Reach) {
      // Who never says that it has the same must not keep the others from hearing of each other's states.
      const behind = ++turns % EVERYONES_TURN > 0 ? reach.randomBehind() : undefined;
      const peer = behind ?? reach.randomNeighbor();
      if (peer !== undefined) reach.send(peer, "digest");
    },
    nextInterval(intervalMs: number, isQuiet: boolean) {
      waitMs = isQuiet ? Math.min(2 * Math.max(waitMs, intervalMs), MAX_REPAIR_INTERVAL_MS) : intervalMs;
      return Math.max(waitMs, intervalMs);
    },
  };
}
