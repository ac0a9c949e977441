import type { Plugin } from "vite";
import { LIBRARY_MEMBERS } from "./library-members.ts";
import { type Member, membersOf } from "./members-of.ts";

/**
 * Gives short names to what nobody else can name: the `private` members of our classes, and members that libraries
 * keep to themselves. The minifier leaves all names of members alone, since it cannot know who uses them.
 */
export function shortMembers(): Plugin {
  return {
    name: "hearsay-short-members",
    apply: "build",
    enforce: "pre",
    transform: {
      filter: { id: [/\/src\/.*\.ts$/, LIBRARIES] },
      handler: (code, id) => ({
        code: id.endsWith(".ts") ? withShortPrivates(code) : withShortNames(code, LIBRARY_MEMBERS),
        map: null,
      }),
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        const left = chunk.type === "chunk" && LIBRARY_MEMBERS.find((name) => asksFor(name).test(chunk.code));
        if (left) this.error(`Expected nobody but the library to use ".${left}", got a use in ${chunk.fileName}`);
      }
    },
  };
}

const LIBRARIES =
  /node_modules\/(@codemirror\/(view|state)\/dist|(engine|socket)\.io-client\/build\/esm|simple-peer)\/.*\.js$/;

/**
 * `code`, which is TypeScript, with short names for those `private` members that it asks of nothing but `this`: of
 * anything else one would have to know the type.
 */
export function withShortPrivates(code: string): string {
  if (!code.includes("private ")) return code;
  const members = membersOf(code, "ts");
  const privates = new Set(members.filter(({ use }) => use === "private").map(({ name }) => name));
  for (const { name, use } of members) if (use === "other") privates.delete(name);
  return renamed(code, members, shortNames("$", [...privates]));
}

/** `code`, which is JavaScript, with short names for the members `names`, of whatever it asks them. */
export function withShortNames(code: string, names: readonly string[]): string {
  return renamed(code, membersOf(code, "js"), shortNames("_", names));
}

/** With a prefix of their own, since a class of ours may extend one of a library. */
function shortNames(prefix: string, names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name, index) => [name, prefix + index.toString(36)]));
}

/** Matches minified code that has a member `name`. */
function asksFor(name: string): RegExp {
  return new RegExp(`[.{,]${name}\\b`);
}

function renamed(code: string, members: readonly Member[], names: ReadonlyMap<string, string>): string {
  let result = "";
  let end = 0;
  for (const { name, start, isShorthand } of members) {
    const short = names.get(name);
    if (short === undefined) continue;
    result += code.slice(end, start) + (isShorthand ? `${short}: ${name}` : short);
    end = start + name.length;
  }
  return result + code.slice(end);
}
