/** Random bytes as simple-peer asks for them: only ever as hex digits. */
const randombytes = (count: number) => ({
  toString: () =>
    Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => byte.toString(16).padStart(2, "0")).join(""),
});

export { randombytes as "module.exports" };
