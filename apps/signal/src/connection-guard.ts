import { TokenBucket } from "@hearsay/mesh";
import type { Socket } from "socket.io";
import type { Clock } from "./clock";
import type { Limits } from "./limits";

/** A connection below its socket.io sockets: a client may open and close those on it as often as it likes. */
export type Connection = Socket["conn"];

/** Holds one connection to its rate. */
export interface ConnectionGuard {
  /** Whether the connection may make one more request now. */
  takeRequest(): boolean;
}

/** Watches a connection: it is cut when it floods the server, and when it does not read what is sent to it. */
export function guardConnection(connection: Connection, limits: Limits, clock: Clock): ConnectionGuard {
  const requests = new TokenBucket(limits.requests, clock.steadyMs());
  const packets = new TokenBucket(limits.packets, clock.steadyMs());
  let queued = 0;
  connection.on("packet", () => {
    if (!packets.take(1, clock.steadyMs())) cut(connection);
  });
  connection.on("packetCreate", () => {
    queued += 1;
    if (queued > limits.maxQueuedPackets) cut(connection);
  });
  connection.on("flush", () => {
    queued = 0;
  });
  return { takeRequest: () => requests.take(1, clock.steadyMs()) };
}

/** Ends a connection at once: a polite close would wait for a hostile client to answer, and read on meanwhile. */
function cut(connection: Connection): void {
  connection.close(true);
  connection.request.socket.destroy();
}
