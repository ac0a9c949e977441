import type { IntroduceRequest, JoinRequest, Refusal, RoomName } from "@hearsay/mesh";
import { describeValue } from "./describe-value";
import { refusal } from "./refusal";
import type { PeerId } from "./rooms";

/** A request whose every field is sound, or the refusal to answer with. */
export type Decoded<Request> = { readonly ok: true; readonly request: Request } | Refusal;

const ROOM_NAME = /^[A-Za-z0-9_-]{22}$/;
const PEER_ID = /^[0-9a-f]{16}$/;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/** Decodes what came with `join`. Fields that it does not know are left out. */
export function decodeJoin(value: unknown): Decoded<JoinRequest> {
  if (!isRecord(value)) return malformed("request", "an object", value);
  const { room, peer, token } = value;
  if (!isRoomName(room)) return badRoom(room);
  if (!isPeerId(peer)) return badPeer("peer", peer);
  if (token === undefined) return { ok: true, request: { room, peer } };
  if (typeof token !== "string" || !TOKEN.test(token)) {
    return malformed("token", "22 characters of base64url", token);
  }
  return { ok: true, request: { room, peer, token } };
}

/** Decodes what came with `introduce`. A sealed introduction beyond `maxSealedBytes` is `tooLarge`. */
export function decodeIntroduce(value: unknown, maxSealedBytes: number): Decoded<IntroduceRequest> {
  if (!isRecord(value)) return malformed("request", "an object", value);
  const { room, to, sealed } = value;
  if (!isRoomName(room)) return badRoom(room);
  if (!isPeerId(to)) return badPeer("to", to);
  if (!(sealed instanceof Uint8Array) || sealed.length === 0) return malformed("sealed", "bytes", sealed);
  if (sealed.length > maxSealedBytes) {
    return refusal("tooLarge", `Expected at most ${maxSealedBytes} sealed bytes, got ${sealed.length}.`);
  }
  return { ok: true, request: { room, to, sealed } };
}

/** Decodes what came with `leave`. */
export function decodeLeave(value: unknown): Decoded<{ readonly room: RoomName }> {
  if (!isRecord(value)) return malformed("request", "an object", value);
  const { room } = value;
  if (!isRoomName(room)) return badRoom(room);
  return { ok: true, request: { room } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function isRoomName(value: unknown): value is RoomName {
  return typeof value === "string" && ROOM_NAME.test(value);
}

function isPeerId(value: unknown): value is PeerId {
  return typeof value === "string" && PEER_ID.test(value);
}

function badRoom(value: unknown): Refusal {
  return malformed("room", "22 characters of base64url", value);
}

function badPeer(field: string, value: unknown): Refusal {
  return malformed(field, "16 lower-case hex digits", value);
}

function malformed(field: string, expected: string, value: unknown): Refusal {
  return refusal("malformed", `Expected ${expected} as ${field}, got ${describeValue(value)}.`);
}
