import type { PeerId } from "@hearsay/gossip";
import type { IntroductionState } from "./mesh";
import type { IceServer, RoomName } from "./signal-events";

/** Brings sealed introductions from peer to peer, and tells who is in the room. Trusted with nothing else. */
export interface Introducer {
  /** Resolves to whether it was handed on. */
  introduce(to: PeerId, sealed: Uint8Array): Promise<boolean>;
  /** Enters the room, and stays in it through every reconnect. Who is in already asks anew: who is there, what time it is. */
  enter(): void;
  /** Leaves the room. */
  leave(): void;
}

export interface IntroducerEvents {
  /** We are in the room, for the first time or again. */
  readonly onEntered: (entered: Entered) => void;
  readonly onPeerJoined: (peer: PeerId) => void;
  readonly onPeerLeft: (peer: PeerId) => void;
  /** The introducer says that `from` sent this. The seal tells whether it is true. */
  readonly onIntroduction: (from: PeerId, sealed: Uint8Array) => void;
  readonly onState: (state: IntroductionState) => void;
}

export interface Entered {
  /** Everyone else in the room; at most `MAX_ROSTER`. */
  readonly peers: readonly PeerId[];
  readonly iceServers: readonly IceServer[];
  /** The server's wall clock when it answered, in ms since 1970. */
  readonly serverTimeMs: number;
  /** How long ask and answer took, in ms. */
  readonly roundTripMs: number;
}

/** No room is larger. What a server tells beyond it is not believed. */
export const MAX_ROSTER = 256;

/** Makes the introducer of one peer in one room. */
export type IntroducerFactory = (room: RoomName, self: PeerId, events: IntroducerEvents) => Introducer;
