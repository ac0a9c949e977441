import { ByteWriter } from "../../bytes";
import type { ReplicaId } from "../../replica-id";
import { replicaIdToBytes } from "../../replica-id";

/** A character, or undefined for the text's start or end. */
export type ForgedOrigin = { readonly author: ReplicaId; readonly counter: number } | undefined;

export type ForgedOperation =
  | { readonly type: "insert"; readonly text: string; readonly left: ForgedOrigin; readonly right: ForgedOrigin }
  | { readonly type: "delete" | "deleteBack"; readonly first: ForgedOrigin; readonly length: number }
  /** Takes back `length` of the author's own units from `first` on. */
  | { readonly type: "restore"; readonly first: number; readonly length: number }
  | { readonly type: "sign"; readonly name: string; readonly color: number };

export interface ForgedSection {
  readonly author: ReplicaId;
  /** How many units, and how many characters, the author is said to have written before. */
  readonly from: number;
  readonly characters: number;
  readonly operations: readonly ForgedOperation[];
  /** By how many seconds the stamp of the first unit jumps ahead of the one before, and to which count. */
  readonly seconds: number;
  readonly count: number;
}

const CODES = { insert: 0, delete: 4, deleteBack: 5, restore: 6, sign: 7 } as const;

/** A text's delta as anyone could write it, sound or not, from the format alone. */
export function forgeTextDelta(sections: readonly ForgedSection[]): Uint8Array {
  const authors = [...new Set(sections.flatMap(authorsIn))];
  const writer = new ByteWriter();
  writer.unsigned(authors.length);
  for (const author of authors) writer.raw(replicaIdToBytes(author));
  for (const section of sections) writeSection(writer, authors, section);
  return writer.finish();
}

function authorsIn({ author, operations }: ForgedSection): ReplicaId[] {
  const origins = operations.flatMap((operation) => {
    if (operation.type === "insert") return [operation.left, operation.right];
    return operation.type === "delete" || operation.type === "deleteBack" ? [operation.first] : [];
  });
  return [author, ...origins.flatMap((origin) => (origin ? [origin.author] : []))];
}

function writeSection(writer: ByteWriter, authors: readonly ReplicaId[], section: ForgedSection): void {
  const { author, from, operations, seconds, count } = section;
  if (authors.length > 1) writer.unsigned(authors.indexOf(author));
  const hasMark = seconds > 0 || count > 0;
  writer.unsigned(from).unsigned(operations.length * 2 + (hasMark ? 1 : 0));
  if (hasMark) writer.unsigned(1);
  for (const operation of operations) writer.unsigned(lengthOf(operation) * 8 + CODES[operation.type]);
  for (const reference of referencesIn(authors, section)) writer.unsigned(reference);
  const isNear = seconds > 0 && seconds < 8 && count === 0;
  if (hasMark) writer.unsigned(isNear ? seconds : 0);
  if (hasMark && !isNear) writer.unsigned(seconds * 2 + (count > 0 ? 1 : 0));
  if (hasMark && count > 0) writer.unsigned(count);
  const text = operations.map((operation) => (operation.type === "insert" ? operation.text : "")).join("");
  writer.raw(new TextEncoder().encode(text));
  for (const operation of operations) {
    if (operation.type === "sign") writer.byte(operation.color).string(operation.name);
  }
}

/** What the operations refer to, in the order in which it is written. */
function referencesIn(table: readonly ReplicaId[], section: ForgedSection): readonly number[] {
  const references: number[] = [];
  const spoken = new Map<ReplicaId, number>([[section.author, section.characters]]);
  let inserted = section.characters;
  let unit = section.from;
  const refer = (origin: ForgedOrigin, step: number): number => {
    if (!origin) return 0;
    const difference = origin.counter - (spoken.get(origin.author) ?? 0);
    const zigzag = difference >= 0 ? difference * 2 : -difference * 2 - 1;
    spoken.set(origin.author, origin.counter + step);
    return zigzag * (table.length + 1) + table.indexOf(origin.author) + 1;
  };
  for (const operation of section.operations) {
    if (operation.type === "insert") {
      references.push(refer(operation.left, 1), refer(operation.right, 0));
      inserted += operation.text.length;
      spoken.set(section.author, inserted);
    } else if (operation.type === "delete") references.push(refer(operation.first, operation.length));
    else if (operation.type === "deleteBack") references.push(refer(operation.first, -operation.length));
    else if (operation.type === "restore") references.push(unit - operation.first);
    unit += lengthOf(operation);
  }
  return references;
}

function lengthOf(operation: ForgedOperation): number {
  if (operation.type === "insert") return operation.text.length;
  return operation.type === "sign" ? 1 : operation.length;
}
