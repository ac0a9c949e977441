import type { PeerId } from "@hearsay/gossip";
import { io, type Socket } from "socket.io-client";
import type { Introducer, IntroducerEvents, IntroducerFactory } from "./introducer";
import { decodeIntroductionEvent, decodeJoined, decodePeerEvent, isDone, refusalMessage } from "./signal-decoders";
import type { ClientEvents, RoomName, ServerEvents } from "./signal-events";

/** No answer within this time counts as none. */
const ANSWER_TIMEOUT_MS = 5_000;
/** After a refusal we ask again this much later. */
const RETRY_REFUSED_MS = 5_000;
/** Attempts to reconnect come after 0.2 s, then ever later, up to this. */
const MAX_RECONNECT_DELAY_MS = 3_000;

/** An introducer over socket.io. `server` is an address, or empty for the one that the page came from. */
export function socketIntroducer(server: string): IntroducerFactory {
  return (room, self, events) => new SocketIntroducer(server, room, self, events);
}

class SocketIntroducer implements Introducer {
  private readonly socket: Socket<ServerEvents, ClientEvents>;
  private token: string | undefined;
  private entered = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    server: string,
    private readonly room: RoomName,
    private readonly self: PeerId,
    private readonly events: IntroducerEvents,
  ) {
    this.socket = io(server, {
      autoConnect: false,
      // Otherwise the library keeps the connection in a table for good, and shares it with whoever asks for this server.
      forceNew: true,
      // Long polling would need every request of a tab to reach the same process of the server.
      transports: ["websocket"],
      // The app's build leaves out what tries another transport.
      upgrade: false,
      reconnectionDelay: 200,
      reconnectionDelayMax: MAX_RECONNECT_DELAY_MS,
      timeout: ANSWER_TIMEOUT_MS,
    });
    this.socket.on("connect", () => void this.join());
    this.socket.on("connect_error", () => this.onAway());
    this.socket.on("disconnect", () => this.onAway());
    this.listen();
  }

  enter(): void {
    if (this.entered) {
      if (this.socket.connected) void this.join();
      return;
    }
    this.entered = true;
    this.events.onState({ type: "connecting" });
    this.socket.connect();
  }

  leave(): void {
    this.entered = false;
    clearTimeout(this.retry);
    if (this.socket.connected) this.socket.emit("leave", { room: this.room }, () => {});
    this.socket.disconnect();
  }

  async introduce(to: PeerId, sealed: Uint8Array): Promise<boolean> {
    if (!this.socket.connected) return false;
    try {
      const reply: unknown = await this.socket
        .timeout(ANSWER_TIMEOUT_MS)
        .emitWithAck("introduce", { room: this.room, to, sealed });
      return isDone(reply);
    } catch {
      return false;
    }
  }

  private async join(): Promise<void> {
    clearTimeout(this.retry);
    const askedAt = performance.now();
    const reply = await this.askToJoin();
    // Where the socket is down meanwhile, it asks again by itself once it is up.
    if (!this.socket.connected) return;
    const joined = decodeJoined(reply);
    if (!joined) {
      this.events.onState({ type: "refused", message: refusalMessage(reply) });
      this.retry = setTimeout(() => this.socket.connected && void this.join(), RETRY_REFUSED_MS);
      return;
    }
    const { token, ...entered } = joined;
    this.token = token;
    this.events.onState({ type: "connected" });
    this.events.onEntered({ ...entered, roundTripMs: performance.now() - askedAt });
  }

  /** Resolves to what the server answered, whatever that is; `NO_ANSWER` where it did not in time. */
  private async askToJoin(): Promise<unknown> {
    const request = { room: this.room, peer: this.self, ...(this.token === undefined ? {} : { token: this.token }) };
    try {
      return await this.socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("join", request);
    } catch {
      return NO_ANSWER;
    }
  }

  private onAway(): void {
    clearTimeout(this.retry);
    if (!this.entered) return;
    this.events.onState({ type: "away" });
    // A server that hangs up or refuses the connection on purpose is not asked again by socket.io itself.
    if (!this.socket.active) this.retry = setTimeout(() => this.socket.connect(), RETRY_REFUSED_MS);
  }

  private listen(): void {
    const { room, events } = this;
    // What the server says is typed on paper only: each word of it is decoded.
    this.socket.on("peerJoined", (event: unknown) => {
      const peer = decodePeerEvent(event, room);
      if (peer) events.onPeerJoined(peer);
    });
    this.socket.on("peerLeft", (event: unknown) => {
      const peer = decodePeerEvent(event, room);
      if (peer) events.onPeerLeft(peer);
    });
    this.socket.on("introduction", (event: unknown) => {
      const introduction = decodeIntroductionEvent(event, room);
      if (introduction) events.onIntroduction(introduction.from, introduction.sealed);
    });
  }
}

const NO_ANSWER = { ok: false, message: "The introduction server does not answer." };
