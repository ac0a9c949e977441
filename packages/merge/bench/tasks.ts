import { deflateRawSync } from "node:zlib";
import { replayConcurrently } from "./concurrent-replay";
import type { Copy, Library } from "./library";
import type { Scratch } from "./scratch";
import { median } from "./statistics";
import { heldBytes, millisecondsOf, nowMs } from "./stopwatch";
import type { SequentialTrace } from "./traces";

/** What a task measured, by name. */
export type Metrics = Readonly<Record<string, number>>;

export type Task = (library: Library, scratch: Scratch) => Metrics;

/** A library that has not taken in all within this time is stopped, and the rest reckoned at the same pace. */
const RECEIVE_BUDGET_MS = 60_000;
const WARM_LOADS = 20;
const HELD_COPIES = 8;

/** Leaves what the other tasks read of the paper, and measures the sizes. */
export function prepare(library: Library, scratch: Scratch): Metrics {
  const paper = scratch.readPaper();
  const copy = library.create(1);
  const deltas = paper.edits.map((edit) => copy.edit(edit));
  expectText(copy, paper.endContent);
  scratch.writeDeltas("paper.deltas", deltas);
  scratch.write("paper.snapshot", copy.snapshot());
  const history = historyOf(library, copy, paper);
  return {
    deltaBytes: bytesOf(deltas) / deltas.length,
    historyBytes: history.length,
    deflatedBytes: deflateRawSync(history).length,
  };
}

/** Leaves what two people sent each other as they typed at once. */
export function prepareFriends(library: Library, scratch: Scratch): Metrics {
  const friends = scratch.readFriends();
  const { deltas, text } = replayConcurrently(library, friends);
  scratch.writeDeltas("friends.deltas", deltas);
  scratch.writeText("friends.text", text);
  return { friendsDeltaBytes: bytesOf(deltas) / deltas.length, friendsAsRecorded: Number(text === friends.endContent) };
}

/** Types the paper, making a delta for each edit. */
export function type(library: Library, scratch: Scratch): Metrics {
  const { edits, endContent } = scratch.readPaper();
  const copy = library.create(1);
  let bytes = 0;
  const typeMs = millisecondsOf(() => {
    for (const edit of edits) bytes += copy.edit(edit).length;
  });
  expectText(copy, endContent);
  return { typeMs, deltaBytes: bytes / edits.length };
}

/** Types the paper and makes one state at the end. */
export function typeInBulk(library: Library, scratch: Scratch): Metrics {
  const { edits, endContent } = scratch.readPaper();
  const copy = library.create(1);
  const bulkMs = millisecondsOf(() => {
    for (const edit of edits) copy.apply(edit);
    copy.snapshot();
  });
  expectText(copy, endContent);
  return { bulkMs };
}

/** Takes in the paper's deltas one by one. */
export function receive(library: Library, scratch: Scratch): Metrics {
  const { taken, reckonedMs } = receiveAll(
    library,
    scratch.readDeltas("paper.deltas"),
    scratch.readPaper().edits.map(({ timeMs }) => timeMs),
    scratch.readPaperEnd(),
  );
  return { receiveMs: reckonedMs, receiveShare: taken };
}

/** Takes in one by one what two people typed at once. */
export function receiveFriends(library: Library, scratch: Scratch): Metrics {
  const { taken, reckonedMs } = receiveAll(
    library,
    scratch.readDeltas("friends.deltas"),
    scratch.readFriends().steps.flatMap(({ edits }) => edits.map(({ timeMs }) => timeMs)),
    scratch.readText("friends.text"),
  );
  return { friendsMs: reckonedMs, friendsShare: taken };
}

/** From the bytes of a state to a live copy whose text has been read: the first time in this process, and later. */
export function load(library: Library, scratch: Scratch): Metrics {
  const snapshot = scratch.read("paper.snapshot");
  let copy: Copy | undefined;
  const loadOnce = () => {
    copy = library.load(snapshot);
    copy.text();
  };
  const coldMs = millisecondsOf(loadOnce);
  if (copy) expectText(copy, scratch.readPaperEnd());
  const warmMs = median(Array.from({ length: WARM_LOADS }, () => millisecondsOf(loadOnce)));
  return { coldMs, warmMs };
}

/** What a loaded copy holds whose text has been read, on average over several: WebAssembly's memory grows by leaps. */
export function heap(library: Library, scratch: Scratch): Metrics {
  const snapshot = scratch.read("paper.snapshot");
  const loadOne = () => {
    const copy = library.load(snapshot);
    copy.text();
    return copy;
  };
  // The first copy brings caches and code with it, which are not the document's.
  const copies = [loadOne()];
  const before = heldBytes();
  for (let copy = 0; copy < HELD_COPIES; copy++) copies.push(loadOne());
  const heapBytes = (heldBytes() - before) / HELD_COPIES;
  // Read once more, so that none is collected before.
  for (const copy of copies) copy.text();
  return { heapBytes };
}

interface Received {
  /** The share that was taken in before the budget was used up: 1, as a rule. */
  readonly taken: number;
  readonly reckonedMs: number;
}

function receiveAll(
  library: Library,
  deltas: readonly Uint8Array[],
  timesMs: readonly number[],
  endText: string,
): Received {
  const copy = library.create(0);
  let count = 0;
  const startedMs = nowMs();
  const takenMs = millisecondsOf(() => {
    for (const delta of deltas) {
      copy.receive(delta, timesMs[count] ?? 0);
      count++;
      if (count % 1_024 === 0 && nowMs() - startedMs > RECEIVE_BUDGET_MS) break;
    }
  });
  if (count === deltas.length) expectText(copy, endText);
  const taken = count / deltas.length;
  return { taken, reckonedMs: takenMs / taken };
}

function historyOf(library: Library, copy: Copy, { edits, endContent }: SequentialTrace): Uint8Array {
  if (library.createKeeping === undefined) return copy.history();
  const keeping = library.createKeeping(1);
  for (const edit of edits) keeping.apply(edit);
  expectText(keeping, endContent);
  return keeping.history();
}

function bytesOf(deltas: readonly Uint8Array[]): number {
  return deltas.reduce((sum, { length }) => sum + length, 0);
}

function expectText(copy: Copy, expected: string): void {
  if (copy.text() !== expected) throw new Error("Expected the text that was typed");
}
