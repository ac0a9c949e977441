import { expect } from "vitest";
import { type AuthorLog, RESTORE } from "../author-log";
import { FAN, FAN_BITS, NONE } from "../span-nodes";
import { MAX_SPAN, type SpanTree } from "../span-tree";
import type { Text } from "../text";

/** What a tree of spans keeps to itself, by the names that it has there. */
interface TreeInside {
  readonly root: number;
  readonly height: number;
  readonly nodes: number;
  readonly counts: Uint8Array;
  readonly parents: Int32Array;
  readonly nexts: Int32Array;
  readonly shown: Uint32Array;
  readonly cachedLeaf: number;
  readonly cachedStart: number;
}

/**
 * Checks a text's tree of spans: that its nodes hang together, that its spans say of every character what the logs say,
 * and that what it remembers to be fast is so. It is left as it was, with all that it remembers. The order of the
 * characters is not checked: that is the oracle's.
 */
export function expectSoundTree({ document }: Text): void {
  const { tree, logs } = document;
  const inside = tree as unknown as TreeInside;
  const leaves = soundLeaves(tree, inside);
  for (const [i, leaf] of leaves.entries()) {
    expectSame("the leaf behind leaf", leaf, inside.nexts[leaf], leaves[i + 1] ?? NONE);
    expectWithin("the spans of leaf", leaf, inside.counts[leaf]!, leaves.length > 1 ? 1 : 0, FAN);
  }
  const times = timesHidden(logs);
  const found = logs.map(({ characters }) => new Uint8Array(characters));
  const { offset } = tree;
  for (const leaf of leaves) {
    let shown = 0;
    for (let place = leaf << FAN_BITS; place < (leaf << FAN_BITS) + inside.counts[leaf]!; place++) {
      expectSoundSpan(tree, logs, place, times, found);
      if (tree.hides(place) === 0) shown += tree.length(place);
    }
    expectSame("what shows in leaf", leaf, inside.shown[leaf], shown);
  }
  tree.offset = offset;
  for (const spans of found) {
    for (const [counter, count] of spans.entries()) expectSame("the number of spans of character", counter, count, 1);
  }
  expectSoundPosition(inside, leaves);
}

/** The leaves in order of the document, with all inner nodes checked. */
function soundLeaves(tree: SpanTree, { root, height, nodes, counts, parents, shown }: TreeInside): readonly number[] {
  expectSame("the parent of root", root, parents[root], NONE);
  let known = 1;
  let level: readonly number[] = [root];
  for (let above = height; above > 0; above--) {
    level = level.flatMap((node) => {
      // A split halves a node, and nothing ever leaves an inner one.
      expectWithin("the children of node", node, counts[node]!, node === root ? 2 : FAN / 2, FAN);
      const children = Array.from({ length: counts[node]! }, (_, i) => tree.counter((node << FAN_BITS) + i));
      for (const child of children) expectSame("the parent of node", child, parents[child], node);
      expectSame("what shows in node", node, shown[node], sum(children.map((child) => shown[child]!)));
      return children;
    });
    known += level.length;
  }
  expectSame("all nodes below root", root, known, nodes);
  expectSame("the first leaf below root", root, level[0], 0);
  return level;
}

/** Counts, in `found`, in how many spans each character is. */
function expectSoundSpan(
  tree: SpanTree,
  logs: readonly AuthorLog[],
  place: number,
  times: readonly Int32Array[],
  found: readonly Uint8Array[],
): void {
  const slot = tree.slot(place);
  const first = tree.counter(place);
  const length = tree.length(place);
  expectWithin("the slot of place", place, slot, 1, logs.length);
  expectWithin("the units of place", place, length, 1, MAX_SPAN);
  const log = logs[slot - 1]!;
  expectWithin("the end of place", place, first + length, length, log.characters);
  for (let counter = first; counter < first + length; counter++) {
    found[slot - 1]![counter]!++;
    expectSame("how often hidden is character", counter, tree.hides(place), times[slot - 1]![counter]);
    expectSame("the leaf of character", counter, log.leafOf[counter], place >> FAN_BITS);
    if (counter > first && !log.continues(counter)) {
      expect.fail(`Expected character ${counter} in no span with the one before, whom it does not go on from`);
    }
    // Wherever its author's last one was found.
    const { lastFound } = log;
    expectSame("the place of character", counter, tree.find(slot, counter), place);
    expectSame("the offset of character", counter, tree.offset, counter - first);
    log.lastFound = lastFound;
  }
}

/** By log and character, how many deletions there are that were not taken back. */
function timesHidden(logs: readonly AuthorLog[]): readonly Int32Array[] {
  const times = logs.map(({ characters }) => new Int32Array(characters));
  const count = (by: number) => (slot: number, from: number, length: number) => {
    for (let counter = from; counter < from + length; counter++) times[slot - 1]![counter]! += by;
  };
  for (const log of logs) {
    log.eachDeleted(0, log.units, count(1));
    for (let entry = 0; entry < log.entries; entry++) {
      const first = log.leftCounters[entry]!;
      const length = log.endOf(entry) - log.starts[entry]!;
      if (log.kinds[entry] === RESTORE) log.eachDeleted(first, first + length, count(-1));
    }
  }
  return times;
}

/** The leaf that was asked for last begins where the tree believes, unless it believes nothing. */
function expectSoundPosition({ cachedLeaf, cachedStart, shown }: TreeInside, leaves: readonly number[]): void {
  if (cachedStart === UNKNOWN) return;
  const before = leaves.slice(0, leaves.indexOf(cachedLeaf));
  expectWithin("the number of leaf", cachedLeaf, leaves.indexOf(cachedLeaf), 0, leaves.length - 1);
  expectSame("what shows before leaf", cachedLeaf, cachedStart, sum(before.map((leaf) => shown[leaf]!)));
}

/** As the tree has it. */
const UNKNOWN = 2 ** 30;

/** Apart from `expect`, which for every character would take longer than all else. */
function expectSame(what: string, which: number, actual: number | undefined, expected: number | undefined): void {
  if (actual !== expected) expect.fail(`Expected ${what} ${which} to be ${expected}, got ${actual}`);
}

function expectWithin(what: string, which: number, actual: number, least: number, most: number): void {
  if (!(actual >= least && actual <= most)) {
    expect.fail(`Expected ${what} ${which} from ${least} to ${most}, got ${actual}`);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
