import { ByteWriter } from "@hearsay/merge";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Introduction, MAX_INTRODUCTION_BYTES, MAX_SENDERS, Seal } from "./introduction";
import { createPeerId, createRoomKey, deriveSecrets, type RoomSecrets } from "./room-key";

const KEY = createRoomKey();
const SECRETS = deriveSecrets(KEY, "latest");
const [ANNA, BERT, CLEO] = [createPeerId(), createPeerId(), createPeerId()];
const OFFER: Introduction = { attempt: "0123456789abcdef", signal: { type: "offer", sdp: "v=0\r\n" } };

/** What `close` gives, for introductions that are not too long. */
function sealed(seal: Seal, to: typeof BERT, introduction: Introduction): Uint8Array {
  const bytes = seal.close(to, introduction);
  if (!bytes) throw new Error("Expected an introduction that is not too long");
  return bytes;
}

/** Seals any plain text as a holder of the key can, whatever the rules. */
function forge(secrets: RoomSecrets, counter: number, plain: Uint8Array): Uint8Array {
  const nonce = new Uint8Array(24).fill(7);
  const bound = new TextEncoder().encode(JSON.stringify(["hearsay introduction", secrets.name, ANNA, BERT, counter]));
  const cipher = xchacha20poly1305(secrets.sealKey, nonce, bound);
  return new ByteWriter().unsigned(counter).raw(nonce).raw(cipher.encrypt(plain)).finish();
}

