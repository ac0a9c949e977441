import { expect } from "vitest";
import { replicaId } from "../../test-fixtures/deltas";
import { authorsOf } from "../authorship";
import { Text } from "../text";
import { TEXT_RULES } from "../text-rules";
import { TextPast } from "../time-travel";
import { expectSoundTree } from "./tree-invariants";

/** All that a copy holds: what must be the same before and after something that is refused. */
export function stateOf(text: Text) {
  return {
    text: text.toString(),
    version: text.version(),
    whole: text.since(undefined, Number.POSITIVE_INFINITY),
    timestamp: text.timestamp,
    undo: [text.canUndo, text.canRedo],
  };
}

/** Checks that what a copy holds is whole: another can have it, its past ends in it, and one can go on writing. */
export function expectSound(text: Text, now: number): void {
  expectSoundTree(text);
  const shown = text.toString();
  expect(shown.isWellFormed()).toBe(true);
  expect(text.length).toBe(shown.length);
  const passages = authorsOf(text, 0, text.length);
  expect(passages.reduce((end, { from, to }) => (from === end && to > from ? to : Number.NaN), 0)).toBe(shown.length);
  expect(new TextPast(text).textAt(now + 3_600_000)).toBe(shown);
  new TextPast(text).changes(0, now + 3_600_000);
  const copy = copyOf(text, now);
  expect(copy.toString()).toBe(shown);
  expect(copy.version()).toEqual(text.version());
  expectSoundTree(copy);
  copy.edit({ type: "edit", edits: [{ from: 0, to: copy.length, insert: "new" }], joinsUndo: false }, now);
  expect(copy.toString()).toBe("new");
  copy.edit({ type: "undo" }, now);
  expect(copy.toString()).toBe(shown);
}

/** A copy by somebody who has written nothing yet. */
export function copyOf(text: Text, now: number): Text {
  const copy = new Text(replicaId(77), TEXT_RULES);
  const whole = text.since(undefined, Number.POSITIVE_INFINITY);
  if (whole) expect(copy.merge(whole, now)).toEqual({ type: "changed", lost: undefined });
  return copy;
}
