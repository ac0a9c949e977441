import type { PeerId } from "../peer-id";
import type { News, Reach, Spreading } from "./strategy";

/** Where all have the same, the repair comes ever more seldom, up to this. */
export const MAX_REPAIR_INTERVAL_MS = 2_000;

/** Every so many turns any neighbor may be told, also one that is known to have the same. */
const EVERYONES_TURN = 4;

/**
 * Plumtree (Leitão, Pereira, Rodrigues 2007) over deltas: what is new goes at once along the links of a tree, which
 * forms itself, since a link that brought what had come before is pruned. Beneath it the loop of the source text goes on
 * as a repair: every Δ one random neighbor hears what this node has, and asks for what it lacks.
 */
export function createPlumtree(): Spreading {
  /** The links that are none of the tree. A link that is new belongs to it. */
  const pruned = new Set<PeerId>();
  const spread = (reach: Reach, from: PeerId | undefined) => {
    // The last link of the tree may have gone with its neighbor: then every link is one of it again.
    if ([...reach.neighbors()].every((peer) => pruned.has(peer))) pruned.clear();
    for (const peer of reach.neighbors()) if (peer !== from && !pruned.has(peer)) reach.send(peer, "news");
  };
  /** Unless it is the last link of the tree: what came second may have been another's text, and ours would go nowhere. */
  const prune = (reach: Reach, from: PeerId) => {
    const isLast = [...reach.neighbors()].every((peer) => peer === from || pruned.has(peer));
    if (!isLast) pruned.add(from);
    return !isLast;
  };
  let waitMs = 0;
  let turns = 0;
  return {
    repairs: true,
    byVersion: true,
    onEdit: (reach) => spread(reach, undefined),
    onNews(reach: Reach, news: News | undefined) {
      if (news) pruned.delete(news.from);
      if (news?.isFresh) return spread(reach, news.from);
      // What was asked for, or stored, is old to most: they have said so.
      for (const peer of reach.neighbors()) {
        if (peer !== news?.from && !pruned.has(peer) && reach.hasMore(peer)) reach.send(peer, "push");
      }
    },
    onKnown(reach: Reach, from: PeerId) {
      if (prune(reach, from)) reach.tell(from, "prune");
    },
    onPruned: prune,
    onWanted: (peer) => pruned.delete(peer),
    onGone: (peer) => pruned.delete(peer),
    isOfTree: (peer) => !pruned.has(peer),
    onFeedback() {},
    // A hello that was lost comes again at once, and then seldom.
    isHelloDue: (repeats) => repeats < 2 || repeats % 8 === 0,
    onInterval(reach: Reach) {
      // Who never says that it has the same must not keep the others from hearing of each other's states.
      const behind = ++turns % EVERYONES_TURN > 0 ? reach.randomBehind() : undefined;
      const peer = behind ?? reach.randomNeighbor();
      if (peer !== undefined) reach.tell(peer, "digest");
    },
    nextInterval(intervalMs: number, isQuiet: boolean) {
      waitMs = isQuiet ? Math.min(2 * Math.max(waitMs, intervalMs), MAX_REPAIR_INTERVAL_MS) : intervalMs;
      return Math.max(waitMs, intervalMs);
    },
  };
}
