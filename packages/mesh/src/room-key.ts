import type { PeerId } from "@hearsay/gossip";
import { replicaIdFromBytes } from "@hearsay/merge";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { RoomName } from "./signal-events";

/** A room's secret: 16 random bytes as 22 characters of base64url. Whoever has it can read and write. */
export type RoomKey = string & { readonly brand: "RoomKey" };

/** What the key of a room yields. The server learns the name; the seal key stays in the tab, like the key itself. */
export interface RoomSecrets {
  readonly name: RoomName;
  /** 32 bytes that seal introductions. */
  readonly sealKey: Uint8Array;
}

/** A new key from the platform's generator for secrets. */
export function createRoomKey(): RoomKey {
  return toBase64url(randomBytes(KEY_BYTES)) as RoomKey;
}

/** A new peer id, for one page load. */
export function createPeerId(): PeerId {
  return replicaIdFromBytes(randomBytes(8));
}

/** Decodes a key from a link; undefined where `text` is none. */
export function parseRoomKey(text: string): RoomKey | undefined {
  if (!/^[A-Za-z0-9_-]{22}$/.test(text)) return undefined;
  // 22 characters hold 132 bits: only with the last four zero is there one text for one key.
  return toBase64url(fromBase64url(text)) === text ? (text as RoomKey) : undefined;
}

/**
 * Derives a room's name and seal key from its key by HKDF (RFC 5869). The merge rule is part of both, so that tabs
 * with different rules never meet in one room.
 */
export function deriveSecrets(key: RoomKey, rule: string): RoomSecrets {
  const extracted = extract(sha256, fromBase64url(key));
  const derive = (purpose: string, length: number) =>
    expand(sha256, extracted, utf8ToBytes(`hearsay 1 ${purpose} ${rule}`), length);
  return { name: toBase64url(derive("name", KEY_BYTES)) as RoomName, sealKey: derive("seal", 32) };
}

const KEY_BYTES = 16;

function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function fromBase64url(text: string): Uint8Array {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
