import type { RoomName } from "@hearsay/mesh";
import { beforeEach, describe, expect, test } from "vitest";
import { type ConnectionId, type Outcome, type PeerId, Rooms, type Seated } from "./rooms";

const ROOM = "room-aaaaaaaaaaaaaaaaa" as RoomName;
const OTHER_ROOM = "room-bbbbbbbbbbbbbbbbb" as RoomName;
const THIRD_ROOM = "room-ccccccccccccccccc" as RoomName;
const [ANNA, BERT, CLEO, DORA] = ["anna", "bert", "cleo", "dora"] as unknown as [PeerId, PeerId, PeerId, PeerId];
const LIMITS = { maxRoomPeers: 3, maxRoomsPerSocket: 2, maxRooms: 3, reclaimMs: 30_000 };

let rooms: Rooms;
beforeEach(() => {
  let tokens = 0;
  rooms = new Rooms(LIMITS, () => `token-${++tokens}`);
});

/** The connection of a peer is named after it, unless a test names another. */
function join(peer: PeerId, nowMs: number, more: { connection?: ConnectionId; token?: string; room?: RoomName }) {
  const { connection = peer, room = ROOM, token } = more;
  return rooms.join(connection, token === undefined ? { room, peer } : { room, peer, token }, nowMs);
}

function seat(outcome: Outcome<Seated>): Seated {
  if (!outcome.answer.ok) throw new Error(outcome.answer.message);
  return outcome.answer;
}

function codeOf(outcome: { readonly answer: { readonly ok: boolean; readonly code?: string } }): string | undefined {
  return outcome.answer.code;
}

describe("joining", () => {
  test("a newcomer learns who is there in the order in which they came, and they learn of it", () => {
    join(BERT, 0, {});
    join(ANNA, 0, {});
    const outcome = join(CLEO, 0, {});
    expect(seat(outcome).peers).toEqual([BERT, ANNA]);
    expect(outcome.notices).toEqual([{ type: "peerJoined", room: ROOM, peer: CLEO, to: [BERT, ANNA] }]);
  });

  test("each place has a token of its own", () => {
    expect(seat(join(ANNA, 0, {})).token).not.toBe(seat(join(BERT, 0, {})).token);
  });

  test("a place that is held is taken for whoever has no token, or a wrong one", () => {
    const { token } = seat(join(ANNA, 0, {}));
    expect(codeOf(join(ANNA, 0, { connection: "thief" }))).toBe("taken");
    expect(codeOf(join(ANNA, 0, { connection: "thief", token: "token-9" }))).toBe("taken");
    expect(codeOf(join(ANNA, 0, { connection: "thief", token: `${token}x` }))).toBe("taken");
    expect(codeOf(join(ANNA, 0, { connection: "thief", token: "" }))).toBe("taken");
  });

  test("the same connection may ask again and gets the same place", () => {
    const first = seat(join(ANNA, 0, {}));
    const again = join(ANNA, 0, {});
    expect(again).toEqual({ answer: first, notices: [] });
  });

  test("a connection has one place in a room", () => {
    join(ANNA, 0, {});
    expect(codeOf(join(BERT, 0, { connection: ANNA }))).toBe("taken");
  });

  test("a full room refuses, and takes the next one when somebody leaves", () => {
    for (const peer of [ANNA, BERT, CLEO]) join(peer, 0, {});
    expect(codeOf(join(DORA, 0, {}))).toBe("roomFull");
    rooms.leave(ANNA, ROOM);
    expect(seat(join(DORA, 0, {})).peers).toEqual([BERT, CLEO]);
  });

  test("a connection can be in so many rooms and no more", () => {
    join(ANNA, 0, { room: ROOM });
    join(ANNA, 0, { room: OTHER_ROOM });
    expect(codeOf(join(ANNA, 0, { room: THIRD_ROOM }))).toBe("tooManyRooms");
    rooms.leave(ANNA, ROOM);
    expect(codeOf(join(ANNA, 0, { room: THIRD_ROOM }))).toBeUndefined();
  });
});

