import { blankText } from "../hearsay";
import { Random } from "../random";
import { median } from "../statistics";
import { millisecondsOf, nowMs } from "../stopwatch";
import type { Metrics } from "../tasks";
import { lackedSince, prose, replace, take } from "./pages";

const MEGABYTE = 1_000_000;
const PASTES = 15;
const EDITS = 2_000;

/** A megabyte pasted into the middle of a note of 100 kB, its delta, and another copy that takes it in. */
export function paste(): Metrics {
  const pasted = prose(MEGABYTE);
  const pastes: number[] = [];
  const deltas: number[] = [];
  const receipts: number[] = [];
  for (let round = 0; round < PASTES; round++) {
    const writer = blankText(1);
    replace(writer, 0, 0, prose(MEGABYTE / 10));
    const reader = blankText(2);
    take(reader, lackedSince(writer, undefined));
    const version = writer.version();
    pastes.push(millisecondsOf(() => replace(writer, MEGABYTE / 20, MEGABYTE / 20, pasted)));
    let delta = new Uint8Array(0);
    deltas.push(
      millisecondsOf(() => {
        delta = Uint8Array.from(lackedSince(writer, version));
      }),
    );
    receipts.push(millisecondsOf(() => take(reader, delta)));
    if (reader.length !== writer.length) throw new Error("Expected both to have what was pasted");
  }
  return {
    pasteMs: median(pastes),
    pasteFirstMs: pastes[0] ?? Number.NaN,
    pasteMaxMs: Math.max(...pastes),
    pasteDeltaMs: median(deltas),
    pasteReceiveMs: median(receipts),
    pasteReceiveMaxMs: Math.max(...receipts),
  };
}

/** Single characters typed at random places of a note of 10 MB, each with its delta, and another copy that takes them in. */
export function editLarge(): Metrics {
  const writer = blankText(1);
  for (let part = 0; part < 10; part++) replace(writer, writer.length, writer.length, prose(MEGABYTE));
  const reader = blankText(2);
  take(reader, lackedSince(writer, undefined));
  const random = new Random(3);
  const edits: number[] = [];
  const receipts: number[] = [];
  globalThis.gc?.();
  for (let edit = 0; edit < EDITS; edit++) {
    const at = random.below(writer.length);
    const version = writer.version();
    const started = nowMs();
    replace(writer, at, at, "x");
    const delta = lackedSince(writer, version);
    const made = nowMs();
    take(reader, delta);
    receipts.push(nowMs() - made);
    edits.push(made - started);
  }
  if (reader.length !== writer.length) throw new Error("Expected both to have what was typed");
  return {
    largeEditMs: median(edits),
    largeEditMaxMs: Math.max(...edits),
    largeReceiveMs: median(receipts),
    largeReceiveMaxMs: Math.max(...receipts),
    largeReadMs: millisecondsOf(() => writer.toString()),
  };
}
