import type { PeerId } from "@hearsay/gossip";
import { MAX_TIME_MS } from "@hearsay/merge";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Entered, type Introducer, type IntroducerEvents, MAX_ROSTER } from "./introducer";
import type { IntroductionState } from "./mesh";
import { createPeerId, createRoomKey, deriveSecrets } from "./room-key";
import { socketIntroducer } from "./socket-introducer";
import { ScriptedServer } from "./test-fixtures/scripted-server";

const { name: ROOM } = deriveSecrets(createRoomKey(), "latest");
const SELF = createPeerId();
const ANNA = "aaaaaaaaaaaaaaaa" as PeerId;
const BERT = "bbbbbbbbbbbbbbbb" as PeerId;
const JOINED = { ok: true, peers: [ANNA], token: "t".repeat(22), iceServers: [], serverTimeMs: 1_700_000_000_000 };

/** Notes what an introducer tells, and lets a test wait for it. */
class Listener implements IntroducerEvents {
  readonly entered: Entered[] = [];
  readonly told: string[] = [];
  readonly states: IntroductionState[] = [];
  private readonly waiting = new Set<() => void>();

  onEntered(entered: Entered): void {
    this.entered.push(entered);
    this.wake();
  }

  onPeerJoined(peer: PeerId): void {
    this.note(`joined ${peer}`);
  }

  onPeerLeft(peer: PeerId): void {
    this.note(`left ${peer}`);
  }

  onIntroduction(from: PeerId, sealed: Uint8Array): void {
    this.note(`introduction ${from} ${sealed.length}`);
  }

