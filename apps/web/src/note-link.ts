import { parseRoomKey, type RoomKey } from "@hearsay/mesh";
import { DEFAULT_RULE, type Rule } from "./rule";

/** Where a link leads: the note, and the settings that the link carries with it. */
export interface LinkTarget {
  readonly key: RoomKey;
  /** The link's query, empty or with its question mark. */
  readonly search: string;
}

/**
 * Reads what somebody pasted: a note's whole link, or the key at its end. The link's host does not matter, since one
 * server goes by several names (localhost, its address in the local network).
 */
export function parseNoteLink(pasted: string): LinkTarget | undefined {
  const text = pasted.trim();
  if (text.length > MAX_LINK_LENGTH) return undefined;
  const bare = parseRoomKey(text.replace(/^#/, ""));
  if (bare) return { key: bare, search: "" };
  const whole = [text, `https://${text}`].find((candidate) => URL.canParse(candidate));
  if (whole === undefined) return undefined;
  const url = new URL(whole);
  const key = parseRoomKey(url.hash.slice(1));
  return key && { key, search: url.search };
}

/**
 * The link to share. Of the query only the rule, without which it would lead to another room: this tab's faults are
 * nobody else's, and the room keeps its own settings.
 */
export function noteLink(page: Pick<Location, "origin" | "pathname">, key: RoomKey, rule: Rule): string {
  return `${page.origin}${page.pathname}${ruleQuery(rule)}#${key}`;
}

/** The query that names a rule; empty for the one that needs no naming. */
export function ruleQuery(rule: Rule): string {
  return rule === DEFAULT_RULE ? "" : `?rule=${rule}`;
}

/** Whether links to `hostname` lead back to the computer on which they are opened. */
export function isThisComputer(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || /^127\.|^\[::1\]$/.test(hostname);
}

const MAX_LINK_LENGTH = 2000;
