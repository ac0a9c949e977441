import type { DataKind } from "../data-messages";
import type { PeerId } from "../peer-id";
import type { Strategy } from "../spread";
import { broadcast } from "./broadcast";
import { createPlumtree } from "./plumtree";
import { push } from "./push";
import { createRumor } from "./rumor";

/** Something that a neighbor sent. */
export interface News {
  readonly from: PeerId;
  /** Whether it was sent since it was new to that neighbor, and not since it was lacking here. */
  readonly isFresh: boolean;
}

/** How news spreads: what a node does with what it learns, and what it does every Δ. */
export interface Spreading {
  /** The user of this node changed the data. */
  onEdit(reach: Reach): void;
  /** What a neighbor sent was new to this node; undefined where it had stored it. */
  onNews(reach: Reach, news: News | undefined): void;
  /** A neighbor told whether a rumor of ours was news to it. */
  onFeedback(knew: boolean): void;
  /** A neighbor sent as news what had come before. */
  onKnown?(reach: Reach, from: PeerId): void;
  /** A neighbor wants no more news along this link. */
  onPruned?(reach: Reach, from: PeerId): void;
  /** One of two neighbors asks the other for what it lacks. */
  onWanted?(peer: PeerId): void;
  /** The channel to `peer` is gone, or new. */
  onGone?(peer: PeerId): void;
  /** Whether the link to `peer` is one along which news goes on. Every link is where it is left out. */
  isOfTree?(peer: PeerId): boolean;
  /** Δ has passed. Undefined where a strategy does nothing by the clock. */
  readonly onInterval: ((reach: Reach) => void) | undefined;
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
  /** One neighbor, each as likely as any other; undefined where there is none. */
  randomNeighbor(): PeerId | undefined;
  /** The same of those that are not known to have the very same as this node. */
  randomBehind(): PeerId | undefined;
  neighbors(): Iterable<PeerId>;
  /** Whether there is something that `peer` is not known to have. */
  hasMore(peer: PeerId): boolean;
  /**
   * Sends data to `peer`: what is new since it was sent last, or what it lacks, with or without a wish for feedback. Now,
   * or as it is once there is room.
   */
  send(peer: PeerId, kind: DataKind): void;
  /** Tells `peer` what this node has, or that it wants no news along this link. */
  tell(peer: PeerId, what: "digest" | "prune"): void;
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
      return createPlumtree();
    default:
      return strategy satisfies never;
  }
}
