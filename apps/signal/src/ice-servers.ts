import type { IceServer } from "@hearsay/mesh";
import { describeValue } from "./describe-value";

/** The servers, or a sentence that says what is wrong with them and repeats no credential. */
export type ParsedIceServers =
  | { readonly ok: true; readonly iceServers: readonly IceServer[] }
  | { readonly ok: false; readonly message: string };

const MAX_ICE_SERVERS = 16;
const MAX_URLS = 8;
const MAX_TEXT_LENGTH = 512;
const ICE_URL = /^(?:stuns?|turns?):[^\s]+$/;
const TURN_URL = /^turns?:/;
const FIELDS = ["urls", "username", "credential"];

type Checked<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/** Reads the variable `ICE_SERVERS`: a JSON array of `{urls, username?, credential?}` as browsers take it. */
export function parseIceServers(text: string): ParsedIceServers {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  if (!Array.isArray(parsed.value)) {
    return wrong("a JSON array of {urls, username?, credential?}", describeValue(parsed.value));
  }
  if (parsed.value.length > MAX_ICE_SERVERS) {
    return wrong(`at most ${MAX_ICE_SERVERS} servers`, String(parsed.value.length));
  }
  const iceServers: IceServer[] = [];
  for (const [index, value] of parsed.value.entries()) {
    const server = checkServer(value, `in server ${index + 1}`);
    if (!server.ok) return server;
    iceServers.push(server.value);
  }
  return { ok: true, iceServers };
}

function parseJson(text: string): Checked<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return wrong("a JSON array of {urls, username?, credential?}", "text that is not JSON");
  }
}

function checkServer(value: unknown, where: string): Checked<IceServer> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return wrong(`{urls, username?, credential?} ${where}`, describeValue(value));
  }
  const unknownField = Object.keys(value).find((field) => !FIELDS.includes(field));
  if (unknownField !== undefined) {
    return wrong(`only urls, username and credential ${where}`, JSON.stringify(unknownField.slice(0, 40)));
  }
  const { urls, username, credential } = value as Readonly<Record<string, unknown>>;
  const checkedUrls = checkUrls(urls, where);
  if (!checkedUrls.ok) return checkedUrls;
  const server: { urls: IceServer["urls"]; username?: string; credential?: string } = { urls: checkedUrls.value };
  for (const [field, text] of [
    ["username", username],
    ["credential", credential],
  ] as const) {
    if (text === undefined) continue;
    if (typeof text !== "string" || text.length === 0 || text.length > MAX_TEXT_LENGTH) {
      return wrong(`1 to ${MAX_TEXT_LENGTH} characters as ${field} ${where}`, describeValue(text));
    }
    server[field] = text;
  }
  // Browsers throw on a TURN server without both, and then no tab could connect at all.
  const complete = server.username !== undefined && server.credential !== undefined;
  if ([checkedUrls.value].flat().some((url) => TURN_URL.test(url)) && !complete) {
    return wrong(`a username and a credential for TURN ${where}`, "none, or only one of them");
  }
  return { ok: true, value: server };
}

function checkUrls(urls: unknown, where: string): Checked<string | readonly string[]> {
  if (Array.isArray(urls) ? urls.length === 0 || urls.length > MAX_URLS : typeof urls !== "string") {
    return wrong(`a URL or 1 to ${MAX_URLS} of them as urls ${where}`, describeValue(urls));
  }
  for (const url of [urls].flat()) {
    if (typeof url !== "string" || url.length > MAX_TEXT_LENGTH || !ICE_URL.test(url)) {
      const got = typeof url === "string" ? JSON.stringify(url.slice(0, 40)) : describeValue(url);
      return wrong(`URLs that start with stun:, stuns:, turn: or turns: ${where}`, got);
    }
  }
  return { ok: true, value: urls as string | readonly string[] };
}

function wrong(expected: string, got: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message: `ICE_SERVERS: expected ${expected}, got ${got}.` };
}
