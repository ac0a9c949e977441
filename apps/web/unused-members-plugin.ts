import { type ESTree, type Plugin, parseSync, Visitor } from "vite";
import { UNUSED_MEMBERS } from "./unused-members.ts";

/** Takes those methods out of libraries that a note never calls: a bundler keeps or drops a class as a whole. */
export function unusedMembers(): Plugin {
  return {
    name: "hearsay-unused-members",
    apply: "build",
    enforce: "pre",
    transform: {
      filter: { id: /node_modules\/.*\.js$/ },
      handler(code, id) {
        const found = UNUSED_MEMBERS.find(({ file }) => id.endsWith(`/node_modules/${file}`));
        if (!found) return null;
        const shorter = withoutMembers(code, found.members, found.replaced ?? {});
        const styled = found.selectors ? withoutSelectors(shorter, found.selectors) : shorter;
        const modern = found.never ? styled.replace(found.never, "false") : styled;
        if (found.never && modern === styled) throw new Error(`Expected conditions like ${found.never}, got none`);
        return { code: found.debug ? modern.replace(found.debug, "") : modern, map: null };
      },
    },
  };
}

/**
 * `code` without the methods `names` ("Class.method"), and with others in place of those that `replaced` names; throws
 * where it has not all of them.
 */
export function withoutMembers(
  code: string,
  names: readonly string[],
  replaced: Readonly<Record<string, string>>,
): string {
  const cuts: Cut[] = [];
  const left = new Set([...names, ...Object.keys(replaced)]);
  const visit = ({ id, body }: ESTree.Class) => {
    for (const member of body.body) {
      if (member.type !== "MethodDefinition" || member.key.type !== "Identifier") continue;
      const name = `${id?.name}.${member.key.name}`;
      if (left.has(name)) cuts.push({ start: member.start, end: member.end, text: replaced[name] ?? "" });
      left.delete(name);
    }
  };
  new Visitor({ ClassDeclaration: visit, ClassExpression: visit }).visit(parseSync("file.js", code).program);
  if (left.size > 0) throw new Error(`Expected the methods ${[...left].join(", ")}, got a library without them`);
  return cutOut(code, cuts);
}

/** `code` without the rules of its styles whose selector matches; throws where it has none. */
export function withoutSelectors(code: string, selectors: RegExp): string {
  const cuts: Cut[] = [];
  const visit = ({ key, start, end }: Pick<ESTree.ObjectProperty, "start" | "end"> & { readonly key: ESTree.Node }) => {
    const isUnused = key.type === "Literal" && typeof key.value === "string" && selectors.test(key.value);
    // What is within another goes with it.
    if (!isUnused || start < (cuts.at(-1)?.end ?? 0)) return;
    const comma = /^\s*,/.exec(code.slice(end))?.[0] ?? "";
    cuts.push({ start, end: end + comma.length, text: "" });
  };
  new Visitor({ Property: visit }).visit(parseSync("file.js", code).program);
  if (cuts.length === 0) throw new Error(`Expected selectors like ${selectors}, got a library without any`);
  return cutOut(code, cuts);
}

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** `code` with the texts of `cuts`, which follow each other, in place of what stands there. */
function cutOut(code: string, cuts: readonly Cut[]): string {
  return cuts.reduceRight((shorter, { start, end, text }) => shorter.slice(0, start) + text + shorter.slice(end), code);
}
