export type { Effect } from "./effect";
export { type Input, TIMERS, type Timer } from "./input";
export { DOUBT_MS, LATE_MS, REFRESH_MS } from "./members/member";
export { MAX_PRESENCE_BYTES, MAX_RECORDS, type MemberRecord } from "./members/member-record";
export { MAX_RECEIPT_ROOM } from "./members/member-table";
export {
  type Decoded,
  decodeMessage,
  encodeMessage,
  MAX_DELTA_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_PIECE_BYTES,
  type Message,
  PROTOCOL_VERSION,
  peekMessageType,
  workOf,
} from "./message";
export { NeighborList, type NeighborSet } from "./neighbor-set";
export { GossipNode } from "./node";
export { DEFAULT_RUMOR_COUNTER, HELLO_INTERVAL_MS, type NodeOptions } from "./node-options";
export { DEFAULT_OVERLAY, type OverlayOptions } from "./overlay/overlay";
export { type PeerId, parsePeerId } from "./peer-id";
export { Random } from "./random";
export {
  type ChosenSpread,
  DEFAULT_SPREAD,
  MAX_INTERVAL_MS,
  MIN_INTERVAL_MS,
  type Spread,
  STRATEGIES,
  type Strategy,
} from "./spread";
export type { Standing } from "./standing";
