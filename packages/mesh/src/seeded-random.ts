import { Random } from "@hearsay/gossip";
import { randomBytes } from "@noble/hashes/utils.js";

/** Seeded from the platform's generator for secrets, so that no two tabs pick in step. */
export function createRandom(): Random {
  const words = new Uint32Array(randomBytes(16).buffer);
  return new Random([words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0]);
}
