import type { PeerId } from "@hearsay/gossip";

/** A room's public name: 22 characters of base64url, derived from its key. The server never learns the key. */
export type RoomName = string & { readonly brand: "RoomName" };

/** One entry of `RTCConfiguration.iceServers`. */
export interface IceServer {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** What a tab asks when it enters a room, and again after every reconnect. */
export interface JoinRequest {
  readonly room: RoomName;
  readonly peer: PeerId;
  /** The token of an earlier `Joined`: with it a tab reclaims its place at once. */
  readonly token?: string;
}

export interface Joined {
  readonly ok: true;
  /** Everyone else in the room, in the order in which they came. */
  readonly peers: readonly PeerId[];
  /** Proves, on reconnecting, that this place is ours. */
  readonly token: string;
  readonly iceServers: readonly IceServer[];
  /** The server's wall clock, in ms since 1970. */
  readonly serverTimeMs: number;
}

/** Why the server did not do what it was asked. `message` is a sentence for people. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly message: string;
}

export type RefusalCode =
  | "malformed"
  | "taken"
  | "roomFull"
  | "tooManyRooms"
  | "tooLarge"
  | "tooFast"
  | "notJoined"
  | "unknownPeer";

export interface Done {
  readonly ok: true;
}

/** A sealed introduction on its way: opaque to the server. */
export interface IntroduceRequest {
  readonly room: RoomName;
  readonly to: PeerId;
  readonly sealed: Uint8Array;
}

/** What a tab may ask of the server. Every request is answered, with what was asked for or with a `Refusal`. */
export interface ClientEvents {
  join(request: JoinRequest, answer: (reply: Joined | Refusal) => void): void;
  introduce(request: IntroduceRequest, answer: (reply: Done | Refusal) => void): void;
  leave(request: { readonly room: RoomName }, answer: (reply: Done | Refusal) => void): void;
}

/** What the server tells a tab. `from` is stamped by the server, never taken from the sender. */
export interface ServerEvents {
  peerJoined(event: { readonly room: RoomName; readonly peer: PeerId }): void;
  peerLeft(event: { readonly room: RoomName; readonly peer: PeerId }): void;
  introduction(event: { readonly room: RoomName; readonly from: PeerId; readonly sealed: Uint8Array }): void;
}
