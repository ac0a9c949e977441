import type { BucketSize } from "@hearsay/mesh";

/** What one connection, one room and the whole server may use. Beyond a limit comes a refusal, never a queue. */
export interface Limits {
  /** Places in one room, those of dropped connections included. */
  readonly maxRoomPeers: number;
  /** Rooms that one socket may be in at a time. */
  readonly maxRoomsPerSocket: number;
  /** Rooms that the server holds at a time. */
  readonly maxRooms: number;
  /** Bytes of one sealed introduction. */
  readonly maxSealedBytes: number;
  /** Bytes of one message of any kind; a longer one ends its connection before it is read. */
  readonly maxMessageBytes: number;
  /** Connections that the server holds at a time. */
  readonly maxConnections: number;
  /** Connections from one IPv4 address, or from one IPv6 /64 network. */
  readonly maxConnectionsPerAddress: number;
  /** Requests of one connection: beyond this they are refused. */
  readonly requests: BucketSize;
  /** Packets of one connection, of which a request takes one or two: beyond this it is disconnected. */
  readonly packets: BucketSize;
  /** Packets that wait for a connection that does not read them: beyond this it is disconnected. */
  readonly maxQueuedPackets: number;
  /** How long the place of a dropped connection is kept for the holder of its token, in ms. */
  readonly reclaimMs: number;
}

/**
 * The limits of a real server. A newcomer to a room of 64 sends some 250 introductions at once, hence the burst.
 * `maxRooms` is `maxConnections` times `maxRoomsPerSocket`, so that held rooms alone never fill the server.
 */
export const LIMITS: Limits = {
  maxRoomPeers: 64,
  maxRoomsPerSocket: 4,
  maxRooms: 40_000,
  maxSealedBytes: 16 * 1024,
  maxMessageBytes: 64 * 1024,
  maxConnections: 10_000,
  maxConnectionsPerAddress: 1_000,
  requests: { burst: 1_000, perSecond: 100 },
  packets: { burst: 4_000, perSecond: 400 },
  maxQueuedPackets: 2_000,
  reclaimMs: 30_000,
};
