import type { PeerId } from "../peer-id";
import type { Strategy } from "../spread";
import { broadcast } from "./broadcast";
import { push } from "./push";

/** How news spreads: what a node does when its user changed the data, and what it does every Δ. */
export interface Spreading {
  /** The user of this node changed the data. */
  onEdit(reach: Reach): void;
  /** Δ has passed. Undefined where a strategy does nothing by the clock. */
  readonly onInterval: ((reach: Reach) => void) | undefined;
}

/** Whom a strategy can reach. */
export interface Reach {
  /** One neighbor, each as likely as any other; undefined where there is none. */
  randomNeighbor(): PeerId | undefined;
  neighbors(): Iterable<PeerId>;
  /** Sends data and timestamp to `peer`: now, or as they are once its channel has room. */
  push(peer: PeerId): void;
}

export const SPREADINGS: Readonly<Record<Strategy, Spreading>> = { push, broadcast };
