/** simple-peer wraps the bytes that come in a `Buffer`. A `Uint8Array` is all that is needed of it. */
const buffer = { Buffer: { from: (bytes: ArrayBuffer) => new Uint8Array(bytes) } };

export { buffer as "module.exports" };
