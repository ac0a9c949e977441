import type { RoomName } from "@hearsay/mesh";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ConnectionId, type Notice, type PeerId, Rooms } from "./rooms";

const LIMITS = { maxRoomPeers: 3, maxRoomsPerSocket: 2, maxRooms: 2, reclaimMs: 100 };
const ROOMS = ["r0", "r1", "r2"] as readonly string[] as readonly RoomName[];
const PEERS = ["p0", "p1", "p2", "p3", "p4"] as readonly string[] as readonly PeerId[];
const CONNECTIONS: readonly ConnectionId[] = ["c0", "c1", "c2", "c3", "c4"];

type Step =
  | {
      readonly type: "join";
      readonly connection: ConnectionId;
      readonly room: RoomName;
      readonly peer: PeerId;
      readonly withToken: boolean;
    }
  | { readonly type: "leave"; readonly connection: ConnectionId; readonly room: RoomName }
  | { readonly type: "drop"; readonly connection: ConnectionId }
  | { readonly type: "wait"; readonly ms: number };

const connection = fc.constantFrom(...CONNECTIONS);
const room = fc.constantFrom(...ROOMS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant("join" as const),
      connection,
      room,
      peer: fc.constantFrom(...PEERS),
      withToken: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("leave" as const), connection, room }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("drop" as const), connection }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 120 }) }) },
);

/** What the tabs believe, from the server's answers and notices alone. */
class Tabs {
  readonly #views = new Map<string, { readonly self: PeerId; readonly others: Set<PeerId> }>();
  readonly #tokens = new Map<string, string>();
  readonly rooms: Rooms;
  #nowMs = 0;

  constructor() {
    let tokens = 0;
    this.rooms = new Rooms(LIMITS, () => `t${++tokens}`);
  }

  apply(step: Step): void {
    switch (step.type) {
      case "join":
        return this.#join(step);
      case "leave": {
        const outcome = this.rooms.leave(step.connection, step.room);
        if (outcome.answer.ok) this.#views.delete(`${step.room} ${step.connection}`);
        return this.#hear(outcome.notices);
      }
      case "drop":
        for (const name of ROOMS) this.#views.delete(`${name} ${step.connection}`);
        return this.rooms.drop(step.connection, this.#nowMs);
      case "wait":
        this.#nowMs += step.ms;
        return this.#hear(this.rooms.expire(this.#nowMs));
    }
  }

  /** The views of one room: who looks, whom it is connected as, and whom it believes to be there. */
  viewsOf(room: RoomName) {
    return [...this.#views].filter(([key]) => key.startsWith(`${room} `)).map(([, view]) => view);
  }

  #join({ connection, room, peer, withToken }: Extract<Step, { type: "join" }>): void {
    const token = withToken ? this.#tokens.get(`${room} ${peer}`) : undefined;
    const request = token === undefined ? { room, peer } : { room, peer, token };
    const { answer, notices } = this.rooms.join(connection, request, this.#nowMs);
    this.#hear(notices);
    if (!answer.ok) return;
    this.#tokens.set(`${room} ${peer}`, answer.token);
    // A tab whose place was reclaimed from elsewhere is out, without being told.
    for (const [key, view] of this.#views) {
      if (key.startsWith(`${room} `) && view.self === peer) this.#views.delete(key);
    }
    this.#views.set(`${room} ${connection}`, { self: peer, others: new Set(answer.peers) });
  }

  #hear(notices: readonly Notice[]): void {
    for (const { type, room, peer, to } of notices) {
      for (const listener of to) {
        const others = this.#views.get(`${room} ${listener}`)?.others;
        if (type === "peerJoined") others?.add(peer);
        else others?.delete(peer);
      }
    }
  }
}

test("whatever happens, every connected peer knows every other one, and rooms stay within their limits", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const tabs = new Tabs();
      for (const one of steps) {
        tabs.apply(one);
        expect(tabs.rooms.size).toBeLessThanOrEqual(LIMITS.maxRooms);
        for (const name of ROOMS) {
          const views = tabs.viewsOf(name);
          expect(views.length).toBeLessThanOrEqual(LIMITS.maxRoomPeers);
          for (const view of views) {
            const connected = views.filter((other) => other !== view).map((other) => other.self);
            expect([...view.others]).toEqual(expect.arrayContaining(connected));
          }
        }
      }
    }),
    { numRuns: 500 },
  );
});

test("when all connections have dropped and the time is over, nothing is left", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const tabs = new Tabs();
      for (const one of steps) tabs.apply(one);
      for (const one of CONNECTIONS) tabs.apply({ type: "drop", connection: one });
      tabs.apply({ type: "wait", ms: LIMITS.reclaimMs });
      expect(tabs.rooms.size).toBe(0);
    }),
  );
});

test("no peer is believed to be there for longer than its place can be reclaimed", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const tabs = new Tabs();
      for (const one of steps) tabs.apply(one);
      // Nobody leaves or drops from here on, so what is still believed after the time-out is really there.
      tabs.apply({ type: "wait", ms: LIMITS.reclaimMs });
      for (const name of ROOMS) {
        const views = tabs.viewsOf(name);
        for (const view of views) {
          const connected = views.filter((other) => other !== view).map((other) => other.self);
          expect([...view.others].sort()).toEqual(connected.sort());
        }
      }
    }),
  );
});
