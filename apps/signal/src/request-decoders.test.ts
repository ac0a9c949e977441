import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeIntroduce, decodeJoin, decodeLeave } from "./request-decoders";

const ROOM = "AAAAAAAAAAAAAAAAAAAA-_";
const PEER = "0123456789abcdef";
const TOKEN = "BBBBBBBBBBBBBBBBBBBBBB";
const MAX = 8;

const NOT_OBJECTS = [undefined, null, true, 7, Number.NaN, "join", [], [{ room: ROOM }], new Uint8Array(3)];
const BAD_ROOMS = [
  undefined,
  null,
  "",
  22,
  ROOM.slice(1),
  `${ROOM}A`,
  `${ROOM}\n`,
  "A".repeat(60_000),
  [ROOM],
  "ä".repeat(22),
];
const BAD_PEERS = [
  undefined,
  null,
  "",
  1,
  PEER.toUpperCase(),
  PEER.slice(1),
  `${PEER}0`,
  `${PEER}\n`,
  [PEER],
  { PEER },
];

describe("join", () => {
  test("a sound request is taken as it is, with and without a token", () => {
    expect(decodeJoin({ room: ROOM, peer: PEER })).toEqual({ ok: true, request: { room: ROOM, peer: PEER } });
    const request = { room: ROOM, peer: PEER, token: TOKEN };
    expect(decodeJoin(request)).toEqual({ ok: true, request });
  });

  test("fields that nobody asked for are left out", () => {
    const request = JSON.parse(`{"room":"${ROOM}","peer":"${PEER}","__proto__":{"token":"x"},"admin":true}`);
    expect(decodeJoin(request)).toEqual({ ok: true, request: { room: ROOM, peer: PEER } });
  });

  test.each(NOT_OBJECTS)("%j is not a request", (value) => {
    expect(decodeJoin(value)).toMatchObject({ ok: false, code: "malformed" });
  });

  test.each(BAD_ROOMS)("a bad room is refused: %#", (room) => {
    expect(decodeJoin({ room, peer: PEER })).toMatchObject({ ok: false, code: "malformed" });
  });

  test.each(BAD_PEERS)("a bad peer is refused: %#", (peer) => {
    expect(decodeJoin({ room: ROOM, peer })).toMatchObject({ ok: false, code: "malformed" });
  });

  test.each([null, "", 0, TOKEN.slice(1), `${TOKEN}B`, {}, [TOKEN]])("a bad token is refused: %j", (token) => {
    expect(decodeJoin({ room: ROOM, peer: PEER, token })).toMatchObject({ ok: false, code: "malformed" });
  });

  test("a refusal says what was expected and repeats nothing of what came", () => {
    const refused = decodeJoin({ room: "a secret pasted into the wrong field", peer: PEER });
    expect(refused).toEqual({
      ok: false,
      code: "malformed",
      message: "Expected 22 characters of base64url as room, got a string of 36 characters.",
    });
  });
});

describe("introduce", () => {
  test("a sound request loses its forged sender", () => {
    const sealed = Buffer.from([1, 2, 3]);
    const decoded = decodeIntroduce({ room: ROOM, to: PEER, sealed, from: "fedcba9876543210" }, MAX);
    expect(decoded).toEqual({ ok: true, request: { room: ROOM, to: PEER, sealed } });
  });

  test("the limit itself is allowed, one byte more is too large", () => {
    expect(decodeIntroduce({ room: ROOM, to: PEER, sealed: new Uint8Array(MAX) }, MAX)).toMatchObject({ ok: true });
    const refused = decodeIntroduce({ room: ROOM, to: PEER, sealed: new Uint8Array(MAX + 1) }, MAX);
    expect(refused).toMatchObject({ code: "tooLarge", message: "Expected at most 8 sealed bytes, got 9." });
  });

  test.each([undefined, null, "abc", [1, 2], { length: 3 }, { type: "Buffer", data: [1] }, new Uint8Array(0)])(
    "sealed must be bytes, not %j",
    (sealed) => {
      expect(decodeIntroduce({ room: ROOM, to: PEER, sealed }, MAX)).toMatchObject({ code: "malformed" });
    },
  );

  test.each(BAD_PEERS)("a bad target is refused: %#", (to) => {
    const request = { room: ROOM, to, sealed: new Uint8Array(1) };
    expect(decodeIntroduce(request, MAX)).toMatchObject({ code: "malformed" });
  });
});

describe("leave", () => {
  test("a sound request is taken", () => {
    expect(decodeLeave({ room: ROOM })).toEqual({ ok: true, request: { room: ROOM } });
  });

  test.each(BAD_ROOMS)("a bad room is refused: %#", (room) => {
    expect(decodeLeave({ room })).toMatchObject({ code: "malformed" });
  });
});

test("no value whatever makes a decoder throw", () => {
  const field = fc.oneof(
    fc.anything({ withBigInt: true, withNullPrototype: true, withTypedArray: true }),
    fc.constant(ROOM),
  );
  const request = fc.record(
    { room: field, peer: field, to: field, token: field, sealed: field },
    { requiredKeys: [], noNullPrototype: false },
  );
  fc.assert(
    fc.property(fc.oneof(fc.anything(), request), (value) => {
      for (const decoded of [decodeJoin(value), decodeIntroduce(value, MAX), decodeLeave(value)]) {
        expect(typeof decoded.ok).toBe("boolean");
      }
    }),
  );
});
