import type { Replica } from "@hearsay/merge";
import type { NeighborSet } from "./neighbor-set";
import type { OverlayOptions } from "./overlay/overlay";
import type { PeerId } from "./peer-id";
import type { Random } from "./random";
import type { Spread } from "./spread";

/** What a node says of itself is repeated to one random neighbor this often, whatever the strategy. */
export const HELLO_INTERVAL_MS = 2_000;

export interface NodeOptions<Operation> {
  readonly self: PeerId;
  readonly replica: Replica<Operation>;
  readonly neighbors: NeighborSet;
  readonly random: Random;
  /** The setting for as long as nobody in the room has chosen one. */
  readonly spread: Spread;
  /** How many useless contacts in a row let the strategy `rumor` lose interest: Demers's k, at least 1. */
  readonly rumorCounter: number;
  /** How many neighbors to have; undefined where they are not this node's to choose. */
  readonly overlay: OverlayOptions | undefined;
}

export const DEFAULT_RUMOR_COUNTER = 3;
