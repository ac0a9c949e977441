import { minify } from "terser";
import type { Plugin } from "vite";

/** Has Terser go once more over what every note loads: it finds what the bundler's minifier, which is quick, leaves. */
export function tight(names: readonly string[]): Plugin {
  return {
    name: "hearsay-tight",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk" || !names.includes(chunk.name)) continue;
        const { code } = await minify(chunk.code, { module: true, ecma: 2020, compress: { passes: 2 } });
        if (code !== undefined) chunk.code = code;
      }
    },
  };
}
