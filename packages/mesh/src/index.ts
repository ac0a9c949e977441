export { type Faults, NO_FAULTS } from "./fault-port";
export type { Entered, Introducer, IntroducerEvents, IntroducerFactory } from "./introducer";
export { type JoinOptions, joinRoom } from "./join-room";
export { type Link, type LinkEvents, type LinkFactory, type LinkOptions, MAX_FRAME_BYTES } from "./link";
export { LINK_CONTRACT, type LinkContractCase } from "./link-contract";
export { createMemoryLinks } from "./memory-link";
export {
  type IntroductionState,
  type Member,
  type Mesh,
  type MeshCounts,
  type MeshEvent,
  type MeshState,
  type Neighbor,
  NO_COUNTS,
  type RoomTimeState,
} from "./mesh";
export { createPeerId, createRoomKey, deriveSecrets, parseRoomKey, type RoomKey, type RoomSecrets } from "./room-key";
export type {
  ClientEvents,
  Done,
  IceServer,
  IntroduceRequest,
  Joined,
  JoinRequest,
  Refusal,
  RefusalCode,
  RoomName,
  ServerEvents,
} from "./signal-events";
export { simplePeerLink } from "./simple-peer-link";
export { socketIntroducer } from "./socket-introducer";
export { type BucketSize, TokenBucket } from "./token-bucket";
export type { Traffic } from "./traffic";
