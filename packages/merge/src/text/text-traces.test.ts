import { beforeAll, describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { authorsOf } from "./authorship";
import { GapBuffer } from "./test-fixtures/gap-buffer";
import { EVERYTHING, START } from "./test-fixtures/sessions";
import { randomNumbers } from "./test-fixtures/shuffle";
import { type SequentialTrace, sequentialTrace, tracesAreHere } from "./test-fixtures/traces";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";
import { TextPast } from "./time-travel";

const WRITER = replicaId(1);
const READER = replicaId(2);

const secondOf = (timeMs: number) => Math.floor(timeMs / 1_000) * 1_000;

function type(text: Text, { edits }: SequentialTrace, afterEdit: (index: number) => void): void {
  for (const [i, { position, deleted, inserted, timeMs }] of edits.entries()) {
    const edit = { from: position, to: position + deleted, insert: inserted };
    text.edit({ type: "edit", edits: [edit], joinsUndo: false }, timeMs);
    afterEdit(i);
  }
}

describe.runIf(tracesAreHere)("recordings of one person typing", { timeout: 60_000 }, () => {
  for (const name of ["rustcode", "sveltecomponent"] as const) {
    it(`T6: ${name} ends in what it ended in, for who types it and for who takes it in piece by piece`, () => {
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
    });
  }
});

// The recording of the paper says of each of its 259,778 edits that it came within one and the same second, as the test at
// the end has it. A past of one moment tests little, so it is replayed as if typed evenly: three edits a second.
const PAST: Record<"seph-blog1" | "automerge-paper", (recordedMs: number, index: number) => number> = {
  "seph-blog1": (recordedMs) => recordedMs,
  "automerge-paper": (_, index) => START + Math.floor(index / 3) * 1_000,
};

for (const name of ["seph-blog1", "automerge-paper"] as const) {
  describe.runIf(tracesAreHere)(`the past of ${name}`, { timeout: 60_000 }, () => {
    const SAMPLES = 50;
    const text = new Text(WRITER, TEXT_RULES);
    const pastTexts = new Map<number, string>();
    let trace: SequentialTrace;
    /** When each character that is left at the end was typed. */
    let seconds: readonly number[] = [];

    beforeAll(() => {
      const recorded = sequentialTrace(name);
      const edits = recorded.edits.map((edit, i) => ({ ...edit, timeMs: PAST[name](edit.timeMs, i) }));
      trace = { ...recorded, edits };
      const random = randomNumbers(11);
      const sampled = Array.from({ length: SAMPLES }, () => edits[Math.floor(random() * edits.length)]!);
      const wanted = new Set(sampled.map(({ timeMs }) => secondOf(timeMs)));
      const twin = new GapBuffer<string>();
      const twinSeconds = new GapBuffer<number>();
      type(text, trace, (i) => {
        const { position, deleted, inserted, timeMs } = edits[i]!;
        const secondMs = secondOf(timeMs);
        twin.splice(position, deleted, inserted);
        twinSeconds.splice(position, deleted, new Array<number>(inserted.length).fill(secondMs));
        const next = edits[i + 1];
        const isLastOfSecond = !next || secondOf(next.timeMs) !== secondMs;
        if (wanted.has(secondMs) && isLastOfSecond) pastTexts.set(secondMs, twin.items().join(""));
      });
      seconds = twinSeconds.items();
    }, 60_000);

    it("T6: it ends in what it ended in, and so does the copy that takes in its whole history in pieces", () => {
      const now = trace.edits.at(-1)!.timeMs;
      expect(text.toString() === trace.endContent).toBe(true);
      const reader = new Text(READER, TEXT_RULES);
      for (let delta = text.since(undefined, 60_000); delta; delta = text.since(reader.version(), 60_000)) {
        expect(delta.length).toBeLessThanOrEqual(60_000);
        expect(reader.merge(delta, now).type).toBe("changed");
      }
      expect(reader.toString() === trace.endContent).toBe(true);
    });

    it("T23: the text at a time is what a replay up to that time makes", () => {
      expect(pastTexts.size).toBeGreaterThan(SAMPLES / 2);
      for (const [secondMs, pastText] of pastTexts) {
        expect(new TextPast(text).textAt(secondMs) === pastText, `at ${secondMs}`).toBe(true);
        expect(new TextPast(text).textAt(secondMs + 999) === pastText, `at ${secondMs + 999}`).toBe(true);
      }
      expect(new TextPast(text).textAt(0)).toBe("");
    });

    it("T24: every passage bears the time at which its first character was typed, and is of one minute", () => {
      let end = 0;
      for (const { from, to, author, timestamp } of authorsOf(text, 0, text.length)) {
        const minutes = new Set(seconds.slice(from, to).map((ms) => Math.floor(ms / 60_000)));
        const isSound = from === end && to > from && author === WRITER && minutes.size === 1;
        if (!isSound || timestamp.timeMs !== seconds[from]) {
          expect.fail(`Expected a passage at ${end} of ${seconds[from]}, got ${JSON.stringify(timestamp)}`);
        }
        end = to;
      }
      expect(end).toBe(text.length);
    });

    it("T25: the changes between two times are the edits of those seconds", () => {
      const times = [...pastTexts.keys()].sort((left, right) => left - right);
      let start = 0;
      for (const [i, to] of times.entries()) {
        const from = times[i - 1] ?? 0;
        const end = trace.edits.findIndex(({ timeMs }, at) => at >= start && secondOf(timeMs) > to);
        const edits = trace.edits.slice(start, end < 0 ? trace.edits.length : end);
        start += edits.length;
        const changes = new TextPast(text).changes(from, to);
        const inserted = changes.flatMap((change) => (change.type === "inserted" ? [change.text] : [])).join("");
        const deleted = changes.flatMap((change) => (change.type === "deleted" ? [change.text] : [])).join("");
        expect(inserted === edits.map((edit) => edit.inserted).join("")).toBe(true);
        expect(deleted.length).toBe(edits.reduce((sum, edit) => sum + edit.deleted, 0));
      }
    });

    it("T25: the moments are the seconds in which somebody typed", () => {
      const typedAt = [...new Set(trace.edits.map(({ timeMs }) => secondOf(timeMs)))];
      const moments = new TextPast(text).moments();
      expect(moments.length).toBe(typedAt.length);
      expect(moments.every((moment, i) => moment === typedAt[i])).toBe(true);
    });
  });
}

describe.runIf(tracesAreHere)("automerge-paper by the times that were recorded", { timeout: 60_000 }, () => {
  it("T25: all lie within one second, so that there is one moment; the text is whole at its end and empty before", () => {
    const trace = sequentialTrace("automerge-paper");
    const text = new Text(WRITER, TEXT_RULES);
    type(text, trace, () => {});
    const secondMs = secondOf(trace.edits[0]!.timeMs);
    expect(trace.edits.every(({ timeMs }) => secondOf(timeMs) === secondMs)).toBe(true);
    expect([...new TextPast(text).moments()]).toEqual([secondMs]);
    expect(new TextPast(text).textAt(secondMs - 1)).toBe("");
    for (const timeMs of [secondMs, secondMs + 999, secondMs + 1_000]) {
      expect(new TextPast(text).textAt(timeMs) === trace.endContent, `at ${timeMs}`).toBe(true);
    }
  });
});
