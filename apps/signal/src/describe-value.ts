/** Says what kind of value came instead of the expected one, without repeating its content: "a string of 3 characters". */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  switch (typeof value) {
    case "string":
      return `a string of ${value.length} characters`;
    case "object":
      return "an object";
    default:
      return `a ${typeof value}`;
  }
}
