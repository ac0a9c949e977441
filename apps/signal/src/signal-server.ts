import { randomBytes } from "node:crypto";
import type { Server as HttpServer } from "node:http";
import type { Socket as TcpSocket } from "node:net";
import type { ClientEvents, IceServer, ServerEvents } from "@hearsay/mesh";
import { Server } from "socket.io";
import { type Clock, SYSTEM_CLOCK } from "./clock";
import { ConnectionCount } from "./connection-count";
import { type Connection, type ConnectionGuard, guardConnection } from "./connection-guard";
import { Introducer } from "./introducer";
import { LIMITS, type Limits } from "./limits";
import { refusal } from "./refusal";
import type { TurnServer } from "./turn";

export interface SignalServerOptions {
  /** Its `request` listeners must be there before, or they would answer socket.io's requests too. */
  readonly httpServer: HttpServer;
  /** Handed to every tab that joins. */
  readonly iceServers: readonly IceServer[];
  /** A TURN server to mint credentials for, if there is one. */
  readonly turn?: TurnServer | undefined;
  /** Whether upgrades of other paths are ended: yes, unless told that someone else takes them on this server. */
  readonly destroyUpgrade?: boolean;
  /** The machine's clocks, unless a test brings its own. */
  readonly clock?: Clock;
  /** `LIMITS`, unless a test brings its own. */
  readonly limits?: Limits;
  /** The machine's source of random bytes, unless a test brings its own. */
  readonly randomBytes?: (count: number) => Uint8Array;
}

export interface SignalServer {
  /** How it stands, in numbers that name nobody. */
  readonly counts: () => Readonly<Record<string, number>>;
  /** Ends all connections and the HTTP server, and resolves when both are gone: within half a second. */
  close(): Promise<void>;
}

/** How often dropped places are looked through for expired ones. */
const SWEEP_INTERVAL_MS = 1000;
/** Dead connections are found after at most the sum of both. */
const PING_INTERVAL_MS = 10_000;
const PING_TIMEOUT_MS = 10_000;
/** How long a connection may take to enter socket.io's namespace. */
const CONNECT_TIMEOUT_MS = 10_000;
/** How long a closing server waits for clients to say goodbye. */
const CLOSE_GRACE_MS = 250;
const TOKEN_BYTES = 16;

/** Introduces the peers of a room to each other: socket.io, with the events of `ClientEvents` and `ServerEvents`. */
export function createSignalServer(options: SignalServerOptions): SignalServer {
  const { httpServer, iceServers } = options;
  const clock = options.clock ?? SYSTEM_CLOCK;
  const limits = options.limits ?? LIMITS;
  const random = options.randomBytes ?? randomBytes;
  const tcpSockets = trackTcpSockets(httpServer);
  const count = new ConnectionCount(limits);
  const guards = new WeakMap<Connection, ConnectionGuard>();

  const io = new Server<ClientEvents, ServerEvents>(httpServer, {
    serveClient: false,
    maxHttpBufferSize: limits.maxMessageBytes,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    destroyUpgrade: options.destroyUpgrade ?? true,
    allowRequest: (request, decide) => {
      const objection = count.objection(request.socket.remoteAddress);
      decide(objection, objection === undefined);
    },
  });
  io.engine.on("connection", (connection: Connection) => {
    connection.once("close", count.add(connection.remoteAddress));
    guards.set(connection, guardConnection(connection, limits, clock));
  });

  const introducer = new Introducer({
    iceServers,
    turn: options.turn,
    limits,
    clock,
    newToken: () => Buffer.from(random(TOKEN_BYTES)).toString("base64url"),
    post: (to, event, ...about) => io.sockets.sockets.get(to)?.emit(event, ...about),
  });
  const requests = { answered: 0, refused: 0 };
  io.on("connection", (socket) => {
    // The declared events are what honest tabs send; here everything is taken as it comes, unknown.
    socket.onAny((event: unknown, ...args: unknown[]) => {
      // Packets read together with the end of a connection arrive after it; a place given now would never be dropped.
      if (!socket.connected) return;
      const acknowledge = args.at(-1);
      const hasAcknowledge = typeof acknowledge === "function";
      const reply = guards.get(socket.conn)?.takeRequest()
        ? introducer.answer(socket.id, event, hasAcknowledge ? args.slice(0, -1) : args)
        : refusal("tooFast", `Expected at most ${limits.requests.perSecond} requests a second. Wait a moment.`);
      requests[reply.ok ? "answered" : "refused"]++;
      if (hasAcknowledge) acknowledge(reply);
    });
    socket.on("disconnect", () => introducer.drop(socket.id));
  });
  const sweep = setInterval(() => introducer.expire(), SWEEP_INTERVAL_MS);
  sweep.unref();

  return {
    counts: () => ({
      connections: count.total,
      rooms: introducer.rooms,
      requests_answered_total: requests.answered,
      requests_refused_total: requests.refused,
    }),
    async close() {
      clearInterval(sweep);
      const grace = setTimeout(() => {
        for (const socket of tcpSockets) socket.destroy();
      }, CLOSE_GRACE_MS);
      await io.close();
      clearTimeout(grace);
    },
  };
}

/** The open TCP connections of a server, those that became WebSockets included: `closeAllConnections` misses these. */
function trackTcpSockets(httpServer: HttpServer): ReadonlySet<TcpSocket> {
  const sockets = new Set<TcpSocket>();
  httpServer.on("connection", (socket: TcpSocket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}
