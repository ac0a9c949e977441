import type { Plugin } from "vite";

/**
 * Moves what CodeMirror's commands assign to a class right behind it (`A.empty = new A()`) into the class. What is done,
 * and in which order, stays the same; but an assignment keeps its class in the bundle, and with it the whole undo
 * history, of which a note has its own.
 */
export function staticFields(): Plugin {
  return {
    name: "hearsay-static-fields",
    transform: {
      filter: { id: /@codemirror\/commands/ },
      handler: (code) => ({ code: withStaticFields(code), map: null }),
    },
  };
}

/** `code`, whose classes are written as a formatter writes them: "}" at a line's start ends one. */
export function withStaticFields(code: string): string {
  return code.replace(ASSIGNED, "class $1 {\n$2    static $3 = $4;\n}\n");
}

const ASSIGNED = /^class (\w+) \{\n((?: .*\n|\n)*)\}\n\1\.(\w+) = (\/\*@__PURE__\*\/.*);\n/gm;
