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
        return { code: found.debug ? shorter.replace(found.debug, "") : shorter, map: null };
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
  const cuts: { readonly start: number; readonly end: number; readonly text: string }[] = [];
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
  return cuts.reduceRight((shorter, { start, end, text }) => shorter.slice(0, start) + text + shorter.slice(end), code);
}
