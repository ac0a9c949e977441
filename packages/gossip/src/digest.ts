import { Blake2s } from "@hearsay/merge";

/** How many bytes a digest has. */
export const DIGEST_BYTES = 8;

/** A short name of a version, for those who mostly have the same. */
export function digestOf(version: Uint8Array): Uint8Array {
  return new Blake2s().raw(version).digest().slice(0, DIGEST_BYTES);
}
