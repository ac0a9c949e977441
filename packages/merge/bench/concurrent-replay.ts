import type { Copy, Library } from "./library";
import type { ConcurrentTrace } from "./traces";

/** What a replay sent, in the trace's order, and the text that all its copies ended with. */
export interface Replay {
  readonly deltas: readonly Uint8Array[];
  readonly text: string;
}

interface Sent {
  readonly delta: Uint8Array;
  readonly timeMs: number;
}

/**
 * Replays a concurrent trace with one live copy for each writer. Each writer's steps must be a chain, so that its copy
 * holds exactly what a step's parents make once it has taken in what they know more. Throws where the copies differ.
 */
export function replayConcurrently(library: Library, { writers, steps }: ConcurrentTrace): Replay {
  const copies = Array.from({ length: writers }, (_, writer) => library.create(writer + 1));
  const written: Sent[][] = copies.map(() => []);
  // How many edits of each writer are in a step's version, and in each copy.
  const versions: number[][] = [];
  const held = copies.map(() => copies.map(() => 0));
  const deltas: Uint8Array[] = [];
  for (const { writer, parents, edits } of steps) {
    const copy = at(copies, writer);
    const version = copies.map((_, other) => Math.max(0, ...parents.map((parent) => at(at(versions, parent), other))));
    catchUp(copy, at(held, writer), version, written);
    for (const edit of edits) {
      const delta = copy.edit(edit);
      at(written, writer).push({ delta, timeMs: edit.timeMs });
      deltas.push(delta);
    }
    version[writer] = at(written, writer).length;
    held[writer] = [...version];
    versions.push(version);
  }
  const all = written.map(({ length }) => length);
  for (const [writer, copy] of copies.entries()) catchUp(copy, at(held, writer), all, written);
  const texts = copies.map((copy) => copy.text());
  if (new Set(texts).size > 1) throw new Error("Expected all copies to have one text");
  return { deltas, text: at(texts, 0) };
}

function catchUp(copy: Copy, held: readonly number[], version: readonly number[], written: readonly Sent[][]): void {
  for (const [writer, count] of version.entries()) {
    const before = at(held, writer);
    if (before > count) throw new Error("Expected each writer's steps to be a chain");
    for (const { delta, timeMs } of at(written, writer).slice(before, count)) copy.receive(delta, timeMs);
  }
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`Expected an item at ${index} of ${items.length}`);
  return item;
}
