import type { Lost, RefusalReason } from "@hearsay/merge";
import type { Timer } from "./input";
import type { PeerId } from "./peer-id";

/** What a node wants done, in order. Imperatives go to the network, the rest to whoever shows the data. */
export type Effect =
  /** Send one message. The next for `peer` comes only after the input `writable`. */
  | { readonly type: "send"; readonly peer: PeerId; readonly bytes: Uint8Array }
  /** Open a channel to `peer`. The input `connected` or `connectFailed` follows. */
  | { readonly type: "connect"; readonly peer: PeerId }
  /** Close the channel to `peer`. The input `disconnected` follows. */
  | { readonly type: "disconnect"; readonly peer: PeerId }
  /** Fire `timer` at room time `at`, in ms. Replaces what was set for this timer. */
  | { readonly type: "setTimer"; readonly timer: Timer; readonly at: number }
  /** Let `timer` not fire. */
  | { readonly type: "clearTimer"; readonly timer: Timer }
  /** The data is new. */
  | { readonly type: "changed"; readonly by: "self" | "peer" | "storage" | "restamp" }
  /** A text gave way to one whose writer had not seen it. */
  | { readonly type: "lost"; readonly lost: Lost }
  /**
   * Of what a neighbor has, this node has so much by now: below 1 while a large delta comes in pieces, 1 at its end, also
   * where that end is the neighbor's.
   */
  | { readonly type: "receiving"; readonly share: number }
  /** The room's setting is new. */
  | { readonly type: "spreadChanged" }
  /**
   * `peer`, which may be no neighbor, is in the room, and what it says of itself is new. At most `MAX_PRESENCE_BYTES`, and
   * hostile.
   */
  | { readonly type: "presenceChanged"; readonly peer: PeerId; readonly presence: Uint8Array }
  /** `peer` is not in the room any more. */
  | { readonly type: "memberGone"; readonly peer: PeerId }
  /** `peer` speaks another version of the protocol; nothing more is sent to it. */
  | { readonly type: "otherVersion"; readonly peer: PeerId; readonly version: number }
  /**
   * `peer`, a neighbor, holds something else under the same version, or sent what contradicts what is held: somebody wrote
   * two texts under one id. Told once, until `reconciled` or until its channel is gone.
   */
  | { readonly type: "diverged"; readonly peer: PeerId }
  /** `peer`, which had diverged, holds the same after all. */
  | { readonly type: "reconciled"; readonly peer: PeerId }
  /** A message of `peer` was dropped. */
  | { readonly type: "refused"; readonly peer: PeerId; readonly reason: RefusalReason }
  /** `peer` dropped a push of ours, since its timestamp lies beyond the drift bound. */
  | { readonly type: "refusedByPeer"; readonly peer: PeerId };
