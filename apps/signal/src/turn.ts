import { createHmac } from "node:crypto";
import type { IceServer } from "@hearsay/mesh";

/** A TURN server that shares a secret with this one, as coturn does with `use-auth-secret`. */
export interface TurnServer {
  readonly urls: readonly string[];
  readonly secret: string;
}

/** How long credentials hold, in seconds. A connection that was allocated under them goes on after that. */
export const TURN_LIFETIME_S = 24 * 60 * 60;

/**
 * Credentials that the TURN server can check without having heard of them: a time, and a signature of it (the TURN REST
 * API, draft-uberti-behave-turn-rest). They name no one.
 */
export function mintTurnServer({ urls, secret }: TurnServer, wallMs: number): IceServer {
  const username = String(Math.floor(wallMs / 1_000) + TURN_LIFETIME_S);
  // SHA-1 is what the servers take; of a secret key it is no weakness here.
  const credential = createHmac("sha1", secret).update(username).digest("base64");
  return { urls, username, credential };
}
