import type { Library } from "./library";
import { Random } from "./random";
import type { Scratch } from "./scratch";
import { median } from "./statistics";
import { millisecondsOf } from "./stopwatch";
import type { Metrics } from "./tasks";

const MOMENTS = 200;

/** Reads the paper as it was at random moments, and compares it with what it was. Nothing where a library cannot. */
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
  const times = new Random(1).shuffled(kept).map(({ read, expected }) => {
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
  while (moments.size < MOMENTS) {
    let index = random.below(timesMs.length);
    while (index + 1 < timesMs.length && secondOf(timesMs[index + 1]) === secondOf(timesMs[index])) index++;
    moments.add(index);
  }
  return moments;
}

function secondOf(timeMs: number | undefined): number {
  return Math.floor((timeMs ?? 0) / 1_000);
}
