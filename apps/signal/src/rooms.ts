import type { Done, JoinRequest, Refusal, RoomName } from "@hearsay/mesh";
import type { Limits } from "./limits";
import { refusal } from "./refusal";

export type PeerId = JoinRequest["peer"];

/** One connection of one tab. A tab that reconnects comes back with another one. */
export type ConnectionId = string;

/** What the connections in `to` have to be told. Telling it to one that has gone since does no harm. */
export interface Notice {
  readonly type: "peerJoined" | "peerLeft";
  readonly room: RoomName;
  readonly peer: PeerId;
  readonly to: readonly ConnectionId[];
}

/** The answer to whoever asked, and what others have to be told because of it. */
export interface Outcome<Answer> {
  readonly answer: Answer | Refusal;
  readonly notices: readonly Notice[];
}

/** A place was given or reclaimed. `peers` are those connected now, in the order in which they came. */
export interface Seated {
  readonly ok: true;
  readonly token: string;
  readonly peers: readonly PeerId[];
}

/** Where an introduction goes, and whose it is. */
export interface Route {
  readonly ok: true;
  readonly from: PeerId;
  readonly to: ConnectionId;
}

export type RoomLimits = Pick<Limits, "maxRoomPeers" | "maxRoomsPerSocket" | "maxRooms" | "reclaimMs">;

interface Place {
  readonly room: Room;
  readonly peer: PeerId;
  readonly token: string;
  /** `undefined` while its connection is dropped. */
  holder: ConnectionId | undefined;
  droppedAtMs: number;
}

interface Room {
  readonly name: RoomName;
  /** In the order in which they came. */
  readonly places: Map<PeerId, Place>;
  held: number;
}

/**
 * Who is in which room. A place is a peer's seat in a room; a connection holds it, and a secret token proves on another
 * connection that it is one's own. When a connection drops, its places stay reclaimable for `reclaimMs`: newcomers are
 * not shown them, and the others learn that the peer left only when that time is over. Dropped places give way when a
 * room, or the server, is full, so that joining and dropping cannot shut anyone out.
 *
 * No sockets, clocks or randomness in here: `nowMs` (which must not go back) and new tokens come from outside.
 */
export class Rooms {
  readonly #limits: RoomLimits;
  readonly #newToken: () => string;
  readonly #rooms = new Map<RoomName, Room>();
  readonly #holdings = new Map<ConnectionId, Map<RoomName, Place>>();
  /** In the order in which they dropped, so the first one expires first. */
  readonly #dropped = new Set<Place>();
  /** Rooms in which every place is dropped, in the order in which that came about. */
  readonly #asleep = new Set<Room>();

  constructor(limits: RoomLimits, newToken: () => string) {
    this.#limits = limits;
    this.#newToken = newToken;
  }

  /** Rooms with at least one place. */
  get size(): number {
    return this.#rooms.size;
  }

  /** Gives `connection` the place of a peer: a new one, or with its token the one that the peer had. */
  join(connection: ConnectionId, request: JoinRequest, nowMs: number): Outcome<Seated> {
    const expired = this.expire(nowMs);
    const { answer, notices } = this.#join(connection, request);
    return { answer, notices: [...expired, ...notices] };
  }

  /** Finds the way for an introduction: from the peer that `connection` really is in this room. */
  introduce(connection: ConnectionId, room: RoomName, to: PeerId): Route | Refusal {
    const place = this.#placeOf(connection, room);
    if (place === undefined) return notJoined();
    const target = place.room.places.get(to);
    if (target === undefined || target === place || target.holder === undefined) {
      return refusal("unknownPeer", "No other peer with this id is connected to this room.");
    }
    return { ok: true, from: place.peer, to: target.holder };
  }