describe("sealed introductions", () => {
  test("S1: what was sealed for a receiver opens there, as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (signal) => {
        const introduction = { attempt: OFFER.attempt, signal: JSON.parse(JSON.stringify(signal)) };
        const bytes = sealed(new Seal(SECRETS, ANNA), BERT, introduction);
        expect(new Seal(SECRETS, BERT).open(ANNA, bytes)).toEqual(introduction);
      }),
    );
  });

  test("S2: it opens once: a replay is dropped, and so is whatever came before it", () => {
    const [from, to] = [new Seal(SECRETS, ANNA), new Seal(SECRETS, BERT)];
    const [first, second, third] = [1, 2, 3].map(() => sealed(from, BERT, OFFER)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(to.open(ANNA, second)).toEqual(OFFER);
    expect(to.open(ANNA, second)).toBeUndefined();
    expect(to.open(ANNA, first)).toBeUndefined();
    expect(to.open(ANNA, third)).toEqual(OFFER);
  });

  test("S3: it opens neither at another receiver, nor under another sender's name, nor where it was sealed", () => {
    const bytes = sealed(new Seal(SECRETS, ANNA), BERT, OFFER);
    expect(new Seal(SECRETS, CLEO).open(ANNA, bytes)).toBeUndefined();
    expect(new Seal(SECRETS, BERT).open(CLEO, bytes)).toBeUndefined();
    expect(new Seal(SECRETS, ANNA).open(BERT, bytes)).toBeUndefined();
    expect(new Seal(SECRETS, ANNA).open(ANNA, bytes)).toBeUndefined();
  });

  test("S4: it opens neither with another key, nor under another rule, nor in a room of another name", () => {
    const bytes = sealed(new Seal(SECRETS, ANNA), BERT, OFFER);
    const others = [
      deriveSecrets(createRoomKey(), "latest"),
      deriveSecrets(KEY, "text"),
      { ...SECRETS, name: deriveSecrets(KEY, "text").name },
    ];
    for (const secrets of others) expect(new Seal(secrets, BERT).open(ANNA, bytes)).toBeUndefined();
  });

  test("S5: a single bit that was turned closes it for good, wherever it is", () => {
    const bytes = sealed(new Seal(SECRETS, ANNA), BERT, OFFER);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const turned = bytes.slice();
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(new Seal(SECRETS, BERT).open(ANNA, turned), `bit ${bit}`).toBeUndefined();
    }
  });

  test("S6: it opens neither shortened nor lengthened", () => {
    const bytes = sealed(new Seal(SECRETS, ANNA), BERT, OFFER);
    for (let length = 0; length < bytes.length; length++) {
      expect(new Seal(SECRETS, BERT).open(ANNA, bytes.subarray(0, length))).toBeUndefined();
    }
    expect(new Seal(SECRETS, BERT).open(ANNA, Uint8Array.of(...bytes, 0))).toBeUndefined();
  });

  test("S7: what did not open moves no counter: a forged one cannot shut out the true sender", () => {
    const [from, to] = [new Seal(SECRETS, ANNA), new Seal(SECRETS, BERT)];
    const bytes = sealed(from, BERT, OFFER);
    const raised = Uint8Array.of(100, ...bytes.subarray(1));
    expect(to.open(ANNA, raised)).toBeUndefined();
    expect(to.open(ANNA, bytes)).toEqual(OFFER);
  });

  test("S8: any bytes at all open to nothing, and never throw", () => {
    const seal = new Seal(SECRETS, BERT);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(seal.open(ANNA, bytes)).toBeUndefined();
      }),
    );
  });

  test("S9: a holder of the key who seals what is no introduction is dropped too", () => {
    const texts = [
      "",
      "nonsense",
      "null",
      "7",
      "[]",
      "{}",
      '{"attempt":7}',
      '{"attempt":"0123"}',
      '{"attempt":"0123456789ABCDEF"}',
    ];
    const plains = [...texts.map((text) => new TextEncoder().encode(text)), Uint8Array.of(0xff, 0xfe)];
    const long = JSON.stringify({ ...OFFER, signal: "x".repeat(MAX_INTRODUCTION_BYTES) });
    plains.push(new TextEncoder().encode(long), new TextEncoder().encode("[".repeat(MAX_INTRODUCTION_BYTES)));
    for (const plain of plains) expect(new Seal(SECRETS, BERT).open(ANNA, forge(SECRETS, 1, plain))).toBeUndefined();
    const sound = new TextEncoder().encode(JSON.stringify(OFFER));
    expect(new Seal(SECRETS, BERT).open(ANNA, forge(SECRETS, 1, sound))).toEqual(OFFER);
  });

  test("S10: an introduction that is too long is not sealed, and nothing throws", () => {
    const seal = new Seal(SECRETS, ANNA);
    const bare = JSON.stringify({ ...OFFER, signal: "" }).length;
    const signal = "x".repeat(MAX_INTRODUCTION_BYTES - bare);
    expect(new Seal(SECRETS, BERT).open(ANNA, sealed(seal, BERT, { ...OFFER, signal }))).toEqual({ ...OFFER, signal });
    expect(seal.close(BERT, { ...OFFER, signal: `${signal}x` })).toBeUndefined();
  });

  test("S11: two seals of one introduction share no byte pattern, and show nothing of it", () => {
    const seal = new Seal(SECRETS, ANNA);
    const [first, second] = [sealed(seal, BERT, OFFER), sealed(seal, BERT, OFFER)];
    expect(Buffer.from(first).toString("latin1")).not.toContain("offer");
    expect(first.subarray(1, 25)).not.toEqual(second.subarray(1, 25));
  });

  test("S12: the counters of the most recent senders are kept, and no more than the limit", () => {
    const receiver = new Seal(SECRETS, BERT);
    const oldest = sealed(new Seal(SECRETS, ANNA), BERT, OFFER);
    const recent = sealed(new Seal(SECRETS, CLEO), BERT, OFFER);
    expect(receiver.open(ANNA, oldest)).toEqual(OFFER);
    expect(receiver.open(CLEO, recent)).toEqual(OFFER);
    for (let i = 1; i < MAX_SENDERS; i++) {
      const stranger = createPeerId();
      expect(receiver.open(stranger, sealed(new Seal(SECRETS, stranger), BERT, OFFER))).toEqual(OFFER);
    }
    expect(receiver.open(CLEO, recent)).toBeUndefined();
    expect(receiver.open(ANNA, oldest)).toEqual(OFFER);
  });
});
