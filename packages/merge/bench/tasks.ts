import { deflateRawSync } from "node:zlib";
import { replayConcurrently } from "./concurrent-replay";
import { heldBytes } from "./held-bytes";
import type { Copy, Library } from "./library";
import { Random } from "./random";
import type { Scratch } from "./scratch";
import { median, millisecondsOf } from "./statistics";
import type { SequentialTrace } from "./traces";

/** What a task measured, by name. */
export type Metrics = Readonly<Record<string, number>>;

export type Task = (library: Library, scratch: Scratch) => Metrics;

const WARM_LOADS = 20;
const PAST_MOMENTS = 200;

/** Leaves what the other tasks read: the deltas of both traces and the states. Measures sizes only. */
export function prepare(library: Library, scratch: Scratch): Metrics {
  const { edits, endContent } = scratch.readPaper();
  const copy = library.create(1);
  const deltas = edits.map((edit) => copy.edit(edit));
  expectText(copy, endContent);
  scratch.writeDeltas("paper.deltas", deltas);
  scratch.write("paper.snapshot", copy.snapshot());
  const sent = replayConcurrently(library, scratch.readFriends());
  scratch.writeDeltas("friends.deltas", sent.map(({ delta }) => delta));
  const history = historyOf(library, copy, scratch.readPaper());
  return {
    deltaBytes: deltas.reduce((sum, { length }) => sum + length, 0) / deltas.length,
    friendsDeltaBytes: sent.reduce((sum, { delta }) => sum + delta.length, 0) / sent.length,
    historyBytes: history.length,
    deflatedBytes: deflateRawSync(history).length,
  };
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
  const { edits, endContent } = scratch.readPaper();
  const timesMs = edits.map(({ timeMs }) => timeMs);
  return { receiveMs: receiveAll(library, scratch.readDeltas("paper.deltas"), timesMs, endContent) };
}

/** Takes in one by one what two people typed at once. */
export function receiveFriends(library: Library, scratch: Scratch): Metrics {
  const { steps, endContent } = scratch.readFriends();
  const timesMs = steps.flatMap(({ edits }) => edits.map(({ timeMs }) => timeMs));
  return { friendsMs: receiveAll(library, scratch.readDeltas("friends.deltas"), timesMs, endContent) };
}

/** From the bytes of a state to a live copy whose text has been read: the first time in this process, and later. */
export function load(library: Library, scratch: Scratch): Metrics {
  const { endContent } = scratch.readPaper();
  const snapshot = scratch.read("paper.snapshot");
  let copy: Copy | undefined;
  const loadOnce = () => {
    copy = library.load(snapshot);
    copy.text();
  };
  const coldMs = millisecondsOf(loadOnce);
  if (copy) expectText(copy, endContent);
  const warmMs = median(Array.from({ length: WARM_LOADS }, () => millisecondsOf(loadOnce)));
  return { coldMs, warmMs };
}

/** What one loaded copy holds, its text having been read once. */
export function heap(library: Library, scratch: Scratch): Metrics {
  // The first copy warms up caches and code, which are not the document's.
  library.load(scratch.read("paper.snapshot")).text();
  const before = heldBytes();
  const copy = library.load(scratch.read("paper.snapshot"));
  copy.text();
  const after = heldBytes();
  // Keeps the copy alive until here.
  copy.text();
  return { heapBytes: after.heap - before.heap, wasmBytes: after.wasm };
}

/** Reads the paper as it was at random moments. */
export function past(library: Library, scratch: Scratch): Metrics {
  const { edits } = scratch.readPaper();
  const moments = chooseMoments(edits.map(({ timeMs }) => timeMs));
  const copy = (library.createKeeping ?? library.create)(1);
  const kept: { readonly read: () => string; readonly expected: string }[] = [];
  for (const [index, edit] of edits.entries()) {
    copy.apply(edit);
    if (!moments.has(index)) continue;
    const read = copy.bookmark?.(edit.timeMs);
    if (read === undefined) return {};
    kept.push({ read, expected: copy.text() });
  }
  const random = new Random(1);
  const times = random.shuffled(kept).map(({ read, expected }) => {
    let text = "";
    const readMs = millisecondsOf(() => {
      text = read();
    });
    if (text !== expected) throw new Error("Expected the text as it was");
    return readMs;
  });
  return { pastMs: median(times) };
}

/** The last edits of random seconds: a library that keeps whole seconds cannot tell what lies within one. */
function chooseMoments(timesMs: readonly number[]): ReadonlySet<number> {
  const random = new Random(2);
  const moments = new Set<number>();
  while (moments.size < PAST_MOMENTS) {
    let index = random.below(timesMs.length);
    while (index + 1 < timesMs.length && secondOf(timesMs[index + 1]) === secondOf(timesMs[index])) index++;
    moments.add(index);
  }
  return moments;
}

function secondOf(timeMs: number | undefined): number {
  return Math.floor((timeMs ?? 0) / 1_000);
}

function receiveAll(
  library: Library,
  deltas: readonly Uint8Array[],
  timesMs: readonly number[],
  endContent: string,
): number {
  const copy = library.create(0);
  const taken = millisecondsOf(() => {
    for (const [index, delta] of deltas.entries()) copy.receive(delta, timesMs[index] ?? 0);
  });
  expectText(copy, endContent);
  return taken;
}

function historyOf(library: Library, copy: Copy, { edits, endContent }: SequentialTrace): Uint8Array {
  if (library.createKeeping === undefined) return copy.history();
  const keeping = library.createKeeping(1);
  for (const edit of edits) keeping.apply(edit);
  expectText(keeping, endContent);
  return keeping.history();
}

function expectText(copy: Copy, expected: string): void {
  if (copy.text() !== expected) throw new Error("Expected the text that the trace ends with");
}
