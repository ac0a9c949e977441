import { fileURLToPath } from "node:url";

const NAMES = ["readable-stream", "buffer", "debug", "randombytes", "err-code", "queue-microtask"];

/** What simple-peer needs of Node, in small: its own bundle carries all of it, and that is a sixth of a note's weight. */
export const STAND_INS = [
  { find: "simple-peer/simplepeer.min.js", replacement: "simple-peer" },
  ...NAMES.map((name) => ({
    find: new RegExp(`^${name}$`),
    replacement: fileURLToPath(new URL(`stand-ins/${name}.ts`, import.meta.url)),
  })),
];
