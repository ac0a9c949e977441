import type { Change, ReplicaId } from "@hearsay/merge";

/** What happened, in a few words: "Quiet Heron wrote “hello”; Brave Otter deleted “x”". Empty for no changes. */
export function changeWords(changes: readonly Change[], nameOf: (author: ReplicaId) => string): string {
  const deeds = deedsOf(changes, nameOf);
  const rest = deeds.length - MAX_DEEDS;
  const told = deeds.slice(0, MAX_DEEDS).map(({ name, verb, text }) => `${name} ${verb} ${quoted(text)}`);
  if (rest > 0) told.push(rest === 1 ? "one more change" : `${rest} more changes`);
  return told.join("; ");
}

interface Deed {
  readonly name: string;
  readonly verb: string;
  text: string;
}

/** What each person did of each kind, in the order in which they began. */
function deedsOf(changes: readonly Change[], nameOf: (author: ReplicaId) => string): readonly Deed[] {
  const deeds = new Map<string, Deed>();
  for (const { type, author, text } of changes) {
    const name = nameOf(author);
    const verb = VERBS[type];
    const deed = deeds.get(`${verb} ${name}`) ?? { name, verb, text: "" };
    deed.text += text;
    deeds.set(`${verb} ${name}`, deed);
  }
  return [...deeds.values()];
}

function quoted(text: string): string {
  const line = text.slice(0, MAX_SCANNED_UNITS).replace(/\s+/gu, " ").trim();
  if (line === "") return text.includes("\n") ? "a line break" : "a space";
  const characters = [...line.toWellFormed()];
  const isWhole = characters.length <= MAX_QUOTED && text.length <= MAX_SCANNED_UNITS;
  return isWhole ? `“${line}”` : `“${characters.slice(0, MAX_QUOTED).join("")}…”`;
}

const VERBS = { inserted: "wrote", deleted: "deleted", restored: "brought back" } as const;
const MAX_DEEDS = 2;
const MAX_QUOTED = 32;
const MAX_SCANNED_UNITS = 1_000;
