import { afterEach, expect, test } from "vitest";
import { LIMITS } from "./limits";
import { ANNA, ask, BERT, join, once, ROOM, ServerUnderTest, until } from "./server-under-test";

let server: ServerUnderTest;
afterEach(() => server.stop());

test("one address cannot open more connections than its share, until one of them is gone", async () => {
  const limits = { ...LIMITS, maxConnectionsPerAddress: 2 };
  server = await ServerUnderTest.start({ iceServers: [], limits });
  const first = await server.connect();
  await server.connect();
  const third = server.client(["websocket"]);
  const refused = once(third, "connect_error");
  third.connect();
  await refused;
  const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ message: "Too many connections: 2 are open from this address." });
  first.disconnect();
  await until(async () => (await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)).ok);
});

test("a client that does not read what is sent to it is disconnected, not queued for", async () => {
  const limits = {
    ...LIMITS,
    maxQueuedPackets: 20,
    requests: { burst: 10_000, perSecond: 0 },
    packets: { burst: 20_000, perSecond: 0 },
  };
  server = await ServerUnderTest.start({ iceServers: [], limits });
  const [deaf, bert] = [await server.connect(), await server.connect()];
  await join(deaf, ROOM, ANNA);
  await join(bert, ROOM, BERT);
  pauseReading(deaf.io.engine.transport);
  const sealed = new Uint8Array(LIMITS.maxSealedBytes);
  await until(async () => {
    const batch = Array.from({ length: 50 }, () => ask(bert, "introduce", { room: ROOM, to: ANNA, sealed }));
    const replies = await Promise.all(batch);
    return replies.some((reply) => (reply as { code?: string }).code === "unknownPeer");
  });
  expect(await ask(bert, "leave", { room: ROOM })).toEqual({ ok: true });
});

test("a new socket on the same connection does not come with a new rate", async () => {
  const limits = { ...LIMITS, requests: { burst: 300, perSecond: 0 } };
  server = await ServerUnderTest.start({ iceServers: [], limits });
  const [anna, bert] = [await server.connect(), await server.connect()];
  await join(bert, ROOM, BERT);
  await join(anna, ROOM, ANNA);
  const sealed = new Uint8Array(1);
  const spend = () => ask(anna, "introduce", { room: ROOM, to: BERT, sealed });
  await Promise.all(Array.from({ length: limits.requests.burst - 1 }, spend));
  // Leaves socket.io's namespace and enters it again while the connection below stays open.
  anna.io.engine.write("1");
  await until(async () => !(await bert.emitWithAck("introduce", { room: ROOM, to: ANNA, sealed })).ok);
  const reconnected = once(anna, "connect");
  anna.io.engine.write("0");
  await reconnected;
  expect(await ask(anna, "leave", { room: ROOM })).toMatchObject({ code: "tooFast" });
});

test("a closing server ends its connections and is gone within half a second, even for a client that hangs", async () => {
  server = await ServerUnderTest.start({ iceServers: [] });
  const [client, hanging] = [await server.connect(), await server.connect()];
  pauseReading(hanging.io.engine.transport);
  const gone = once(client, "disconnect");
  const startedAtMs = performance.now();
  await server.stop();
  expect(performance.now() - startedAtMs).toBeLessThan(500);
  await gone;
});

/** Stops reading from the TCP connection below a client, as a hung device would. */
function pauseReading(transport: object): void {
  (transport as { ws: { _socket: { pause(): void } } }).ws._socket.pause();
}
