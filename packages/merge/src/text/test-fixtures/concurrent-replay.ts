import type { RecordedEdit } from "./traces";

/** A copy that is written by one causal chain of a recording: each of its edits has all those before among its causes. */
export interface ChainPeer<Delta> {
  /** Applies the edit to the text as it stands, and returns what others need to have it too. */
  apply(edit: RecordedEdit): Delta;
  take(delta: Delta): void;
}

interface Chain<Delta> {
  readonly peer: ChainPeer<Delta>;
  readonly known: Set<number>;
  head: number;
}

/**
 * Replays a concurrent recording, each edit at exactly the version that its parents make, and returns the delta of each
 * edit. A chain goes on where the edit's causes are those of the chain's last edit and that edit; a fork starts a chain.
 */
export function replayConcurrent<Delta>(edits: readonly RecordedEdit[], newPeer: () => ChainPeer<Delta>): Delta[] {
  const chains: Chain<Delta>[] = [];
  const deltas: Delta[] = [];
  for (const [index, edit] of edits.entries()) {
    // What a chain's head knows is what its copy knows, so the copy can only go on from its head.
    let chain = chains.find(({ head }) => edit.parents.includes(head));
    if (!chain) {
      chain = { peer: newPeer(), known: new Set(), head: -1 };
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
