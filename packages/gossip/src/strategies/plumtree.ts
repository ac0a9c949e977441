import type { PeerId } from "../peer-id";
import type { News, Reach, Spreading } from "./strategy";
import { type Branch, hasRoom, MANY_LINKS, nextOf, rootsOf, startOf, type Trees, useTree } from "./trees";

/** Where all have the same, the repair comes ever more seldom, up to this. */
export const MAX_REPAIR_INTERVAL_MS = 2_000;

/** Every so many turns any neighbor may be told, also one that is known to have the same. */
const EVERYONES_TURN = 4;

/** So many neighbors are told at once at most: where there are more, as in a room that is complete, chance finds who lost it. */
const MAX_TOLD = 7;

/**
 * Plumtree (Leitão, Pereira, Rodrigues 2007) over deltas, with a tree for each writer: what is new goes at once along the
 * links of its writer's tree, which forms itself, since a link that brought what had come before is pruned. So each link
 * that is left brings it first, and the way from the writer to anyone is short. Along the other links goes a digest, once
 * no more news has come for Δ: who lost the news on its way hears by another neighbor that there is some. Beneath it the
 * loop of the source text goes on as a repair: every Δ one random neighbor hears what this node has, and asks for what it
 * lacks.
 */
export class Plumtree implements Spreading {
  readonly repairs = true;
  readonly byVersion = true;
  private readonly trees: Trees = new Map();
  /** Neighbors that the last news did not go to: their links are none of its tree. */
  private readonly untold = new Set<PeerId>();
  private waitMs = 0;
  /** How many there were since the last news. */
  private turns = 0;

  onEdit(reach: Reach): void {
    this.spread(reach, [startOf(this.trees, reach.self)], undefined);
  }

  onNews(reach: Reach, news: News | undefined): void {
    if (news?.branches) this.spread(reach, news.branches.map(nextOf), news.from);
    else this.pass(reach, news?.from);
  }

  onKnown(reach: Reach, from: PeerId, roots: readonly PeerId[]): void {
    if (this.prune(reach, from, roots).length > 0) reach.send(from, "prune");
  }

  onPruned(reach: Reach, from: PeerId, roots: readonly PeerId[]): void {
    const { trees } = this;
    // Names alone, which cost nothing to make up, make no tree, but that of a root that has yet to write.
    const known = roots.filter((root) => trees.has(root) || (root === reach.self && hasRoom(trees, root)));
    // Where no other brings it, what this node took from there last crossed the prune.
    if (this.prune(reach, from, known).length < known.length) reach.send(from, "ask");
  }

  onHeard(reach: Reach, from: PeerId, root: PeerId): void {
    if (!hasRoom(this.trees, root)) return;
    const { isFed, pruned } = useTree(this.trees, root);
    // Records wait on their way, and may come from one whom the news comes to from here: each would feed the other.
    if (!isFed || pruned.has(from)) this.adopt(reach, from, [root], false);
  }

  /** What was lacking may have come along any of them. */
  onWanted(peer: PeerId): void {
    for (const { pruned } of this.trees.values()) pruned.delete(peer);
  }

  onGone(reach: Reach, peer: PeerId): void {
    this.onWanted(peer);
    this.untold.delete(peer);
    const orphaned = [...this.trees.values()].filter(({ parent }) => parent === peer);
    const unpruned = new Set(orphaned.flatMap(({ pruned }) => [...pruned]));
    for (const tree of orphaned) {
      tree.parent = undefined;
      tree.isFed = false;
      tree.pruned.clear();
    }
    // They have pruned this node as well.
    for (const each of reach.neighbors()) if (unpruned.has(each)) reach.send(each, "ask");
  }

  onRootGone(root: PeerId): void {
    this.trees.delete(root);
  }

  prunedRoots(peer: PeerId): readonly PeerId[] {
    return [...this.trees].flatMap(([root, { pruned }]) => (pruned.has(peer) ? [root] : []));
  }

  onFeedback(): void {}

  /** A hello that was lost comes again at once, and then seldom. */
  isHelloDue(repeats: number): boolean {
    return repeats < 2 || repeats % 8 === 0;
  }

