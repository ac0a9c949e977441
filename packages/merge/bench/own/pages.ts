import { NO_LIMIT, type Text } from "../hearsay";

/** When all edits of these tasks are made, in ms since 1970. */
export const NOW_MS = Date.UTC(2026, 0);

/** Replaces one range, as a step of its own in the undo history. */
export function replace(text: Text, from: number, to: number, insert: string): void {
  text.edit({ type: "edit", edits: [{ from, to, insert }], joinsUndo: false }, NOW_MS);
}

/** What a holder of `version` lacks. Throws where that is nothing. */
export function lackedSince(text: Text, version: Uint8Array | undefined): Uint8Array {
  const delta = text.since(version, NO_LIMIT);
  if (delta === undefined) throw new Error("Expected a delta");
  return delta;
}

/** Takes a delta in. Throws where it brings nothing. */
export function take(text: Text, delta: Uint8Array): void {
  const { type } = text.merge(delta, NOW_MS);
  if (type !== "changed") throw new Error(`Expected a delta to be taken in, got ${type}`);
}

/** Lines of words, `length` units long. */
export function prose(length: number): string {
  const line = "It was typed by nobody, and it says nothing; but it has words, commas and line ends.\n";
  return line.repeat(Math.ceil(length / line.length)).slice(0, length);
}
