import type { Done, IceServer, Joined, Refusal, ServerEvents } from "@hearsay/mesh";
import type { Clock } from "./clock";
import type { Limits } from "./limits";
import { refusal } from "./refusal";
import { decodeIntroduce, decodeJoin, decodeLeave } from "./request-decoders";
import { type ConnectionId, type Notice, Rooms } from "./rooms";
import { mintTurnServer, type TurnServer } from "./turn";

/** Sends one event to one connection, if it is still there. */
export type Post = <Event extends keyof ServerEvents>(
  to: ConnectionId,
  event: Event,
  ...about: Parameters<ServerEvents[Event]>
) => void;

export interface IntroducerOptions {
  readonly iceServers: readonly IceServer[];
  /** Credentials for it are minted for each tab that joins. */
  readonly turn: TurnServer | undefined;
  readonly limits: Limits;
  readonly clock: Clock;
  /** 22 characters of base64url that nobody can guess. */
  readonly newToken: () => string;
  readonly post: Post;
}

/** Answers the requests of all connections, and tells others what they have to know because of them. */
export class Introducer {
  readonly #options: IntroducerOptions;
  readonly #rooms: Rooms;

  constructor(options: IntroducerOptions) {
    this.#options = options;
    this.#rooms = new Rooms(options.limits, options.newToken);
  }

  /** Answers an event with its arguments, whatever they are. */
  answer(connection: ConnectionId, event: unknown, args: readonly unknown[]): Joined | Done | Refusal {
    if (args.length > 1) return refusal("malformed", `Expected one request, got ${args.length}.`);
    switch (event) {
      case "join":
        return this.#join(connection, args[0]);
      case "introduce":
        return this.#introduce(connection, args[0]);
      case "leave":
        return this.#leave(connection, args[0]);
      default:
        return refusal("malformed", "Expected join, introduce or leave, got another event.");
    }
  }

  /** Rooms with at least one place. */
  get rooms(): number {
    return this.#rooms.size;
  }

  /** Notes that a connection has ended. */
  drop(connection: ConnectionId): void {
    this.#rooms.drop(connection, this.#options.clock.steadyMs());
  }

  /** Frees the places whose time is over. To be called now and then. */
  expire(): void {
    this.#tell(this.#rooms.expire(this.#options.clock.steadyMs()));
  }

  #join(connection: ConnectionId, value: unknown): Joined | Refusal {
    const { clock, turn } = this.#options;
    const decoded = decodeJoin(value);
    if (!decoded.ok) return decoded;
    const { answer, notices } = this.#rooms.join(connection, decoded.request, clock.steadyMs());
    this.#tell(notices);
    if (!answer.ok) return answer;
    const serverTimeMs = clock.wallMs();
    const minted = turn ? [mintTurnServer(turn, serverTimeMs)] : [];
    const iceServers = [...this.#options.iceServers, ...minted];
    return { ok: true, peers: answer.peers, token: answer.token, iceServers, serverTimeMs };
  }

  #introduce(connection: ConnectionId, value: unknown): Done | Refusal {
    const decoded = decodeIntroduce(value, this.#options.limits.maxSealedBytes);
    if (!decoded.ok) return decoded;
    const { room, to, sealed } = decoded.request;
    const route = this.#rooms.introduce(connection, room, to);
    if (!route.ok) return route;
    this.#options.post(route.to, "introduction", { room, from: route.from, sealed });
    return { ok: true };
  }

  #leave(connection: ConnectionId, value: unknown): Done | Refusal {
    const decoded = decodeLeave(value);
    if (!decoded.ok) return decoded;
    const { answer, notices } = this.#rooms.leave(connection, decoded.request.room);
    this.#tell(notices);
    return answer;
  }

  #tell(notices: readonly Notice[]): void {
    for (const { type, room, peer, to } of notices) {
      for (const connection of to) this.#options.post(connection, type, { room, peer });
    }
  }
}