  onInterval(reach: Reach, isSettled: boolean): void {
    this.turns++;
    // Who has its hands full in a large room tells one, and chance finds who lost the news.
    if (isSettled && reach.isQuick() && this.untold.size <= MAX_TOLD) {
      const behind = [...reach.neighbors()].filter((peer) => this.untold.has(peer) && reach.hasMore(peer));
      this.untold.clear();
      for (const peer of behind) reach.send(peer, "digest");
      if (behind.length > 0) return;
    }
    // Who never says that it has the same must not keep the others from hearing of each other's states.
    const behind = this.turns % EVERYONES_TURN > 0 ? reach.randomBehind() : undefined;
    const peer = behind ?? reach.randomNeighbor();
    if (peer !== undefined) reach.send(peer, "digest");
  }

  /** A digest is as good a sign of life as any, and where the neighbor may lack something a better one. */
  onIdle(reach: Reach, peer: PeerId): boolean {
    if (!reach.hasMore(peer)) return false;
    reach.send(peer, "digest");
    return true;
  }

  nextInterval(intervalMs: number, isQuiet: boolean): number {
    this.waitMs = isQuiet ? Math.min(2 * Math.max(this.waitMs, intervalMs), MAX_REPAIR_INTERVAL_MS) : intervalMs;
    return Math.max(this.waitMs, intervalMs);
  }

  /** Something came by the link to `from` first, which is thereby one of the trees of `roots`. */
  private adopt(reach: Reach, from: PeerId, roots: readonly PeerId[], isNews: boolean): void {
    let wasPruned = false;
    for (const root of roots) {
      const tree = useTree(this.trees, root);
      tree.parent = from;
      tree.isFed ||= isNews;
      wasPruned = tree.pruned.delete(from) || wasPruned;
    }
    // It may not have known yet that it was pruned, and then learns it after this.
    if (wasPruned) reach.send(from, "ask");
  }

  private spread(reach: Reach, branches: readonly Branch[], from: PeerId | undefined): void {
    this.turns = 0;
    const neighbors = [...reach.neighbors()];
    if (from !== undefined) this.adopt(reach, from, rootsOf(branches), true);
    for (const [root, links] of branches) {
      const tree = useTree(this.trees, root);
      if (links < MANY_LINKS) tree.links = links;
      // Of one's own tree all may have been pruned, the last for a link that has gone since: then all are of it again.
      if (neighbors.every((peer) => tree.pruned.has(peer))) tree.pruned.clear();
    }
    for (const peer of neighbors) {
      const along = branches.filter(([root]) => peer !== from && !this.trees.get(root)?.pruned.has(peer));
      if (along.length > 0) {
        this.untold.delete(peer);
        reach.sendNews(peer, along);
      } else if (peer !== from) this.untold.add(peer);
    }
  }

  /** What was asked for, or stored, is old to most: they have said so. Any tree leads to all others. */
  private pass(reach: Reach, from: PeerId | undefined): void {
    const last = [...this.trees.values()].at(-1);
    const lacking = [...reach.neighbors()].filter((peer) => peer !== from && reach.hasMore(peer));
    for (const peer of lacking) if (!last?.pruned.has(peer)) reach.send(peer, "push");
    // Whoever has it along the tree does not pass it on: one whose way leads through those would not hear of it.
    const beside = lacking.filter((peer) => last?.pruned.has(peer));
    const areTold = reach.isQuick() && beside.length <= MAX_TOLD;
    for (const peer of beside) {
      if (areTold) reach.send(peer, "digest");
      else this.untold.add(peer);
    }
  }

  /**
   * Of which of those trees the link to `from` is to be none: only while another is there that brings it first, or what
   * came second may be all that is left of the tree.
   */
  private prune(reach: Reach, from: PeerId, roots: readonly PeerId[]): readonly PeerId[] {
    const spared = roots.filter((root) => {
      const { parent } = useTree(this.trees, root);
      return root === reach.self || (parent !== undefined && parent !== from);
    });
    for (const root of spared) useTree(this.trees, root).pruned.add(from);
    return spared;
  }
}
