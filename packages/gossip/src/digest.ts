/** How many bytes a digest has. */
export const DIGEST_BYTES = 8;

/** A short name of a version, for those who mostly have the same: two rounds of FNV-1a (Fowler, Noll, Vo), seeded apart. */
export function digestOf(version: Uint8Array): Uint8Array {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (const byte of version) {
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ low ^ byte, 0x01000193);
  }
  const digest = new Uint8Array(DIGEST_BYTES);
  const view = new DataView(digest.buffer);
  view.setUint32(0, low);
  view.setUint32(4, high);
  return digest;
}
