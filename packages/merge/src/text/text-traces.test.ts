import { beforeAll, describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { GapBuffer } from "./test-fixtures/gap-buffer";
import { EVERYTHING, START } from "./test-fixtures/sessions";
import { randomNumbers } from "./test-fixtures/shuffle";
import { type SequentialTrace, sequentialTrace, tracesAreHere } from "./test-fixtures/traces";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";

const WRITER = replicaId(1);
const READER = replicaId(2);

interface Unit {
  readonly unit: string;
  readonly secondMs: number;
}

const secondOf = (timeMs: number) => Math.floor(timeMs / 1_000) * 1_000;

function type(text: Text, { edits }: SequentialTrace, afterEdit: (index: number) => void): void {
  for (const [i, { position, deleted, inserted, timeMs }] of edits.entries()) {
    const edit = { from: position, to: position + deleted, insert: inserted };
    text.edit({ type: "edit", edits: [edit], joinsUndo: false }, timeMs);
    afterEdit(i);
  }
}

describe.runIf(tracesAreHere)("recordings of one person typing", () => {
  it.each(["rustcode", "seph-blog1", "sveltecomponent"] as const)(
    "T6: %s ends in what it ended in, for who types it and for who takes it in piece by piece",
    (name) => {
      const trace = sequentialTrace(name);
      const writer = new Text(WRITER, TEXT_RULES);
      const reader = new Text(READER, TEXT_RULES);
      const random = randomNumbers(7);
      const send = () => {
        const delta = writer.since(reader.version(), EVERYTHING);
        if (delta) expect(reader.merge(delta, trace.edits.at(-1)!.timeMs).type).toBe("changed");
      };
      type(writer, trace, () => {
        if (random() < 0.05) send();
      });
      send();
      expect(writer.toString() === trace.endContent).toBe(true);
      expect(reader.toString() === trace.endContent).toBe(true);
    },
  );
});

describe.runIf(tracesAreHere)("the paper that was typed over months, with the times at which it was", () => {
  const SAMPLES = 50;
  const text = new Text(WRITER, TEXT_RULES);
  const pastTexts = new Map<number, string>();
  let trace: SequentialTrace;
  let endUnits: readonly Unit[] = [];

  beforeAll(() => {
    trace = sequentialTrace("automerge-paper");
    const random = randomNumbers(11);
    const { edits } = trace;
    const sampled = Array.from({ length: SAMPLES }, () => edits[Math.floor(random() * edits.length)]!);
    const wanted = new Set(sampled.map(({ timeMs }) => secondOf(timeMs)));
    const twin = new GapBuffer<Unit>();
    type(text, trace, (i) => {
      const { position, deleted, inserted, timeMs } = edits[i]!;
      const secondMs = secondOf(timeMs);
      twin.splice(
        position,
        deleted,
        [...inserted].map((unit) => ({ unit, secondMs })),
      );
      const next = edits[i + 1];
      if (wanted.has(secondMs) && (!next || secondOf(next.timeMs) !== secondMs)) {
        pastTexts.set(secondMs, spell(twin.items()));
      }
    });
    endUnits = twin.items();
  }, 60_000);

  const spell = (units: readonly Unit[]) => units.map(({ unit }) => unit).join("");

  it("T6: it ends in what it ended in, and so does the copy that takes in its whole history in pieces", () => {
    expect(text.toString() === trace.endContent).toBe(true);
    const reader = new Text(READER, TEXT_RULES);
    for (let delta = text.since(undefined, 60_000); delta; delta = text.since(reader.version(), 60_000)) {
      expect(reader.merge(delta, START).type).toBe("changed");
    }
    expect(reader.toString() === trace.endContent).toBe(true);
  });

  it("T21: the text at a time is what a replay up to that time makes", () => {
    expect(pastTexts.size).toBeGreaterThan(SAMPLES / 2);
    for (const [secondMs, pastText] of pastTexts) {
      expect(text.textAt(secondMs) === pastText, `at ${secondMs}`).toBe(true);
      expect(text.textAt(secondMs + 999) === pastText, `at ${secondMs + 999}`).toBe(true);
    }
    expect(text.textAt(0)).toBe("");
  });

  it("T22: every passage bears the time at which its first character was typed", () => {
    for (const { from, to, author, timestamp } of text.authorsOf(0, text.length)) {
      expect(author).toBe(WRITER);
      expect(to).toBeGreaterThan(from);
      if (timestamp.timeMs !== endUnits[from]!.secondMs) {
        expect.fail(`Expected ${endUnits[from]!.secondMs} at ${from}, got ${timestamp.timeMs}`);
      }
    }
  });

  it("T23: the changes between two times are the edits of those seconds", () => {
    const times = [...pastTexts.keys()].sort((left, right) => left - right);
    for (const [i, from] of times.slice(0, -1).entries()) {
      const to = times[i + 1]!;
      const edits = trace.edits.filter(({ timeMs }) => secondOf(timeMs) > from && secondOf(timeMs) <= to);
      const changes = text.changes(from, to);
      const inserted = changes.flatMap((change) => (change.type === "inserted" ? [change.text] : [])).join("");
      const deleted = changes.flatMap((change) => (change.type === "deleted" ? [change.text] : [])).join("");
      expect(inserted === edits.map((edit) => edit.inserted).join("")).toBe(true);
      expect(deleted.length).toBe(edits.reduce((sum, edit) => sum + edit.deleted, 0));
    }
  });

  it("T23: the moments are the seconds in which somebody typed", () => {
    const seconds = new Set(trace.edits.map(({ timeMs }) => secondOf(timeMs)));
    expect([...text.moments()]).toEqual([...seconds].sort((left, right) => left - right));
  });
});
