import type { DataKind } from "../data-messages";
import type { PeerId } from "../peer-id";
import type { Strategy } from "../spread";
import { broadcast } from "./broadcast";
import { push } from "./push";
import { createRumor } from "./rumor";

/** How news spreads: what a node does with what it learns, and what it does every Δ. */
export interface Spreading {
  /** The user of this node changed the data. */
  onEdit(reach: Reach): void;
  /** A neighbor's data replaced this node's. */
  onNews(): void;
  /** A neighbor told whether a rumor of ours was news to it. */
  onFeedback(knew: boolean): void;
  /** Δ has passed. Undefined where a strategy does nothing by the clock. */
  readonly onInterval: ((reach: Reach) => void) | undefined;
  /** Whether a node asks for what it lacks when something came that goes on from that. */
  readonly repairs: boolean;
}

/** Whom a strategy can reach. */
export interface Reach {
  /** One neighbor, each as likely as any other; undefined where there is none. */
  randomNeighbor(): PeerId | undefined;
  neighbors(): Iterable<PeerId>;
  /**
   * Sends data to `peer`: what the user just wrote, or what there is, with or without a wish for feedback. Now, or as it is
   * once there is room.
   */
  send(peer: PeerId, kind: DataKind): void;
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
    default:
      return strategy satisfies never;
  }
}
