import { hkdfSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPeerId, createRoomKey, deriveSecrets, parseRoomKey, type RoomKey } from "./room-key";

const KEY = "AAECAwQFBgcICQoLDA0ODw" as RoomKey;

describe("room keys", () => {
  test("K1: a new key is a key, and no two are alike", () => {
    const keys = Array.from({ length: 50 }, createRoomKey);
    for (const key of keys) expect(parseRoomKey(key)).toBe(key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(Array.from({ length: 50 }, createPeerId)).size).toBe(50);
  });

  test("K2: sixteen bytes have one text, and only that text is a key", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.integer({ min: 1, max: 15 }), (bytes, stray) => {
        const text = Buffer.from(bytes).toString("base64url");
        expect(parseRoomKey(text)).toBe(text);
        // The last character holds two bits of the key: the other four would make sixteen links to one room.
        const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const last = alphabet.indexOf(text.charAt(21));
        expect(parseRoomKey(text.slice(0, 21) + alphabet.charAt(last + stray))).toBeUndefined();
      }),
    );
  });

  test("K3: what is no key is none", () => {
    const none = [
      "",
      KEY.slice(1),
      `${KEY}A`,
      `${KEY}\n`,
      ` ${KEY}`,
      KEY.replace("A", "+"),
      KEY.replace("A", "é"),
      "=".repeat(22),
    ];
    for (const text of none) expect(parseRoomKey(text)).toBeUndefined();
  });

  test("K4: the derivation never changes by accident, or tabs of two builds would not meet", () => {
    const { name, sealKey } = deriveSecrets(KEY, "latest");
    expect(name).toBe("MH8OfEgv1OtNuAJdEjGOLQ");
    expect(Buffer.from(sealKey).toString("hex")).toBe(
      "d4fbefdc00fcf240b9b3f16331bffc8652057524efb43f6b88bd44e38a97b358",
    );
  });

  test("K5: name and seal key are HKDF-SHA-256 of the key, each for its purpose", () => {
    const derive = (purpose: string, length: number) =>
      Buffer.from(hkdfSync("sha256", Buffer.from(KEY, "base64url"), "", `hearsay 1 ${purpose} latest`, length));
    const { name, sealKey } = deriveSecrets(KEY, "latest");
    expect(name).toBe(derive("name", 16).toString("base64url"));
    expect(Buffer.from(sealKey)).toEqual(derive("seal", 32));
  });

  test("K6: another rule or another key is another room with another seal", () => {
    const rooms = [deriveSecrets(KEY, "latest"), deriveSecrets(KEY, "text"), deriveSecrets(createRoomKey(), "latest")];
    expect(new Set(rooms.map(({ name }) => name)).size).toBe(3);
    expect(new Set(rooms.map(({ sealKey }) => Buffer.from(sealKey).toString("hex"))).size).toBe(3);
    for (const { name } of rooms) expect(name).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});
