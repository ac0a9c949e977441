import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** Recordings of people typing (josephg/editing-traces, CC BY 4.0), read where they lie, beside the repository. */
const TRACES = new URL("../../../../../../shared/data/traces/", import.meta.url);

/** Whether the recordings are here. Where they are not, the tests that need them are left out, and this is said. */
export const tracesAreHere = existsSync(TRACES);

if (!tracesAreHere) {
  process.stderr.write(`\nNO TRACES at ${TRACES.pathname}: the tests that replay them are LEFT OUT.\n\n`);
}

/** One replacement at a position in UTF-16 units, which in these recordings are code points too. */
export interface RecordedPatch {
  readonly position: number;
  readonly deleted: number;
  readonly inserted: string;
}

export interface SequentialTrace {
  readonly endContent: string;
  readonly edits: readonly (RecordedPatch & { readonly timeMs: number })[];
}

/** An edit of the document that its parents make: indices of earlier edits. */
export interface RecordedEdit extends RecordedPatch {
  readonly parents: readonly number[];
  readonly agent: string;
  /** Of the first character that it inserts or deletes, counted per agent. */
  readonly sequence: number;
}

export interface ConcurrentTrace {
  readonly endContent: string;
  readonly edits: readonly RecordedEdit[];
}

type Patch = readonly [position: number, deleted: number, inserted: string];

/** A recording by one author, from an empty text on. */
export function sequentialTrace(
  name: "automerge-paper" | "rustcode" | "seph-blog1" | "sveltecomponent",
): SequentialTrace {
  const { startContent, endContent, txns } = read(name) as {
    readonly startContent: string;
    readonly endContent: string;
    readonly txns: readonly { readonly time: string; readonly patches: readonly Patch[] }[];
  };
  if (startContent !== "") throw new Error(`Expected ${name} to start empty, got ${startContent.length} characters`);
  const edits = txns.flatMap(({ time, patches }) =>
    patches.map((patch) => ({ ...fromPatch(patch), timeMs: Date.parse(time) })),
  );
  return { endContent, edits };
}

/** Two people typing at once. */
export function friendsForever(): ConcurrentTrace {
  const { endContent, txns } = read("friendsforever") as {
    readonly endContent: string;
    readonly txns: readonly {
      readonly parents: readonly number[];
      readonly agent: number;
      readonly patches: readonly Patch[];
    }[];
  };
  const edits = txns.map(({ parents, agent, patches: [patch, more] }, index) => {
    if (!patch || more) throw new Error(`Expected one patch in transaction ${index}`);
    return { ...fromPatch(patch), parents, agent: String(agent), sequence: index };
  });
  return { endContent, edits };
}

/** 1,000 random concurrent histories with the texts that FugueMax makes of them (josephg/diamond-types, ISC). */
export function fugueMaxHistories(): readonly ConcurrentTrace[] {
  const histories = read("fuguemax-histories") as readonly {
    readonly endContent: string;
    readonly txns: readonly HistoryTransaction[];
  }[];
  return histories.map(({ endContent, txns }) => ({ endContent, edits: editsOf(txns) }));
}

interface HistoryTransaction {
  /** Numbers of the characters inserted and deleted: from, up to and without. */
  readonly span: readonly [from: number, to: number];
  readonly parents: readonly number[];
  readonly agent: string;
  readonly seqStart: number;
  readonly ops: readonly Patch[];
}

/** One edit for each patch of the transactions: the first has the transaction's parents, the next the one before. */
function editsOf(transactions: readonly HistoryTransaction[]): RecordedEdit[] {
  const edits: RecordedEdit[] = [];
  const editThatEndsAt = new Map<number, number>();
  for (const { span, parents, agent, seqStart, ops } of transactions) {
    let event = span[0];
    let causes = parents.map((parent) => {
      const edit = editThatEndsAt.get(parent);
      if (edit === undefined) throw new Error(`Expected a parent at the end of a patch, got ${parent}`);
      return edit;
    });
    for (const op of ops) {
      const patch = fromPatch(op);
      edits.push({ ...patch, parents: causes, agent, sequence: seqStart + event - span[0] });
      event += patch.deleted + patch.inserted.length;
      causes = [edits.length - 1];
      editThatEndsAt.set(event - 1, edits.length - 1);
    }
  }
  return edits;
}

function fromPatch([position, deleted, inserted]: Patch): RecordedPatch {
  // Positions are counted in code points. As long as each is one UTF-16 unit, there is nothing to convert.
  if (/[\ud800-\udfff]/.test(inserted)) throw new Error(`Expected no surrogates, got ${JSON.stringify(inserted)}`);
  return { position, deleted, inserted };
}

function read(name: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, TRACES))).toString("utf8"));
}