  /** Gives up the place of `connection` in a room: it cannot be reclaimed. */
  leave(connection: ConnectionId, room: RoomName): Outcome<Done> {
    const place = this.#placeOf(connection, room);
    if (place === undefined) return refused(notJoined());
    this.#release(place);
    return { answer: { ok: true }, notices: [this.#remove(place)] };
  }

  /** Notes that a connection is gone without having left: its places are reclaimable from now on. */
  drop(connection: ConnectionId, nowMs: number): void {
    for (const place of [...(this.#holdings.get(connection)?.values() ?? [])]) {
      this.#release(place);
      place.droppedAtMs = nowMs;
      this.#dropped.add(place);
      if (place.room.held === 0) this.#asleep.add(place.room);
    }
  }

  /** Removes the places that were dropped `reclaimMs` ago or earlier. */
  expire(nowMs: number): readonly Notice[] {
    const notices: Notice[] = [];
    for (const place of this.#dropped) {
      if (nowMs < place.droppedAtMs + this.#limits.reclaimMs) break;
      notices.push(this.#remove(place));
    }
    return notices;
  }

  #join(connection: ConnectionId, { room: name, peer, token }: JoinRequest): Outcome<Seated> {
    const mine = this.#placeOf(connection, name);
    if (mine !== undefined) {
      // The tab asks again because our answer was late or lost: its connection is proof enough.
      if (mine.peer === peer) return { answer: seated(mine), notices: [] };
      return refused(
        refusal("taken", "This connection already has another peer's place in this room. Leave it first."),
      );
    }
    const place = this.#rooms.get(name)?.places.get(peer);
    if (place !== undefined && (token === undefined || !sameSecret(token, place.token))) {
      return refused(refusal("taken", "This peer's place in the room is taken, and the token does not fit."));
    }
    if ((this.#holdings.get(connection)?.size ?? 0) >= this.#limits.maxRoomsPerSocket) {
      const most = this.#limits.maxRoomsPerSocket;
      return refused(refusal("tooManyRooms", `One connection can be in at most ${most} rooms. Leave one first.`));
    }
    return place === undefined ? this.#enter(connection, name, peer) : this.#reclaim(connection, place);
  }

  #reclaim(connection: ConnectionId, place: Place): Outcome<Seated> {
    const wasDropped = this.#dropped.has(place);
    this.#release(place);
    this.#hold(place, connection);
    // Those who came while it was away have not seen it; the others know it, and hearing it again does no harm.
    const notices = wasDropped ? [notice("peerJoined", place)] : [];
    return { answer: seated(place), notices };
  }

  #enter(connection: ConnectionId, name: RoomName, peer: PeerId): Outcome<Seated> {
    const room = this.#rooms.get(name) ?? this.#openRoom(name);
    if (room === undefined) {
      return refused(refusal("tooManyRooms", "This server holds as many rooms as it can. Try again later."));
    }
    const notices: Notice[] = [];
    if (room.places.size >= this.#limits.maxRoomPeers) {
      const oldest = oldestDropped(room);
      if (oldest === undefined) {
        return refused(refusal("roomFull", `The room is full: ${this.#limits.maxRoomPeers} peers are in it.`));
      }
      notices.push(this.#remove(oldest));
    }
    const place: Place = { room, peer, token: this.#newToken(), holder: undefined, droppedAtMs: 0 };
    this.#rooms.set(name, room);
    room.places.set(peer, place);
    this.#hold(place, connection);
    notices.push(notice("peerJoined", place));
    return { answer: seated(place), notices };
  }

  /** A room yet to be entered in `#rooms`, or `undefined` when all the rooms there may be are in use. */
  #openRoom(name: RoomName): Room | undefined {
    if (this.#rooms.size >= this.#limits.maxRooms) {
      const [oldest] = this.#asleep;
      if (oldest === undefined) return undefined;
      for (const place of oldest.places.values()) this.#remove(place);
    }
    return { name, places: new Map(), held: 0 };
  }

  #placeOf(connection: ConnectionId, room: RoomName): Place | undefined {
    return this.#holdings.get(connection)?.get(room);
  }

  #hold(place: Place, connection: ConnectionId): void {
    const holdings = this.#holdings.get(connection) ?? new Map<RoomName, Place>();
    this.#holdings.set(connection, holdings.set(place.room.name, place));
    place.holder = connection;
    place.room.held += 1;
    this.#dropped.delete(place);
    this.#asleep.delete(place.room);
  }

  #release(place: Place): void {
    if (place.holder === undefined) return;
    const holdings = this.#holdings.get(place.holder);
    holdings?.delete(place.room.name);
    if (holdings?.size === 0) this.#holdings.delete(place.holder);
    place.holder = undefined;
    place.room.held -= 1;
  }

  /** Takes a place that nobody holds out of its room. */
  #remove(place: Place): Notice {
    const { room, peer } = place;
    room.places.delete(peer);
    this.#dropped.delete(place);
    if (room.places.size === 0) {
      this.#rooms.delete(room.name);
      this.#asleep.delete(room);
    } else if (room.held === 0) {
      this.#asleep.add(room);
    }
    return notice("peerLeft", place);
  }
}

function oldestDropped(room: Room): Place | undefined {
  const dropped = [...room.places.values()].filter((place) => place.holder === undefined);
  return dropped.sort((left, right) => left.droppedAtMs - right.droppedAtMs)[0];
}

function seated(place: Place): Seated {
  const others = connectedOthers(place);
  return { ok: true, token: place.token, peers: others.map((other) => other.peer) };
}

function notice(type: Notice["type"], place: Place): Notice {
  const to = connectedOthers(place).flatMap((other) => other.holder ?? []);
  return { type, room: place.room.name, peer: place.peer, to };
}

function connectedOthers(place: Place): readonly Place[] {
  return [...place.room.places.values()].filter((other) => other !== place && other.holder !== undefined);
}

function refused(answer: Refusal): Outcome<never> {
  return { answer, notices: [] };
}

function notJoined(): Refusal {
  return refusal("notJoined", "This connection is not in this room. Join it first.");
}

/** Compares all characters whatever they are, so that the time it takes tells a guesser nothing. */
function sameSecret(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < right.length; index += 1) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  }
  return difference === 0;
}
