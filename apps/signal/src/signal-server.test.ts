import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LIMITS } from "./limits";
import { ANNA, ask, BERT, CLEO, join, OTHER_ROOM, once, ROOM, ServerUnderTest, until } from "./server-under-test";

const ICE_SERVERS = [{ urls: "stun:stun.example.org" }];
const SEALED = new Uint8Array([1, 2, 3]);

let server: ServerUnderTest;
beforeEach(async () => {
  const limits = { ...LIMITS, maxRoomPeers: 3 };
  server = await ServerUnderTest.start({ iceServers: ICE_SERVERS, limits });
});
afterEach(() => server.stop());

describe("joining", () => {
  test("who joins gets a token, the ICE servers, the server's time and the others in their order", async () => {
    const [anna, bert, cleo] = [await server.connect(), await server.connect(), await server.connect()];
    await join(bert, ROOM, BERT);
    await join(anna, ROOM, ANNA);
    const joined = await join(cleo, ROOM, CLEO);
    expect(joined).toEqual({
      ok: true,
      peers: [BERT, ANNA],
      token: expect.stringMatching(/^[\w-]{22}$/),
      iceServers: ICE_SERVERS,
      serverTimeMs: 1_700_000_000_000,
    });
  });

  test("the others are told who came and who left", async () => {
    const [anna, bert] = [await server.connect(), await server.connect()];
    await join(anna, ROOM, ANNA);
    const came = once(anna, "peerJoined");
    await join(bert, ROOM, BERT);
    expect(await came).toEqual({ room: ROOM, peer: BERT });
    const left = once(anna, "peerLeft");
    expect(await bert.emitWithAck("leave", { room: ROOM })).toEqual({ ok: true });
    expect(await left).toEqual({ room: ROOM, peer: BERT });
    expect(await bert.emitWithAck("leave", { room: ROOM })).toMatchObject({ code: "notJoined" });
  });

  test("a tab that leaves and hangs up in one breath has left, and is not merely dropped", async () => {
    const [anna, bert] = [await server.connect(), await server.connect()];
    await join(anna, ROOM, ANNA);
    await join(bert, ROOM, BERT);
    const left = once(anna, "peerLeft");
    bert.emit("leave", { room: ROOM }, () => {});
    bert.disconnect();
    expect(await left).toEqual({ room: ROOM, peer: BERT });
  });

  test("rooms do not hear of each other", async () => {
    const [anna, bert] = [await server.connect(), await server.connect()];
    await join(anna, ROOM, ANNA);
    expect((await join(bert, OTHER_ROOM, BERT)).peers).toEqual([]);
  });

  test("a full room refuses a newcomer and goes on", async () => {
    const clients = await Promise.all(
      [ANNA, BERT, CLEO].map(async (peer) => ({ peer, client: await server.connect() })),
    );
    for (const { peer, client } of clients) await join(client, ROOM, peer);
    const late = await server.connect();
    expect(await ask(late, "join", { room: ROOM, peer: "dddddddddddddddd" })).toMatchObject({ code: "roomFull" });
    expect((await join(late, OTHER_ROOM, ANNA)).peers).toEqual([]);
  });

  test("a connection is in at most so many rooms", async () => {
    const anna = await server.connect();
    for (let room = 0; room < LIMITS.maxRoomsPerSocket; room += 1) {
      expect(await ask(anna, "join", { room: `roomroomroomroomroom-${room}`, peer: ANNA })).toMatchObject({ ok: true });
    }
    expect(await ask(anna, "join", { room: "roomroomroomroomroom-9", peer: ANNA })).toMatchObject({
      code: "tooManyRooms",
    });
  });

  test("polling works as well as WebSocket", async () => {
    const client = server.client(["polling", "websocket"]);
    const connected = once(client, "connect");
    client.connect();
    await connected;
    expect((await join(client, ROOM, ANNA)).peers).toEqual([]);
  });
});

describe("introducing", () => {
  test("an introduction arrives byte for byte, from the true sender whatever the request says", async () => {
    const [anna, bert] = [await server.connect(), await server.connect()];
    await join(anna, ROOM, ANNA);
    await join(bert, ROOM, BERT);
    const arrived = once(bert, "introduction");
    const request = { room: ROOM, to: BERT, sealed: SEALED, from: CLEO, peer: CLEO };
    expect(await ask(anna, "introduce", request)).toEqual({ ok: true });
    expect(await arrived).toEqual({ room: ROOM, from: ANNA, sealed: Buffer.from(SEALED) });
  });

  test("who has not joined introduces nobody", async () => {
    const [anna, bert] = [await server.connect(), await server.connect()];
    await join(anna, ROOM, ANNA);
    expect(await bert.emitWithAck("introduce", { room: ROOM, to: ANNA, sealed: SEALED })).toMatchObject({
      code: "notJoined",
    });
  });

  test("a peer of another room cannot be reached, from either room", async () => {
    const [anna, bert] = [await server.connect(), await server.connect()];
    await join(anna, ROOM, ANNA);
    await join(bert, OTHER_ROOM, BERT);
    const asRoom = { room: ROOM, to: BERT, sealed: SEALED };
    expect(await anna.emitWithAck("introduce", asRoom)).toMatchObject({ code: "unknownPeer" });
    const asOther = { room: OTHER_ROOM, to: BERT, sealed: SEALED };
    expect(await anna.emitWithAck("introduce", asOther)).toMatchObject({ code: "notJoined" });
  });
});

describe("reclaiming", () => {
  test("the token gets the place at once while the old connection still lives, and introductions follow", async () => {
    const [old, bert, fresh] = [await server.connect(), await server.connect(), await server.connect()];
    const { token } = await join(old, ROOM, ANNA);
    await join(bert, ROOM, BERT);
    expect(await fresh.emitWithAck("join", { room: ROOM, peer: ANNA })).toMatchObject({ code: "taken" });
    expect(await fresh.emitWithAck("join", { room: ROOM, peer: ANNA, token })).toMatchObject({
      ok: true,
      peers: [BERT],
      token,
    });
    const arrived = once(fresh, "introduction");
    await bert.emitWithAck("introduce", { room: ROOM, to: ANNA, sealed: SEALED });
    expect(await arrived).toMatchObject({ from: BERT });
    expect(await old.emitWithAck("leave", { room: ROOM })).toMatchObject({ code: "notJoined" });
  });

  test("a dropped place waits for its token until the time-out, then the others are told and it is free", async () => {
    const [anna, bert, cleo] = [await server.connect(), await server.connect(), await server.connect()];
    await join(anna, ROOM, ANNA);
    await join(bert, ROOM, BERT);
    const left = once(bert, "peerLeft");
    anna.disconnect();
    // Nobody is told of the drop, so ask until an introduction finds no way.
    await until(async () => {
      const reply = await bert.emitWithAck("introduce", { room: ROOM, to: ANNA, sealed: SEALED });
      return !reply.ok;
    });
    expect((await join(cleo, ROOM, CLEO)).peers).toEqual([BERT]);
    const again = await server.connect();
    expect(await again.emitWithAck("join", { room: ROOM, peer: ANNA })).toMatchObject({ code: "taken" });
    server.advance(LIMITS.reclaimMs);
    expect(await left).toEqual({ room: ROOM, peer: ANNA });
    expect((await join(again, ROOM, ANNA)).peers).toEqual([BERT, CLEO]);
  });
});
