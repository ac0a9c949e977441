import { deflateRawSync } from "node:zlib";
import { library } from "../hearsay";
import type { Edit } from "../library";
import type { Scratch } from "../scratch";
import type { Metrics } from "../tasks";

/** The whole history of the paper, deflated, with clocks that tick at different rates. */
export function clockCosts(scratch: Scratch): Metrics {
  const { edits } = scratch.readPaper();
  return {
    oneTickBytes: deflatedBytesOf(edits, () => 0),
    tenSecondsBytes: deflatedBytesOf(edits, (timeMs) => timeMs - (timeMs % 10_000)),
    oneSecondBytes: deflatedBytesOf(edits, (timeMs) => timeMs),
  };
}

function deflatedBytesOf(edits: readonly Edit[], tick: (timeMs: number) => number): number {
  const copy = library.create(1);
  for (const edit of edits) copy.apply({ ...edit, timeMs: tick(edit.timeMs) });
  return deflateRawSync(copy.history()).length;
}