describe("reclaiming", () => {
  test("the token gets the place back while the old connection still seems alive, which loses it", () => {
    const { token } = seat(join(ANNA, 0, {}));
    join(BERT, 0, {});
    const outcome = join(ANNA, 0, { connection: "anna again", token });
    expect(outcome).toEqual({ answer: { ok: true, token, peers: [BERT] }, notices: [] });
    expect(rooms.introduce(ANNA, ROOM, BERT)).toMatchObject({ code: "notJoined" });
    expect(rooms.introduce(BERT, ROOM, ANNA)).toEqual({ ok: true, from: BERT, to: "anna again" });
  });

  test("the end of the old connection, noticed later, takes nothing from the new one", () => {
    const { token } = seat(join(ANNA, 0, {}));
    join(ANNA, 0, { connection: "anna again", token });
    rooms.drop(ANNA, 1);
    expect(rooms.expire(1_000_000)).toEqual([]);
    expect(seat(join(BERT, 1_000_000, {})).peers).toEqual([ANNA]);
  });

  test("a dropped place is not shown to newcomers, who hear of it when it is reclaimed in its old order", () => {
    const { token } = seat(join(ANNA, 0, {}));
    join(BERT, 0, {});
    rooms.drop(ANNA, 1);
    expect(seat(join(CLEO, 2, {})).peers).toEqual([BERT]);
    const back = join(ANNA, 3, { connection: "anna again", token });
    expect(back.notices).toEqual([{ type: "peerJoined", room: ROOM, peer: ANNA, to: [BERT, CLEO] }]);
    expect(seat(join(CLEO, 3, {})).peers).toEqual([ANNA, BERT]);
  });

  test("a dropped place is taken until its time is over, and free from that millisecond on", () => {
    join(ANNA, 0, {});
    join(BERT, 0, {});
    rooms.drop(ANNA, 1000);
    expect(codeOf(join(ANNA, 30_999, { connection: "anna again" }))).toBe("taken");
    const outcome = join(ANNA, 31_000, { connection: "anna again" });
    expect(seat(outcome).token).toBe("token-3");
    expect(outcome.notices).toEqual([
      { type: "peerLeft", room: ROOM, peer: ANNA, to: [BERT] },
      { type: "peerJoined", room: ROOM, peer: ANNA, to: [BERT] },
    ]);
  });

  test("a token that has expired is simply a newcomer's", () => {
    const { token } = seat(join(ANNA, 0, {}));
    rooms.drop(ANNA, 0);
    rooms.expire(30_000);
    expect(seat(join(ANNA, 30_000, { token })).token).not.toBe(token);
  });

  test("dropped places expire in their order, and the others are told", () => {
    for (const peer of [ANNA, BERT, CLEO]) join(peer, 0, {});
    rooms.drop(BERT, 10);
    rooms.drop(ANNA, 20);
    expect(rooms.expire(30_010)).toEqual([{ type: "peerLeft", room: ROOM, peer: BERT, to: [CLEO] }]);
    expect(rooms.expire(30_020)).toEqual([{ type: "peerLeft", room: ROOM, peer: ANNA, to: [CLEO] }]);
  });

  test("a place in a room beyond the connection's share cannot be reclaimed either", () => {
    const { token } = seat(join(ANNA, 0, {}));
    join(BERT, 0, { connection: "busy", room: OTHER_ROOM });
    join(BERT, 0, { connection: "busy", room: THIRD_ROOM });
    expect(codeOf(join(ANNA, 0, { connection: "busy", token }))).toBe("tooManyRooms");
  });
});

describe("leaving and introducing", () => {
  test("who leaves is gone at once, and the token with it", () => {
    const { token } = seat(join(ANNA, 0, {}));
    join(BERT, 0, {});
    expect(rooms.leave(ANNA, ROOM)).toEqual({
      answer: { ok: true },
      notices: [{ type: "peerLeft", room: ROOM, peer: ANNA, to: [BERT] }],
    });
    expect(codeOf(rooms.leave(ANNA, ROOM))).toBe("notJoined");
    expect(seat(join(ANNA, 0, { token })).token).not.toBe(token);
  });

  test("an introduction reaches connected peers of the same room only, and not oneself", () => {
    join(ANNA, 0, {});
    join(BERT, 0, {});
    join(CLEO, 0, { room: OTHER_ROOM });
    expect(rooms.introduce(ANNA, ROOM, BERT)).toEqual({ ok: true, from: ANNA, to: BERT });
    expect(rooms.introduce(ANNA, ROOM, CLEO)).toMatchObject({ code: "unknownPeer" });
    expect(rooms.introduce(ANNA, ROOM, ANNA)).toMatchObject({ code: "unknownPeer" });
    expect(rooms.introduce(ANNA, OTHER_ROOM, CLEO)).toMatchObject({ code: "notJoined" });
    rooms.drop(BERT, 0);
    expect(rooms.introduce(ANNA, ROOM, BERT)).toMatchObject({ code: "unknownPeer" });
  });
});

describe("hostile joining and dropping", () => {
  test("cannot fill a room: the place dropped first gives way to a newcomer", () => {
    for (const peer of [ANNA, BERT, CLEO]) join(peer, 0, {});
    rooms.drop(BERT, 1);
    rooms.drop(ANNA, 2);
    const outcome = join(DORA, 3, {});
    expect(seat(outcome).peers).toEqual([CLEO]);
    expect(outcome.notices[0]).toEqual({ type: "peerLeft", room: ROOM, peer: BERT, to: [CLEO] });
  });

  test("cannot fill the server: the room that was left dropped first gives way to a new one", () => {
    const peers = [ANNA, BERT, CLEO].map((peer, index) => {
      join(peer, 0, { room: `room ${index}` as RoomName });
      return peer;
    });
    expect(codeOf(join(DORA, 0, {}))).toBe("tooManyRooms");
    for (const peer of peers) rooms.drop(peer, 1);
    expect(codeOf(join(DORA, 2, {}))).toBeUndefined();
    expect(rooms.size).toBe(3);
    expect(codeOf(join(DORA, 2, { connection: "other", room: "room 1" as RoomName }))).toBeUndefined();
  });

  test("takes no room from somebody who came back to it", () => {
    const { token } = seat(join(ANNA, 0, { room: "room 0" as RoomName }));
    join(BERT, 0, { room: "room 1" as RoomName });
    join(CLEO, 0, { room: "room 2" as RoomName });
    rooms.drop(ANNA, 1);
    join(ANNA, 2, { connection: "anna again", token, room: "room 0" as RoomName });
    expect(codeOf(join(DORA, 3, {}))).toBe("tooManyRooms");
    expect(rooms.leave("anna again", "room 0" as RoomName).answer).toEqual({ ok: true });
  });

  test("leaves nothing behind", () => {
    for (let round = 0; round < 100; round += 1) {
      join(ANNA, round, { connection: `connection ${round}`, room: `room ${round}` as RoomName });
      rooms.drop(`connection ${round}`, round);
    }
    rooms.expire(40_000);
    expect(rooms.size).toBe(0);
  });
});
