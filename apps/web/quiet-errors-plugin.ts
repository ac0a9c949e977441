import type { Plugin } from "vite";

/** Leaves out of the packages' errors, and Lit's, what they say: it is for developers, who have the sources. People read other words. */
export function quietErrors(): Plugin {
  return {
    name: "hearsay-quiet-errors",
    apply: "build",
    enforce: "pre",
    transform: {
      filter: {
        id: /\/packages\/(merge|gossip|mesh)\/src\/.*\.ts$|\/node_modules\/@?lit.*\.js$/,
        code: /\b(Malformed|Range)?Error\(/,
      },
      handler: (code) => ({ code: withQuietErrors(code), map: null }),
    },
  };
}

/** `code` whose errors have no messages; what it computes for them it does not compute either. */
export function withQuietErrors(code: string): string {
  const message = /`[^`]*`|"[^"]*"(?:\s*\+\s*\w+(?:\s*\+\s*"[^"]*")?)*/.source;
  return code.replace(new RegExp(`\\b((?:Malformed|Range)?Error)\\(\\s*(?:${message}),?\\s*\\)`, "g"), "$1()");
}
