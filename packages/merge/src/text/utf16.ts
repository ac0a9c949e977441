/** UTF-16 units as a string. No lone surrogate is among them, but for the first and the last. */
export function decodeUtf16(units: Uint16Array): string {
  if (units.length <= FEW) return String.fromCharCode.apply(null, units as unknown as number[]);
  const last = units.length - 1;
  // The decoder would replace a half of a pair.
  if (isLowSurrogate(units[0] as number)) return decodeUtf16(units.subarray(0, 1)) + decodeUtf16(units.subarray(1));
  if (isHighSurrogate(units[last] as number)) {
    return decodeUtf16(units.subarray(0, last)) + decodeUtf16(units.subarray(last));
  }
  return decoder.decode(units);
}

/** So many are told sooner one by one. */
const FEW = 32;

// Every platform that this runs on is little-endian.
const decoder = new TextDecoder("utf-16le", { ignoreBOM: true });

export function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

export function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

export function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800;
}
