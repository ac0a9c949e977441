import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server, type Socket } from "socket.io";

/** A real socket.io server that says whatever a test makes it say. */
export class ScriptedServer {
  /** What it answers to each event; undefined for silence. */
  answer: (event: string, request: unknown) => unknown = () => undefined;
  /** All that it was asked, in order. */
  readonly asked: { readonly event: string; readonly request: unknown }[] = [];
  private readonly waiting = new Set<() => void>();
  private socket: Socket | undefined;
  private connected = 0;

  private constructor(
    private readonly io: Server,
    readonly url: string,
  ) {
    io.on("connection", (socket) => {
      this.socket = socket;
      this.connected++;
      socket.onAny((event: string, request: unknown, acknowledge: unknown) => {
        this.asked.push({ event, request });
        const reply = this.answer(event, request);
        if (reply !== undefined && typeof acknowledge === "function") acknowledge(reply);
        this.wake();
      });
      socket.on("disconnect", () => this.wake());
      this.wake();
    });
  }

  /** `refuseWith` lets no connection into the namespace, and says why. */
  static async start({ refuseWith }: { readonly refuseWith: string | undefined }): Promise<ScriptedServer> {
    const httpServer = createServer();
    const io = new Server(httpServer, { serveClient: false, pingInterval: 3_600_000 });
    const refusal = { message: refuseWith };
    io.use((_socket, next) => next(refusal.message === undefined ? undefined : new Error(refusal.message)));
    await new Promise<void>((resolve) => httpServer.listen(0, "127.0.0.1", resolve));
    const { port } = httpServer.address() as AddressInfo;
    return new ScriptedServer(io, `http://127.0.0.1:${port}`);
  }

  /** Resolves once it was asked for `event` `times` times. */
  async untilAsked(event: string, times: number): Promise<void> {
    await this.until(() => this.asked.filter((each) => each.event === event).length >= times);
  }

  /** Resolves once `times` connections have come. */
  async untilConnected(times: number): Promise<void> {
    await this.until(() => this.connected >= times);
  }

  /** Resolves once the last connection has ended. */
  async untilGone(): Promise<void> {
    await this.until(() => this.socket?.connected === false);
  }

  tell(event: string, ...about: readonly unknown[]): void {
    this.socket?.emit(event, ...about);
  }

  /** Ends the connection: by the protocol's own word, or as a network does that breaks. */
  hangUp({ politely }: { readonly politely: boolean }): void {
    if (politely) this.socket?.disconnect();
    else this.socket?.conn.close();
  }

  async close(): Promise<void> {
    await this.io.close();
  }

  private async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  private wake(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resolve of waiting) resolve();
  }
}
