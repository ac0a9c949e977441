/** How much an object holds on to, as far as it can be walked to: bytes of byte strings and texts, 8 for each other value. */
export function reachableBytes(root: object): number {
  const seen = new Set<object>();
  const ahead: unknown[] = [root];
  let bytes = 0;
  while (ahead.length > 0) {
    const value = ahead.pop();
    if (typeof value === "string") bytes += 2 * value.length;
    if (typeof value !== "object" || value === null) bytes += 8;
    else if (!seen.has(value)) {
      seen.add(value);
      if (ArrayBuffer.isView(value)) bytes += value.byteLength;
      else ahead.push(...membersOf(value));
    }
  }
  return bytes;
}

function membersOf(value: object): unknown[] {
  if (value instanceof Map) return [...value].flat();
  if (value instanceof Set) return [...value];
  return Object.values(value);
}
