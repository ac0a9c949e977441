import type { RecordedEdit } from "./traces";

/** A copy that is written by one causal chain of a recording: each of its edits has all those before among its causes. */
export interface ChainPeer<Delta> {
  /** Applies the edit to the text as it stands, and returns what others need to have it too. */
  apply(edit: RecordedEdit): Delta;
  take(delta: Delta): void;
}

interface Chain<Delta> {
  readonly peer: ChainPeer<Delta>;
  readonly agent: string;
  readonly known: Set<number>;
  head: number | undefined;
}

/**
 * Replays a concurrent recording, each edit at exactly the version that its parents make, and returns the delta of each
 * edit. A chain goes on with an edit that has its last among its causes; where none does, a new chain begins.
 */
export function replayConcurrent<Delta>(edits: readonly RecordedEdit[], newPeer: () => ChainPeer<Delta>): Delta[] {
  const chains: Chain<Delta>[] = [];
  const deltas: Delta[] = [];
  for (const [index, edit] of edits.entries()) {
    let chain = nextOf(edits, index, chains);
    if (!chain) {
      chain = { peer: newPeer(), agent: edit.agent, known: new Set(), head: undefined };
      chains.push(chain);
    }
    for (const cause of missing(edits, edit.parents, chain.known)) {
      chain.peer.take(deltas[cause]!);
      chain.known.add(cause);
    }
    deltas.push(chain.peer.apply(edit));
    chain.known.add(index);
    chain.head = index;
  }
  return deltas;
}

/** The chain that an edit goes on with. Most agents are one chain from end to end, so its own agent's comes first. */
function nextOf<Delta>(edits: readonly RecordedEdit[], index: number, chains: readonly Chain<Delta>[]) {
  const { agent, parents } = edits[index]!;
  const goesOn = ({ head, known }: Chain<Delta>) =>
    [index, ...missing(edits, parents, known)].some((edit) => edits[edit]!.parents.some((parent) => parent === head));
  const own = chains.filter((chain) => chain.agent === agent);
  return own.find(goesOn) ?? chains.find((chain) => chain.agent !== agent && goesOn(chain));
}

/** The edits at or before `heads` that are not known, each after its causes: ascending numbers are such an order. */
function missing(edits: readonly RecordedEdit[], heads: readonly number[], known: ReadonlySet<number>): number[] {
  const found = new Set<number>();
  const waiting = heads.filter((head) => !known.has(head));
  for (let edit = waiting.pop(); edit !== undefined; edit = waiting.pop()) {
    if (found.has(edit)) continue;
    found.add(edit);
    waiting.push(...edits[edit]!.parents.filter((parent) => !known.has(parent)));
  }
  return [...found].sort((left, right) => left - right);
}
