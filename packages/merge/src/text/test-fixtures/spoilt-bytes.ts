import fc from "fast-check";

/** One way to spoil bytes: what happens at which place, as numbers that are fitted to them. */
export const anySpoiling = fc.record({
  type: fc.constantFrom(
    "flip" as const,
    "set" as const,
    "drop" as const,
    "double" as const,
    "cut" as const,
    "add" as const,
  ),
  at: fc.nat(),
  value: fc.nat(255),
});

export function spoil(bytes: Uint8Array, { type, at, value }: { type: string; at: number; value: number }): Uint8Array {
  if (bytes.length === 0) return bytes;
  const index = at % bytes.length;
  const [before, byte, behind] = [bytes.subarray(0, index), bytes[index]!, bytes.subarray(index + 1)];
  switch (type) {
    case "flip":
      return Uint8Array.of(...before, byte ^ (1 << (value % 8)), ...behind);
    case "set":
      return Uint8Array.of(...before, value, ...behind);
    case "drop":
      return Uint8Array.of(...before, ...behind);
    case "double":
      return Uint8Array.of(...before, byte, byte, ...behind);
    case "cut":
      return new Uint8Array(before);
    default:
      return Uint8Array.of(...before, value, byte, ...behind);
  }
}
