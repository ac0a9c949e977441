/** `to`, which is at least as long, with all that is in `from`. */
export function grown<A extends Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
