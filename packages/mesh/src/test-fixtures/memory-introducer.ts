import type { PeerId } from "@hearsay/gossip";
import type { IntroducerEvents, IntroducerFactory } from "../introducer";
import type { RoomName } from "../signal-events";

/** A sealed introduction, whom it is said to come from, and to whom it goes. */
export interface Carried {
  readonly from: PeerId;
  readonly to: PeerId;
  readonly sealed: Uint8Array;
}

/**
 * An introducer inside one process, for tests. It can be taken away, it keeps all that it carried, and a test makes it
 * as hostile as it likes.
 */
export class MemoryIntroducer {
  /** Every sealed introduction that it was given. */
  readonly carried: Carried[] = [];
  /** What it delivers in place of an introduction. */
  deliver: (given: Carried) => readonly Carried[] = (given) => [given];
  private readonly rooms = new Map<RoomName, Map<PeerId, IntroducerEvents>>();
  private away = false;

  /** What it tells as its wall clock, in ms since 1970. */
  constructor(private readonly clock: () => number) {}

  readonly factory: IntroducerFactory = (room, self, events) => ({
    enter: () => this.enter(room, self, events),
    leave: () => this.leave(room, self),
    introduce: async (to, sealed) => {
      const target = this.away ? undefined : this.rooms.get(room)?.get(to);
      if (!target) return false;
      const given = { from: self, to, sealed };
      this.carried.push(given);
      for (const each of this.deliver(given)) later(() => this.inject(room, each.from, each.to, each.sealed));
      return true;
    },
  });

  /** The same for one to whom it names no others than `peers`, and whom it names to nobody. */
  knowing(peers: readonly PeerId[]): IntroducerFactory {
    return (room, self, events) => {
      const inner = this.factory(room, self, events);
      const enter = () => {
        const places = this.rooms.get(room) ?? new Map<PeerId, IntroducerEvents>();
        this.rooms.set(room, places);
        places.set(self, events);
        later(() => {
          events.onState({ type: "connected" });
          events.onEntered({ peers, iceServers: [], serverTimeMs: this.clock(), roundTripMs: 0 });
        });
      };
      return { ...inner, enter };
    };
  }

  /** Hands `sealed` to `to` as if it came from `from`. */
  inject(room: RoomName, from: PeerId, to: PeerId, sealed: Uint8Array): void {
    this.rooms.get(room)?.get(to)?.onIntroduction(from, sealed);
  }

  /** What `peer` can be told. */
  eventsOf(room: RoomName, peer: PeerId): IntroducerEvents {
    const events = this.rooms.get(room)?.get(peer);
    if (!events) throw new Error(`Expected ${peer} to be in the room`);
    return events;
  }

  setAway(away: boolean): void {
    this.away = away;
    const everyone = [...this.rooms].flatMap(([room, places]) => [...places].map((place) => [room, ...place] as const));
    if (away) for (const [, , events] of everyone) events.onState({ type: "away" });
    else for (const [room, peer, events] of everyone) this.enter(room, peer, events);
  }

  private enter(room: RoomName, self: PeerId, events: IntroducerEvents): void {
    const places = this.rooms.get(room) ?? new Map<PeerId, IntroducerEvents>();
    this.rooms.set(room, places);
    places.set(self, events);
    later(() => {
      if (this.away) return events.onState({ type: "away" });
      if (places.get(self) !== events) return;
      const others = [...places].filter(([peer]) => peer !== self);
      events.onState({ type: "connected" });
      const peers = others.map(([peer]) => peer);
      events.onEntered({ peers, iceServers: [], serverTimeMs: this.clock(), roundTripMs: 0 });
      for (const [, other] of others) other.onPeerJoined(self);
    });
  }

  private leave(room: RoomName, self: PeerId): void {
    const places = this.rooms.get(room);
    places?.delete(self);
    if (!this.away) for (const other of places?.values() ?? []) later(() => other.onPeerLeft(self));
  }
}

function later(run: () => void): void {
  setTimeout(run, 0);
}