  onState(state: IntroductionState): void {
    this.states.push(state);
    this.wake();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  async untilState(type: IntroductionState["type"]): Promise<void> {
    await this.until(() => this.states.at(-1)?.type === type);
  }

  private note(what: string): void {
    this.told.push(what);
    this.wake();
  }

  private wake(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

let server: ScriptedServer;
let listener: Listener;
let introducer: Introducer;

beforeEach(async () => {
  // Only time-outs and pauses are fake: what the network does takes its own time.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  await start(undefined);
});

afterEach(async () => {
  introducer.leave();
  await server.close();
  vi.useRealTimers();
});

async function start(refuseWith: string | undefined): Promise<void> {
  server = await ScriptedServer.start({ refuseWith });
  server.answer = (event) => (event === "join" ? JOINED : { ok: true });
  listener = new Listener();
  introducer = socketIntroducer(server.url)(ROOM, SELF, listener);
}

async function enter(): Promise<void> {
  introducer.enter();
  await listener.until(() => listener.entered.length > 0);
}

describe("entering a room", () => {
  test("I1: it asks for the room under its own id, and tells who is there", async () => {
    introducer.enter();
    introducer.enter();
    expect(listener.states).toEqual([{ type: "connecting" }]);
    await enter();
    expect(server.asked).toEqual([{ event: "join", request: { room: ROOM, peer: SELF } }]);
    expect(listener.states).toEqual([{ type: "connecting" }, { type: "connected" }]);
    const [entered] = listener.entered;
    expect(entered).toMatchObject({ peers: [ANNA], iceServers: [], serverTimeMs: JOINED.serverTimeMs });
    expect(entered?.roundTripMs).toBeGreaterThanOrEqual(0);
    expect(entered).not.toHaveProperty("token");
  });

  test("I2: answers that are none are refusals, whatever they are", async () => {
    const peers = Array.from({ length: MAX_ROSTER + 1 }, () => ANNA);
    const wrong: readonly unknown[] = [
      null,
      0,
      "ok",
      [],
      {},
      { ok: "true" },
      { ...JOINED, ok: 1 },
      { ...JOINED, peers: undefined },
      { ...JOINED, peers },
      { ...JOINED, peers: { length: 1, 0: ANNA } },
      { ...JOINED, token: 7 },
      { ...JOINED, token: "t".repeat(2_000) },
      { ...JOINED, serverTimeMs: "1700000000000" },
      { ...JOINED, serverTimeMs: 0.5 },
      { ...JOINED, serverTimeMs: -1 },
      { ...JOINED, serverTimeMs: MAX_TIME_MS + 1 },
      { ok: false, message: "x".repeat(5_000) },
      { ok: false, message: { toString: "hostile" } },
      Buffer.from("bytes"),
    ];
    for (const [index, reply] of wrong.entries()) {
      server.answer = () => reply;
      if (index === 0) introducer.enter();
      else await vi.advanceTimersByTimeAsync(5_000);
      await server.untilAsked("join", index + 1);
      await listener.until(() => listener.states.length === index + 2);
      const expected = { type: "refused", message: "The introduction server gave no sense." };
      expect(listener.states.at(-1), `answer ${index}`).toEqual(expected);
    }
    expect(listener.entered).toEqual([]);
  });

  test("I3: a refusal is told with the server's words, and asked again until it is none", async () => {
    server.answer = () => ({ ok: false, code: "roomFull", message: "The room is full." });
    introducer.enter();
    await listener.untilState("refused");
    expect(listener.states.at(-1)).toEqual({ type: "refused", message: "The room is full." });
    server.answer = () => JOINED;
    await vi.advanceTimersByTimeAsync(5_000);
    await listener.untilState("connected");
    expect(listener.entered.length).toBe(1);
  });

  test("I4: of the peers and servers that it is told, only sound ones are passed on", async () => {
    const peers = [ANNA, "AAAAAAAAAAAAAAAA", 7, null, ["a"], { peer: BERT }, BERT, `${BERT}0`];
    const stun = { urls: "stun:stun.example:3478" };
    const turn = { urls: ["turn:turn.example", "turns:turn.example"], username: "u", credential: "c" };
    const wrong = [
      null,
      "stun:stun.example",
      {},
      { urls: [] },
      { urls: 7 },
      { urls: "http://stun.example" },
      { urls: ["stun:a", null] },
      { urls: "turn:turn.example" },
      { urls: "turn:turn.example", username: "u" },
      { urls: "turn:turn.example", username: "u", credential: {} },
    ];
    server.answer = () => ({
      ...JOINED,
      peers,
      iceServers: [{ ...stun, credentialType: "hostile", constructor: 1 }, turn, ...wrong],
    });
    await enter();
    expect(listener.entered[0]?.peers).toEqual([ANNA, BERT]);
    expect(listener.entered[0]?.iceServers).toEqual([{ urls: [stun.urls] }, turn]);
  });

  test("I5: no answer in time is a refusal, and asked again", async () => {
    server.answer = () => undefined;
    introducer.enter();
    await server.untilAsked("join", 1);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(listener.states).toEqual([{ type: "connecting" }]);
    await vi.advanceTimersByTimeAsync(1);
    expect(listener.states.at(-1)).toEqual({
      type: "refused",
      message: "The introduction server does not answer.",
    });
    server.answer = () => JOINED;
    await vi.advanceTimersByTimeAsync(5_000);
    await listener.untilState("connected");
  });

  test("I6: what goes wrong in whom it tells is not taken for the server's silence", async () => {
    const thrown = new Promise<unknown>((resolve) => process.once("unhandledRejection", resolve));
    listener.onEntered = () => {
      throw new Error("of the listener");
    };
    const others = process.listeners("unhandledRejection").slice(0, -1);
    for (const each of others) process.off("unhandledRejection", each);
    introducer.enter();
    expect(await thrown).toEqual(new Error("of the listener"));
    for (const each of others) process.on("unhandledRejection", each);
    expect(listener.states).toEqual([{ type: "connecting" }, { type: "connected" }]);
  });
});

describe("what the server tells", () => {
  test("I7: who came, who left and what they sent is passed on", async () => {
    await enter();
    server.tell("peerJoined", { room: ROOM, peer: BERT });
    server.tell("introduction", { room: ROOM, from: BERT, sealed: new Uint8Array(16 * 1_024) });
    server.tell("peerLeft", { room: ROOM, peer: BERT });
    await listener.until(() => listener.told.length === 3);
    expect(listener.told).toEqual([`joined ${BERT}`, `introduction ${BERT} 16384`, `left ${BERT}`]);
  });

  test("I8: garbage, other rooms and what is too long are dropped", async () => {
    await enter();
    const { name: otherRoom } = deriveSecrets(createRoomKey(), "latest");
    const garbage: readonly unknown[] = [
      undefined,
      null,
      7,
      "x",
      [],
      {},
      { room: ROOM },
      { peer: BERT },
      Buffer.from("x"),
    ];
    for (const event of ["peerJoined", "peerLeft", "introduction", "nonsense"]) {
      server.tell(event);
      for (const about of garbage) server.tell(event, about);
      const sealed = Buffer.from("x");
      server.tell(event, { room: otherRoom, peer: BERT, from: BERT, sealed });
      server.tell(event, { room: ROOM, peer: "BERT", from: "BERT", sealed });
      server.tell(event, { room: ROOM, peer: [BERT], from: [BERT], sealed });
    }
    for (const sealed of [undefined, null, "bytes", [1, 2], { length: 4 }, Buffer.alloc(16 * 1_024 + 1)]) {
      server.tell("introduction", { room: ROOM, from: BERT, sealed });
    }
    server.tell("peerJoined", { room: ROOM, peer: BERT });
    await listener.until(() => listener.told.length > 0);
    expect(listener.told).toEqual([`joined ${BERT}`]);
  });
});

describe("handing on", () => {
  test("I9: an introduction is handed on where the server says so, and not otherwise", async () => {
    expect(await introducer.introduce(ANNA, Uint8Array.of(1))).toBe(false);
    await enter();
    const replies: readonly unknown[] = [{ ok: true }, { ok: false }, null, 1, "ok", {}, []];
    const results: boolean[] = [];
    for (const reply of replies) {
      server.answer = () => reply;
      results.push(await introducer.introduce(ANNA, Uint8Array.of(1, 2)));
    }
    expect(results).toEqual([true, false, false, false, false, false, false]);
    expect(server.asked.at(-1)).toEqual({
      event: "introduce",
      request: { room: ROOM, to: ANNA, sealed: Buffer.of(1, 2) },
    });
  });

  test("I10: silence counts as no, after a while, and so does a connection that ends", async () => {
    await enter();
    server.answer = () => undefined;
    const silent = introducer.introduce(ANNA, Uint8Array.of(1));
    await server.untilAsked("introduce", 1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await silent).toBe(false);
    const cut = introducer.introduce(ANNA, Uint8Array.of(1));
    await server.untilAsked("introduce", 2);
    server.hangUp({ politely: false });
    expect(await cut).toBe(false);
  });
});

describe("connections that end", () => {
  test("I11: a connection that breaks is made anew, and the place reclaimed with the token", async () => {
    await enter();
    server.hangUp({ politely: false });
    await listener.untilState("away");
    await vi.advanceTimersByTimeAsync(3_000);
    await listener.until(() => listener.entered.length === 2);
    expect(server.asked.at(-1)?.request).toEqual({ room: ROOM, peer: SELF, token: JOINED.token });
  });

  test("I12: a server that hangs up on purpose is asked again all the same", async () => {
    await enter();
    server.hangUp({ politely: true });
    await listener.untilState("away");
    await vi.advanceTimersByTimeAsync(5_000);
    await listener.until(() => listener.entered.length === 2);
  });

  test("I13: a server that lets nobody in is asked again all the same", async () => {
    await server.close();
    await start("not you");
    introducer.enter();
    await listener.untilState("away");
    const before = listener.states.length;
    await vi.advanceTimersByTimeAsync(5_000);
    await listener.until(() => listener.states.length > before);
    expect(listener.states.at(-1)).toEqual({ type: "away" });
  });

  test("I14: where nobody listens it is away, and goes on trying", async () => {
    await server.close();
    introducer.enter();
    while (listener.states.length < 4) {
      vi.advanceTimersByTime(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(listener.states.slice(1)).toEqual([{ type: "away" }, { type: "away" }, { type: "away" }]);
  });

  test("I15: leaving is said, ends the connection and every timer, and can be undone", async () => {
    await enter();
    introducer.leave();
    introducer.leave();
    await server.untilGone();
    expect(server.asked.map(({ event }) => event)).toEqual(["join", "leave"]);
    expect(listener.states.at(-1)).toEqual({ type: "connected" });
    introducer.enter();
    await listener.until(() => listener.entered.length === 2);
    expect(listener.states.at(-1)).toEqual({ type: "connected" });
  });

  test("I16: who leaves while a refusal is pending does not ask again", async () => {
    server.answer = () => ({ ok: false, message: "No." });
    introducer.enter();
    await listener.untilState("refused");
    introducer.leave();
    await server.untilGone();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.asked.filter(({ event }) => event === "join").length).toBe(1);
    expect(listener.states.length).toBe(2);
  });
});
