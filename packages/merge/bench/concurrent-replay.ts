import type { Copy, Library } from "./library";
import type { ConcurrentTrace } from "./traces";

/** A delta and when it was made. */
export interface Sent {
  readonly delta: Uint8Array;
  readonly timeMs: number;
}

/**
 * Replays a concurrent trace with one live copy for each writer, and returns the deltas in the trace's order. Each
 * writer's steps must be a chain, so that its copy holds exactly what a step's parents make once it has taken in what
 * they know more.
 */
export function replayConcurrently(library: Library, { writers, steps }: ConcurrentTrace): readonly Sent[] {
  const copies = Array.from({ length: writers }, (_, writer) => library.create(writer + 1));
  const written: Sent[][] = copies.map(() => []);
  // How many edits of each writer are in a step's version, and in each copy.
  const versions: number[][] = [];
  const held = copies.map(() => copies.map(() => 0));
  const sent: Sent[] = [];
  for (const { writer, parents, edits } of steps) {
    const copy = at(copies, writer);
    const version = copies.map((_, other) => Math.max(0, ...parents.map((parent) => at(at(versions, parent), other))));
    catchUp(copy, at(held, writer), version, written);
    for (const edit of edits) {
      const made = { delta: copy.edit(edit), timeMs: edit.timeMs };
      at(written, writer).push(made);
      sent.push(made);
    }
    version[writer] = at(written, writer).length;
    held[writer] = [...version];
    versions.push(version);
  }
  return sent;
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
