import type { Plugin } from "vite";

/** Leaves out of the packages' errors what they say: it is for developers, who have the sources. People read other words. */
export function quietErrors(): Plugin {
  return {
    name: "hearsay-quiet-errors",
    apply: "build",
    enforce: "pre",
    transform: {
      filter: { id: /\/packages\/(merge|gossip|mesh)\/src\/.*\.ts$/, code: /new (Malformed|Range)?Error\(/ },
      handler: (code) => ({ code: withQuietErrors(code), map: null }),
    },
  };
}

/** `code` whose errors have no messages; what it computes for them it does not compute either. */
export function withQuietErrors(code: string): string {
  return code.replace(/\bnew ((?:Malformed|Range)?Error)\(\s*(?:`[^`]*`|"[^"]*"),?\s*\)/g, "new $1()");
}
