import type { Plugin } from "vite";

/** Takes the comments and the indentation out of what Lit's `css` is given: the bundler knows it as text only. */
export function cssLiterals(): Plugin {
  return {
    name: "hearsay-css-literals",
    apply: "build",
    enforce: "pre",
    transform: {
      filter: { id: /\/src\/.*\.ts$/, code: "css`" },
      handler: (code) => ({ code: withShortCss(code), map: null }),
    },
  };
}

/** `code` with what stands in `css` made short; whatever else stands in it stays. */
export function withShortCss(code: string): string {
  return code.replace(/\bcss`[^`]*`/g, (literal) => literal.replace(/\/\*.*?\*\/|\s*\n\s*/gs, ""));
}
