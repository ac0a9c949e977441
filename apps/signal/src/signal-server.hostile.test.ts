import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LIMITS } from "./limits";
import { ANNA, ask, BERT, CLEO, join, once, ROOM, ServerUnderTest, type TestClient } from "./server-under-test";

const SEALED = new Uint8Array([1, 2, 3]);

let server: ServerUnderTest;
let anna: TestClient;
let bert: TestClient;
let hostile: TestClient;
beforeEach(async () => {
  server = await ServerUnderTest.start({ iceServers: [] });
  [anna, bert, hostile] = [await server.connect(), await server.connect(), await server.connect()];
  await join(anna, ROOM, ANNA);
  await join(bert, ROOM, BERT);
  await join(hostile, ROOM, CLEO);
});
afterEach(async () => {
  await expectUnhurt();
  await server.stop();
});

/** Whatever happened before: the others of the same room are still there and still introduced. */
async function expectUnhurt(): Promise<void> {
  const arrived = once(bert, "introduction");
  expect(await anna.emitWithAck("introduce", { room: ROOM, to: BERT, sealed: SEALED })).toEqual({ ok: true });
  expect(await arrived).toMatchObject({ from: ANNA });
}

test("sealed bytes beyond the limit are refused by name, and the connection goes on", async () => {
  const request = { room: ROOM, to: ANNA };
  const most = new Uint8Array(LIMITS.maxSealedBytes);
  const more = new Uint8Array(LIMITS.maxSealedBytes + 1);
  expect(await ask(hostile, "introduce", { ...request, sealed: most })).toEqual({ ok: true });
  expect(await ask(hostile, "introduce", { ...request, sealed: more })).toMatchObject({ code: "tooLarge" });
  expect(await ask(hostile, "leave", { room: ROOM })).toEqual({ ok: true });
});

test("a message beyond any limit ends its own connection", async () => {
  const gone = once(hostile, "disconnect");
  hostile.emit("introduce", { room: ROOM, to: ANNA, sealed: new Uint8Array(LIMITS.maxMessageBytes + 1) }, () => {});
  await gone;
});

test("beyond its rate a connection is refused, a second one is not, and time heals", async () => {
  const replies = await Promise.all(
    Array.from({ length: LIMITS.requests.burst + 9 }, () =>
      ask(hostile, "introduce", { room: ROOM, to: ANNA, sealed: SEALED }),
    ),
  );
  // One request of the burst was the join.
  expect(replies.filter((reply) => (reply as { ok: boolean }).ok)).toHaveLength(LIMITS.requests.burst - 1);
  expect(replies.at(-1)).toMatchObject({ ok: false, code: "tooFast" });
  await expectUnhurt();
  server.advance(10);
  expect(await ask(hostile, "leave", { room: ROOM })).toEqual({ ok: true });
});

test("a connection that goes on flooding is ended", async () => {
  const gone = once(hostile, "disconnect");
  for (let count = 0; count <= LIMITS.packets.burst; count += 1)
    (hostile as { emit(event: string): unknown }).emit("leave");
  await gone;
});

test("a flood over polling is ended too", async () => {
  const client = server.client(["polling"]);
  const connected = once(client, "connect");
  client.connect();
  await connected;
  const gone = once(client, "disconnect");
  for (let count = 0; count <= LIMITS.packets.burst; count += 1)
    (client as { emit(event: string): unknown }).emit("leave");
  await gone;
});

test.each([
  ["join", []],
  ["join", [null]],
  ["join", [[], {}]],
  [
    "join",
    [
      { room: ROOM, peer: ANNA },
      { room: ROOM, peer: ANNA },
    ],
  ],
  ["join", [{ room: { toString: "x" }, peer: ["aaaaaaaaaaaaaaaa"] }]],
  ["join", ["x".repeat(60_000)]],
  ["join", [SEALED]],
  ["introduce", [{ room: ROOM, to: ANNA, sealed: "text" }]],
  ["introduce", [{ room: ROOM, to: ANNA, sealed: { type: "Buffer", data: [1] } }]],
  ["introduce", [{ room: SEALED, to: SEALED, sealed: SEALED }]],
  ["leave", [{ room: 1 }]],
  ["peerLeft", [{ room: ROOM, peer: ANNA }]],
  ["constructor", [{}]],
  ["error", [{}]],
  ["", []],
])("%s with garbage is malformed: %#", async (event, args) => {
  expect(await ask(hostile, event, ...args)).toMatchObject({ ok: false, code: "malformed" });
});

test("any JSON at all gets an answer", async () => {
  const event = fc.oneof(
    fc.constantFrom("join", "introduce", "leave"),
    fc.stringMatching(/^[a-z_]{0,9}$/).map((text) => `x${text}`),
  );
  await fc.assert(
    fc.asyncProperty(event, fc.array(fc.jsonValue(), { maxLength: 3 }), async (name, args) => {
      expect(await ask(hostile, name, ...args)).toMatchObject({ ok: false });
    }),
  );
});

test("requests without an acknowledgement are carried out, and bad ones do no harm", async () => {
  const untyped = hostile as { emit(event: string, ...args: readonly unknown[]): unknown };
  const arrived = once(anna, "introduction");
  untyped.emit("join");
  untyped.emit("join", null);
  untyped.emit("introduce", { room: ROOM, to: ANNA });
  untyped.emit("introduce", { room: ROOM, to: ANNA, sealed: SEALED });
  expect(await arrived).toMatchObject({ from: CLEO });
  const left = once(anna, "peerLeft");
  untyped.emit("leave", { room: ROOM });
  expect(await left).toEqual({ room: ROOM, peer: CLEO });
});

test("a client that forges its own id by joining again keeps the place it has", async () => {
  expect(await ask(hostile, "join", { room: ROOM, peer: ANNA })).toMatchObject({ code: "taken" });
  const arrived = once(anna, "introduction");
  await ask(hostile, "introduce", { room: ROOM, to: ANNA, sealed: SEALED });
  expect(await arrived).toMatchObject({ from: CLEO });
});

test.each([
  "2",
  "9",
  "51-",
  "599-[]",
  '52-["introduce",{"_placeholder":true,"num":7}]',
  "2[",
  '2["disconnect"]',
  "0/admin,",
  "\0",
])("a broken packet hurts nobody but its sender: %j", async (packet) => {
  const replied = Promise.race([once(hostile, "disconnect"), ask(hostile, "leave", { room: ROOM })]);
  const engine = hostile.io.engine;
  engine.write(packet);
  if (packet.startsWith("52-")) for (let part = 0; part < 2; part += 1) engine.write(Buffer.from([part]));
  await replied;
});

test("what is read together with the end of a connection takes no place", async () => {
  const room = "roomroomroomroomroom-7";
  const request = { room, peer: "eeeeeeeeeeeeeeee" };
  const ghost = await server.connect();
  const [end, join] = ["1", `2["join",${JSON.stringify(request)}]`];
  ghost.io.engine.write(end);
  ghost.io.engine.write(join);
  const next = await server.connect();
  expect(await ask(next, "join", request)).toMatchObject({ ok: true });
});
