import type { PeerId } from "../peer-id";
import type { Strategy } from "../spread";
import { broadcast } from "./broadcast";
import { Plumtree } from "./plumtree";
import { push } from "./push";
import { createRumor } from "./rumor";
import type { Branch } from "./trees";

/** Something that a neighbor sent. */
export interface News {
  readonly from: PeerId;
  /** Along which trees it goes, where it was sent since it was new to that neighbor, and not since it was lacking here. */
  readonly branches?: readonly Branch[] | undefined;
}

/** How news spreads: what a node does with what it learns, and what it does every Δ. */
export interface Spreading {
  /** The user of this node changed the data. */
  onEdit(reach: Reach): void;
  /** What a neighbor sent was new to this node; undefined where it had stored it. */
  onNews(reach: Reach, news: News | undefined): void;
  /** A neighbor told whether a rumor of ours was news to it. */
  onFeedback(knew: boolean): void;
  /** A neighbor sent as news, along the trees of those roots, what had come before. */
  onKnown?(reach: Reach, from: PeerId, roots: readonly PeerId[]): void;
  /** A neighbor wants no more news of the trees of those roots along this link. */
  onPruned?(reach: Reach, from: PeerId, roots: readonly PeerId[]): void;
  /** A neighbor asks for what it lacks, or the link to it is to be one of every tree for another reason. */
  onWanted?(peer: PeerId): void;
  /** The channel to `peer` is gone, or new. */
  onGone?(reach: Reach, peer: PeerId): void;
  /** `root` is no member any more. */
  onRootGone?(root: PeerId): void;
  /** What `root` said of itself came by the link to `from` first. */
  onHeard?(reach: Reach, from: PeerId, root: PeerId): void;
  /** The roots of the trees that the link to `peer` is none of. It is one of every tree where it is left out. */
  prunedRoots?(peer: PeerId): readonly PeerId[];
  /** Δ has passed; `isSettled`: without news. Undefined where a strategy does nothing by the clock. */
  readonly onInterval: ((reach: Reach, isSettled: boolean) => void) | undefined;
  /** Nothing went to a neighbor for a while. Returns whether it was told what this node has, as in a turn. */
  onIdle?(reach: Reach, peer: PeerId): boolean;
  /** How long to wait until the next time; Δ where it is left out. `isQuiet`: all neighbors are known to have the same. */
  nextInterval?(intervalMs: number, isQuiet: boolean): number;
  /** Whether a hello is due again after so many of them. Always where it is left out. */
  isHelloDue?(repeats: number): boolean;
  /** Whether everyone is to be connected to everyone; not where it is left out. */
  readonly isForAll?: boolean;
  /** Whether a node asks for what it lacks when something came that goes on from that. */
  readonly repairs: boolean;
  /** Whether nodes tell what they have, and send what others lack, whatever the replica. */
  readonly byVersion: boolean;
}

/** Whom a strategy can reach. */
export interface Reach {
  readonly self: PeerId;
  /** Whether news comes everywhere within Δ, as far as can be told: not where this node has its hands full. */
  isQuick(): boolean;
  /** One neighbor, each as likely as any other; undefined where there is none. */
  randomNeighbor(): PeerId | undefined;
  /** The same of those that are not known to have the very same as this node. */
  randomBehind(): PeerId | undefined;
  neighbors(): Iterable<PeerId>;
  /** Whether there is something that `peer` is not known to have. */
  hasMore(peer: PeerId): boolean;
  /** Sends `peer` what is new since it was sent last, to go on along those trees. Now, or as it is once there is room. */
  sendNews(peer: PeerId, branches: readonly Branch[]): void;
  /**
   * Sends `peer`, now or once there is room,
   * - push: what it lacks,
   * - rumor: the same, with a wish for feedback,
   * - digest: what stands for all that this node has,
   * - prune: of which trees the link is none,
   * - ask: what this node has, to be sent the rest, and news of every tree.
   */
  send(peer: PeerId, kind: "push" | "rumor" | "digest" | "prune" | "ask"): void;
}

/** The strategy of that name, with nothing learned yet. `rumorCounter` is the k of rumor mongering. */
export function createSpreading(strategy: Strategy, rumorCounter: number): Spreading {
  switch (strategy) {
    case "push":
      return push;
    case "broadcast":
      return broadcast;
    case "rumor":
      return createRumor(rumorCounter);
    case "plumtree":
      return new Plumtree();
    default:
      return strategy satisfies never;
  }
}
