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
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== "chunk") continue;
          chunk.code = withoutLists(chunk.code);
          if (chunk.code.includes(LIST)) this.error(`Expected no list of parts any more, got one in ${chunk.fileName}`);
        }
      },
    },
  };
}

const LIST = "__vite__mapDeps";

/** `code` without the lists of files that Vite's helper is given, which asks for none of them. */
export function withoutLists(code: string): string {
  return code.replace(/^const __vite__mapDeps=.*\n/, "").replace(/, ?__vite__mapDeps\(\[[\d, ]*\]\)/g, "");
}
