import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ClientEvents, Joined, Refusal, RoomName, ServerEvents } from "@hearsay/mesh";
import { io, type Socket } from "socket.io-client";
import type { PeerId } from "./rooms";
import { createSignalServer, type SignalServerOptions } from "./signal-server";

export type TestClient = Socket<ServerEvents, ClientEvents>;

export const ROOM = "roomroomroomroomroom-1" as RoomName;
export const OTHER_ROOM = "roomroomroomroomroom-2" as RoomName;
export const ANNA = "aaaaaaaaaaaaaaaa" as PeerId;
export const BERT = "bbbbbbbbbbbbbbbb" as PeerId;
export const CLEO = "cccccccccccccccc" as PeerId;

/** A real server on a free port, with a clock that stands still until it is told otherwise. */
export class ServerUnderTest {
  readonly url: string;
  readonly #server: { close(): Promise<void> };
  readonly #time: { steadyMs: number };
  readonly #clients: TestClient[] = [];

  private constructor(url: string, server: { close(): Promise<void> }, time: { steadyMs: number }) {
    this.url = url;
    this.#server = server;
    this.#time = time;
  }

  static async start(options: Omit<SignalServerOptions, "httpServer" | "clock">): Promise<ServerUnderTest> {
    const httpServer = createServer();
    const time = { steadyMs: 0 };
    const clock = { wallMs: () => 1_700_000_000_000 + time.steadyMs, steadyMs: () => time.steadyMs };
    const server = createSignalServer({ ...options, httpServer, clock });
    await new Promise<void>((resolve) => httpServer.listen(0, "127.0.0.1", resolve));
    return new ServerUnderTest(`http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`, server, time);
  }

  advance(ms: number): void {
    this.#time.steadyMs += ms;
  }

  /** A client of its own connection, not yet connected. */
  client(transports: readonly ("websocket" | "polling")[]): TestClient {
    const client: TestClient = io(this.url, {
      transports: [...transports],
      forceNew: true,
      reconnection: false,
      autoConnect: false,
    });
    this.#clients.push(client);
    return client;
  }

  /** A client that is connected over WebSocket. */
  async connect(): Promise<TestClient> {
    const client = this.client(["websocket"]);
    const connected = once(client, "connect");
    client.connect();
    await connected;
    return client;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.disconnect();
    await this.#server.close();
  }
}

/** Joins, and expects to be let in. */
export async function join(client: TestClient, room: RoomName, peer: PeerId): Promise<Joined> {
  const reply: Joined | Refusal = await client.emitWithAck("join", { room, peer });
  if (!reply.ok) throw new Error(reply.message);
  return reply;
}

/** Sends anything at all, as a hostile client would, and resolves with the answer. */
export function ask(client: TestClient, event: string, ...args: readonly unknown[]): Promise<unknown> {
  const untyped = client as unknown as Socket;
  return untyped.emitWithAck(event, ...args);
}

/** Resolves with the argument of the next such event. */
export function once(client: TestClient, event: string): Promise<unknown> {
  const untyped = client as unknown as Socket;
  return new Promise((resolve) => untyped.once(event, resolve));
}

/** Resolves as soon as the condition holds: for what the server does without telling the one who waits. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}
