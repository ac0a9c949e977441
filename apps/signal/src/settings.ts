import type { IceServer } from "@hearsay/mesh";
import { parseIceServers } from "./ice-servers";

/** How the server is to run. */
export interface Settings {
  /** Serve the app from its sources, with hot reload, instead of the build. */
  readonly dev: boolean;
  /** 0 lets the system choose. */
  readonly port: number;
  /** The address or name to listen on; `undefined` is all of them. */
  readonly host: string | undefined;
  readonly iceServers: readonly IceServer[];
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
  const host = environment.HOST || undefined;
  return { ok: true, settings: { dev: commandLine.includes("--dev"), port, host, iceServers: ice.iceServers } };
}

function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : undefined;
}
