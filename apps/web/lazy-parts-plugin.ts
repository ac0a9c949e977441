import type { Plugin } from "vite";

/**
 * Parts that are loaded on demand are loaded by the browser alone. Vite's helper fetches what each needs beforehand, and
 * its styles; ours are small, keep their styles within, and the lists would have to be loaded by everyone.
 */
export function lazyParts(): Plugin {
  return {
    name: "hearsay-lazy-parts",
    apply: "build",
    enforce: "pre",
    load: { filter: { id: /vite\/preload-helper/ }, handler: () => "export const __vitePreload = (load) => load();" },
  };
}
