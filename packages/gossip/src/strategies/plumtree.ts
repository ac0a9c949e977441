import type { PeerId } from "../peer-id";
import type { Reach, Spreading } from "./strategy";
import { type Branch, hasRoom, MANY_LINKS, nextOf, rootsOf, startOf, type Trees, useTree } from "./trees";

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
  /** Something came by the link to `from` first, which is thereby one of the trees of `roots`. */
  const adopt = (reach: Reach, from: PeerId, roots: readonly PeerId[], isNews: boolean) => {
    let wasPruned = false;
    for (const root of roots) {
      const tree = useTree(trees, root);
      tree.parent = from;
      tree.isFed ||= isNews;
      wasPruned = tree.pruned.delete(from) || wasPruned;
    }
    // It may not have known yet that it was pruned, and then learns it after this.
    if (wasPruned) reach.send(from, "ask");
  };
  const spread = (reach: Reach, branches: readonly Branch[], from: PeerId | undefined) => {
    turns = 0;
    const neighbors = [...reach.neighbors()];
    if (from !== undefined) adopt(reach, from, rootsOf(branches), true);
    for (const [root, links] of branches) {
      const tree = useTree(trees, root);
      if (links < MANY_LINKS) tree.links = links;
      // Of one's own tree all may have been pruned, the last for a link that has gone since: then all are of it again.
      if (neighbors.every((peer) => tree.pruned.has(peer))) tree.pruned.clear();
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
  /**
   * Of which of those trees the link to `from` is to be none: only while another is there that brings it first, or what
   * came second may be all that is left of the tree.
   */
  const prune = (reach: Reach, from: PeerId, roots: readonly PeerId[]) => {
    const spared = roots.filter((root) => {
      const { parent } = useTree(trees, root);
      return root === reach.self || (parent !== undefined && parent !== from);
    });
    for (const root of spared) useTree(trees, root).pruned.add(from);
    return spared;
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
      if (prune(reach, from, roots).length > 0) reach.send(from, "prune");
    },
    onPruned(reach, from, roots) {
      // Names alone, which cost nothing to make up, make no tree, but that of a root that has yet to write.
      const known = roots.filter((root) => trees.has(root) || (root === reach.self && hasRoom(trees, root)));
      // Where no other brings it, what this node took from there last crossed the prune.
      if (prune(reach, from, known).length < known.length) reach.send(from, "ask");
    },
    onHeard(reach, from, root) {
      if (!hasRoom(trees, root)) return;
      const { isFed, pruned } = useTree(trees, root);
      // Records wait on their way, and may come from one whom the news comes to from here: each would feed the other.
      if (!isFed || pruned.has(from)) adopt(reach, from, [root], false);
    },
    // What was lacking may have come along any of them.
    onWanted: forget,
    onGone(reach, peer) {
      forget(peer);
      const orphaned = [...trees.values()].filter(({ parent }) => parent === peer);
      const unpruned = new Set(orphaned.flatMap(({ pruned }) => [...pruned]));
      for (const tree of orphaned) {
        tree.parent = undefined;
        tree.isFed = false;
        tree.pruned.clear();
      }
      // They have pruned this node as well.
      for (const each of reach.neighbors()) if (unpruned.has(each)) reach.send(each, "ask");
    },
    onRootGone: (root) => void trees.delete(root),
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
