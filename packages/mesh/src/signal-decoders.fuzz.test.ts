import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_ROSTER } from "./introducer";
import { createPeerId, createRoomKey, deriveSecrets } from "./room-key";
import { decodeIntroductionEvent, decodeJoined, decodePeerEvent, isDone, refusalMessage } from "./signal-decoders";
import { FUZZ_INPUTS, FUZZ_SEED } from "./test-fixtures/hostile-bytes";

const { name: ROOM } = deriveSecrets(createRoomKey(), "text");
const OPTIONS = { numRuns: FUZZ_INPUTS, seed: FUZZ_SEED };
const TIMEOUT_MS = 60_000 + FUZZ_INPUTS;

/** Anything, and now and then what is right. */
const orAnything = (right: unknown) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(right) },
    fc.anything({ maxDepth: 2, maxKeys: 3, withNullPrototype: true }),
  );

const anyIceServer = fc.record(
  { urls: orAnything("stun:a.example"), username: orAnything("ada"), credential: orAnything("secret") },
  { requiredKeys: [] },
);
const anyReply = fc.oneof(
  fc.record(
    {
      ok: orAnything(true),
      peers: orAnything([createPeerId()]),
      token: orAnything("t".repeat(22)),
      iceServers: fc.oneof(fc.array(anyIceServer, { maxLength: 4 }), orAnything([])),
      serverTimeMs: orAnything(1_700_000_000_000),
      message: orAnything("No."),
    },
    { requiredKeys: [] },
  ),
  fc.anything(),
);
const anyEvent = fc.oneof(
  fc.record(
    {
      room: orAnything(ROOM),
      peer: orAnything(createPeerId()),
      from: orAnything(createPeerId()),
      sealed: orAnything(new ArrayBuffer(8)),
    },
    { requiredKeys: [] },
  ),
  fc.anything(),
);

test("X9: whatever a server answers throws nothing, and what is taken of it is bounded", {
  timeout: TIMEOUT_MS,
}, () => {
  const property = fc.property(anyReply, (reply) => {
    const joined = decodeJoined(reply);
    isDone(reply);
    if (refusalMessage(reply).length > 1_024) throw new Error("Expected a short message");
    if (!joined) return;
    if (joined.peers.length > MAX_ROSTER || joined.iceServers.length > 16) throw new Error("Expected fewer");
    for (const { urls } of joined.iceServers)
      expect([urls].flat().every((url) => /^(stun|turn)s?:/.test(url))).toBe(true);
  });
  fc.assert(property, OPTIONS);
});

test("X10: whatever a server tells throws nothing, and nothing of it is taken but what it should be", {
  timeout: TIMEOUT_MS,
}, () => {
  const property = fc.property(anyEvent, (event) => {
    const peer = decodePeerEvent(event, ROOM);
    if (peer !== undefined) expect(peer).toMatch(/^[0-9a-f]{16}$/);
    const introduction = decodeIntroductionEvent(event, ROOM);
    if (introduction) expect(introduction.sealed).toBeInstanceOf(Uint8Array);
  });
  fc.assert(property, OPTIONS);
});
