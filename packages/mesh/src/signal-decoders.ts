import { type PeerId, parsePeerId } from "@hearsay/gossip";
import { MAX_TIME_MS } from "@hearsay/merge";
import { type Entered, MAX_ROSTER } from "./introducer";
import type { IceServer, RoomName } from "./signal-events";

/** Longer than an introduction is once it is sealed. */
const MAX_SEALED_BYTES = 16 * 1024;
const MAX_TEXT_LENGTH = 1_024;
const MAX_ICE_SERVERS = 16;

/** What the server answered to `join`; undefined where that is no place in the room. */
export function decodeJoined(reply: unknown): (Omit<Entered, "roundTripMs"> & { readonly token: string }) | undefined {
  if (!isRecord(reply) || reply.ok !== true) return undefined;
  const { peers, token, iceServers, serverTimeMs } = reply;
  if (!Array.isArray(peers) || peers.length > MAX_ROSTER || !isText(token)) return undefined;
  const roster = peers.map((peer) => parsePeerId(peer)).filter((peer) => peer !== undefined);
  const servers = Array.isArray(iceServers) ? iceServers.slice(0, MAX_ICE_SERVERS).map(decodeIceServer) : [];
  if (typeof serverTimeMs !== "number" || !Number.isInteger(serverTimeMs)) return undefined;
  if (serverTimeMs < 0 || serverTimeMs > MAX_TIME_MS) return undefined;
  return { peers: roster, token, iceServers: servers.filter((server) => server !== undefined), serverTimeMs };
}

/** Whether the server did what it was asked. */
export function isDone(reply: unknown): boolean {
  return isRecord(reply) && reply.ok === true;
}

/** Why the server did not do what it was asked, for people. */
export function refusalMessage(reply: unknown): string {
  return isRecord(reply) && isText(reply.message) ? reply.message : "The introduction server gave no sense.";
}

/** Of whom the server says that it came or went; undefined where that is no peer of `room`. */
export function decodePeerEvent(event: unknown, room: RoomName): PeerId | undefined {
  return isRecord(event) && event.room === room ? parsePeerId(event.peer) : undefined;
}

/** What the server brings, and from whom by its own word; undefined where that is none for `room`. */
export function decodeIntroductionEvent(
  event: unknown,
  room: RoomName,
): { readonly from: PeerId; readonly sealed: Uint8Array } | undefined {
  if (!isRecord(event) || event.room !== room) return undefined;
  const from = parsePeerId(event.from);
  const sealed = event.sealed instanceof ArrayBuffer ? new Uint8Array(event.sealed) : event.sealed;
  if (!from || !(sealed instanceof Uint8Array) || sealed.length > MAX_SEALED_BYTES) return undefined;
  return { from, sealed };
}

/** Only what a browser takes: for one server that it does not take, it would refuse every link. */
function decodeIceServer(value: unknown): IceServer | undefined {
  if (!isRecord(value)) return undefined;
  const { urls, username, credential } = value;
  const all = [urls].flat();
  if (all.length === 0 || all.length > MAX_ICE_SERVERS || !all.every(isIceUrl)) return undefined;
  if (isText(username) && isText(credential)) return { urls: all, username, credential };
  return all.some((url) => url.startsWith("turn")) ? undefined : { urls: all };
}

function isIceUrl(value: unknown): value is string {
  return isText(value) && /^(stuns?|turns?):\S+$/.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_TEXT_LENGTH;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
