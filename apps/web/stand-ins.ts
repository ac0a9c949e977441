import { fileURLToPath } from "node:url";

const standIn = (name: string) => fileURLToPath(new URL(`stand-ins/${name}.ts`, import.meta.url));

const NAMES = ["readable-stream", "buffer", "debug", "randombytes", "err-code", "queue-microtask", "get-browser-rtc"];

/**
 * What simple-peer needs of Node, in small (its own bundle carries all of it, and that is a sixth of a note's weight),
 * the one transport of socket.io that the mesh asks for, and as much of Lit's decorators as our compiler uses.
 */
export const STAND_INS = [
  { find: "simple-peer/simplepeer.min.js", replacement: "simple-peer" },
  ...NAMES.map((name) => ({ find: new RegExp(`^${name}$`), replacement: standIn(name) })),
  { find: /^(@lit\/reactive-element\/decorators|\.)\/property\.js$/, replacement: standIn("lit-property") },
  { find: "@lit/reactive-element/decorators/query.js", replacement: standIn("lit-query") },
  { find: /^\.\/transports\/index\.js$/, replacement: standIn("transports") },
];
