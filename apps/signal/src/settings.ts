import type { IceServer } from "@hearsay/mesh";
import { parseIceServers } from "./ice-servers";
import type { TurnServer } from "./turn";

/** How the server is to run. */
export interface Settings {
  /** Serve the app from its sources, with hot reload, instead of the build. */
  readonly dev: boolean;
  /** 0 lets the system choose. */
  readonly port: number;
  /** The address or name to listen on; `undefined` is all of them. */
  readonly host: string | undefined;
  readonly iceServers: readonly IceServer[];
  readonly turn: TurnServer | undefined;
}

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly message: string };

const DEFAULT_PORT = 3000;

/** Reads the settings from the command line and the environment. An empty variable is like one that is not set. */
export function readSettings(
  commandLine: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ReadSettings {
  const unknownOption = commandLine.find((option) => option !== "--dev");
  if (unknownOption !== undefined) {
    return { ok: false, message: `Expected no option but --dev, got ${JSON.stringify(unknownOption)}.` };
  }
  const port = environment.PORT ? parsePort(environment.PORT) : DEFAULT_PORT;
  if (port === undefined) {
    const got = JSON.stringify(environment.PORT?.slice(0, 40));
    return { ok: false, message: `PORT: expected a whole number from 0 to 65535, got ${got}.` };
  }
  const ice = parseIceServers(environment.ICE_SERVERS || "[]");
  if (!ice.ok) return ice;
  const turn = readTurn(environment.TURN_URL, environment.TURN_SECRET);
  if (turn === "incomplete") {
    return { ok: false, message: "TURN_URL and TURN_SECRET: expected both or neither, got one of them." };
  }
  if (turn === "malformed") {
    return {
      ok: false,
      message: "TURN_URL: expected 1 to 8 URLs that start with turn: or turns:, got something else.",
    };
  }
  const host = environment.HOST || undefined;
  const dev = commandLine.includes("--dev");
  return { ok: true, settings: { dev, port, host, iceServers: ice.iceServers, turn } };
}

/** One URL, or several with commas between them. */
function readTurn(
  urls: string | undefined,
  secret: string | undefined,
): TurnServer | "incomplete" | "malformed" | undefined {
  if (!urls && !secret) return undefined;
  if (!urls || !secret) return "incomplete";
  const list = urls.split(",").map((url) => url.trim());
  return list.length <= MAX_TURN_URLS && list.every((url) => TURN_URL.test(url)) ? { urls: list, secret } : "malformed";
}

const MAX_TURN_URLS = 8;
const TURN_URL = /^turns?:[^\s]{1,500}$/;

function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : undefined;
}
