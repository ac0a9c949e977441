/** UTF-16 units as a string. */
export function decodeUtf16(units: Uint16Array): string {
  if (units.length <= CHUNK) return String.fromCharCode.apply(null, units as unknown as number[]);
  let text = "";
  for (let from = 0; from < units.length; from += CHUNK) text += decodeUtf16(units.subarray(from, from + CHUNK));
  return text;
}

/** More arguments than this an engine may refuse. */
const CHUNK = 8_192;

export function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

export function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

export function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800;
}
