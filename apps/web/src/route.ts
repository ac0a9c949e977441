import { parseRoomKey, type RoomKey } from "@hearsay/mesh";

/** What the part of the address behind "#" asks for. */
export type Route =
  | { readonly type: "home" }
  | { readonly type: "note"; readonly key: RoomKey }
  /** It is no key of a note. */
  | { readonly type: "unknown" };

/** Reads `location.hash`. */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#/, "");
  if (text === "") return { type: "home" };
  const key = parseRoomKey(text);
  return key ? { type: "note", key } : { type: "unknown" };
}
