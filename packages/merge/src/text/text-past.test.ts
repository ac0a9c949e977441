import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReplicaId } from "../replica-id";
import { replicaId } from "../test-fixtures/deltas";
import { authorsOf } from "./authorship";
import type { JournalUnit } from "./test-fixtures/oracle-replica";
import { anySession, nothing, playSession, type Session, START } from "./test-fixtures/sessions";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";
import { TextPast } from "./time-travel";

interface Written {
  readonly author: ReplicaId;
  readonly unit: JournalUnit;
}

function everything({ journal }: Session): Written[] {
  return [...journal.units].flatMap(([author, units]) => units.map((unit) => ({ author, unit })));
}

/** What a unit did its thing to: an id of a character; undefined for a signature. */
function targetOf({ journal }: Session, { author, unit }: Written): string | undefined {
  if (unit.type === "signed") return undefined;
  if (unit.type !== "restored") return unit.id;
  const deletion = journal.unitsOf(author)[unit.unit]!;
  return deletion.type === "deleted" ? deletion.id : undefined;
}

/** The characters that showed at the end of a time: inserted by then, and no deletion by then that was not taken back by then. */
function visibleAt(session: Session, timeMs: number): string[] {
  const hidden = new Map<string, number>();
  const inserted = new Set<string>();
  for (const written of everything(session)) {
    const target = targetOf(session, written);
    if (!target || written.unit.timeMs > timeMs) continue;
    if (written.unit.type === "inserted") inserted.add(target);
    else hidden.set(target, (hidden.get(target) ?? 0) + (written.unit.type === "deleted" ? 1 : -1));
  }
  const ids = session.members[0]!.oracle.tree.elements().map(({ id }) => id);
  return ids.filter((id) => inserted.has(id) && (hidden.get(id) ?? 0) === 0);
}

const authorOf = (id: string) => id.slice(0, id.indexOf(":"));

const timeOf = ({ journal }: Session, id: string) => journal.timestamps.get(id)!.timeMs;
const minuteOf = (timeMs: number) => Math.floor(timeMs / 60_000);
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const DAY_MS = 86_400_000;

/** Every second from before the session to after it, in steps that hit each that matters. */
function timesOf(session: Session): number[] {
  const times = new Set(everything(session).flatMap(({ unit }) => [unit.timeMs - 1, unit.timeMs, unit.timeMs + 999]));
  return [0, ...times, session.now + 100_000];
}

/** A session at whose end all copies have everything. */
const played = (steps: Parameters<typeof playSession>[0]) => playSession(steps, TEXT_RULES, nothing);

describe("the past of a text that many wrote", { timeout: 60_000 }, () => {
  it("T23: the text at a time is made of what was inserted by then and not deleted by then", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = played(steps);
        const { text } = session.members[1]!;
        for (const time of timesOf(session)) {
          const ids = visibleAt(session, time);
          expect(new TextPast(text).textAt(time)).toBe(
            ids.map((id) => session.journal.elements.get(id)!.unit).join(""),
          );
        }
        expect(new TextPast(text).textAt(session.now + 100_000)).toBe(text.toString());
      }),
    );
  });

  it("T24: the passages at a time are the same text, each by who wrote it and of one minute, from when its first character was", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = played(steps);
        const { text } = session.members[2]!;
        for (const time of timesOf(session)) {
          const ids = visibleAt(session, time);
          const passages = new TextPast(text).passagesAt(time);
          const authors = passages.flatMap((passage) => [...spread(passage.text, passage.author)]);
          expect(authors).toEqual(ids.map(authorOf));
          expect(passages.map((passage) => passage.text).join("")).toBe(new TextPast(text).textAt(time));
          let start = 0;
          for (const passage of passages) {
            const written = ids.slice(start, start + passage.text.length).map((id) => timeOf(session, id));
            expect(passage.timeMs).toBe(written[0]);
            expect(new Set(written.map(minuteOf)).size).toBe(1);
            start += passage.text.length;
          }
        }
      }),
    );
  });

  it("T24: who wrote a range, and when, is who inserted each of its characters", () => {
    fc.assert(
      fc.property(anySession, fc.nat(), fc.nat(), (steps, one, other) => {
        const session = played(steps);
        const { text, oracle } = session.members[3]!;
        const ids = oracle.tree.visible().map(({ id }) => id);
        const ends = [one, other].map((end) => end % (ids.length + 1)).sort((a, b) => a - b);
        const [from = 0, to = 0] = ends;
        const passages = authorsOf(text, from, to);
        expect(passages.flatMap((passage) => [...spread(passage, passage.author)])).toEqual(
          ids.slice(from, to).map(authorOf),
        );
        let end = from;
        for (const passage of passages) {
          expect(passage.from).toBe(end);
          expect(passage.timestamp).toEqual(session.journal.timestamps.get(ids[passage.from]!));
          const minutes = ids.slice(passage.from, passage.to).map((id) => minuteOf(timeOf(session, id)));
          expect(new Set(minutes).size).toBe(1);
          end = passage.to;
        }
        expect(end).toBe(to);
      }),
    );
  });

  it("T24: what one author goes on with later is a passage of its own, then as now", () => {
    const text = new Text(replicaId(1), TEXT_RULES);
    const write = (insert: string, now: number) =>
      text.edit({ type: "edit", edits: [{ from: text.length, to: text.length, insert }], joinsUndo: false }, now);
    write("Monday. ", START);
    write("Still Monday. ", START + 1_000);
    write("Friday.", START + 4 * DAY_MS);
    expect(authorsOf(text, 0, text.length).map(({ from, timestamp }) => [from, timestamp.timeMs])).toEqual([
      [0, START],
      [22, START + 4 * DAY_MS],
    ]);
    expect(new TextPast(text).passagesAt(START + 5 * DAY_MS).map(({ timeMs, text }) => [timeMs, text])).toEqual([
      [START, "Monday. Still Monday. "],
      [START + 4 * DAY_MS, "Friday."],
    ]);
  });

  it("T27: the edits to a time make the text of that time, by what was not there then, and what is not there now", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = played(steps);
        const { text, oracle } = session.members[1]!;
        const now = oracle.tree.visible().map(({ id }) => id);
        for (const time of timesOf(session)) {
          const then = visibleAt(session, time);
          const edits = new TextPast(text).editsTo(time);
          const units = edits.map(({ from, to, insert }) => [to - from, insert.length] as const);
          expect(sum(units.map(([removed]) => removed))).toBe(now.filter((id) => !then.includes(id)).length);
          expect(sum(units.map(([, inserted]) => inserted))).toBe(then.filter((id) => !now.includes(id)).length);
          for (const [i, { from }] of edits.entries()) expect(from).toBeGreaterThan(edits[i - 1]?.to ?? -1);
          let changed = text.toString();
          for (const { from, to, insert } of edits.toReversed()) {
            changed = changed.slice(0, from) + insert + changed.slice(to);
          }
          expect(changed).toBe(new TextPast(text).textAt(time));
        }
      }),
    );
  });

  it("T25: the changes between two times are all that anybody inserted, deleted or restored then, in order of time", () => {
    fc.assert(
      fc.property(anySession, fc.nat(120_000), fc.nat(120_000), (steps, one, other) => {
        const session = played(steps);
        const [from = 0, to = 0] = [one, other].map((ms) => START - 30_000 + ms).sort((a, b) => a - b);
        const written = everything(session).filter(({ unit }) => unit.timeMs > from && unit.timeMs <= to);
        const expected = written.flatMap((each) => {
          const target = targetOf(session, each);
          if (!target) return [];
          return [`${each.unit.timeMs} ${each.author} ${each.unit.type} ${session.journal.elements.get(target)!.unit}`];
        });
        const changes = new TextPast(session.members[0]!.text).changes(from, to);
        const actual = changes.flatMap(({ timeMs, author, type, text }) =>
          text.split("").map((unit) => `${timeMs} ${author} ${type} ${unit}`),
        );
        expect(actual.toSorted()).toEqual(expected.toSorted());
        const times = changes.map(({ timeMs }) => timeMs);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
    );
  });

  it("T25: the moments are the seconds in which anybody wrote; to sign is none", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = played(steps);
        const texts = everything(session).filter(({ unit }) => unit.type !== "signed");
        const times = new Set(texts.map(({ unit }) => unit.timeMs));
        expect([...new TextPast(session.members[0]!.text).moments()]).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  it("T23: whoever writes alone finds each second's end as it was", () => {
    const anyEdits = fc.array(
      fc.record({ at: fc.nat(100), deleted: fc.nat(3), insert: fc.string(), waitedMs: fc.nat(900) }),
    );
    fc.assert(
      fc.property(anyEdits, (edits) => {
        const text = new Text(replicaId(1), TEXT_RULES);
        const ends = new Map<number, string>();
        let now = START;
        for (const { at, deleted, insert, waitedMs } of edits) {
          now += waitedMs;
          const from = Math.min(at, text.length);
          const to = Math.min(from + deleted, text.length);
          text.edit({ type: "edit", edits: [{ from, to, insert }], joinsUndo: false }, now);
          ends.set(Math.floor(now / 1_000) * 1_000, text.toString());
        }
        for (const [second, end] of ends) expect(new TextPast(text).textAt(second)).toBe(end);
      }),
    );
  });
});

describe("signatures", { timeout: 60_000 }, () => {
  it("T26: the last signature of each author stays with the text, and a copy has them all", () => {
    const one = new Text(replicaId(1), TEXT_RULES);
    const other = new Text(replicaId(2), TEXT_RULES);
    one.edit({ type: "sign", signature: { name: "Ada", color: 3 } }, START);
    other.edit({ type: "sign", signature: { name: "Bo 📝", color: 255 } }, START);
    one.edit({ type: "sign", signature: { name: "Ada L.", color: 4 } }, START);
    one.merge(other.since(one.version(), Number.POSITIVE_INFINITY)!, START);
    other.merge(one.since(other.version(), Number.POSITIVE_INFINITY)!, START);
    const expected = new Map([
      [replicaId(1), { name: "Ada L.", color: 4 }],
      [replicaId(2), { name: "Bo 📝", color: 255 }],
    ]);
    expect(new Map([...one.signatures()].sort())).toEqual(expected);
    expect(new Map([...other.signatures()].sort())).toEqual(expected);
  });

  it("T26: the same signature again writes nothing; one that breaks a limit throws and writes nothing", () => {
    const text = new Text(replicaId(1), TEXT_RULES);
    const sign = (name: string, color: number) => text.edit({ type: "sign", signature: { name, color } }, START);
    sign("x".repeat(64), 0);
    const before = text.version();
    sign("x".repeat(64), 0);
    for (const [name, color] of [
      ["x".repeat(65), 0],
      ["\ud800", 0],
      ["Ada", 256],
      ["Ada", -1],
      ["Ada", 0.5],
    ] as const) {
      expect(() => sign(name, color)).toThrow(RangeError);
    }
    expect(text.version()).toEqual(before);
  });
});

/** The author once for each unit. */
function* spread(of: string | { readonly from: number; readonly to: number }, author: ReplicaId): Iterable<ReplicaId> {
  const length = typeof of === "string" ? of.length : of.to - of.from;
  for (let i = 0; i < length; i++) yield author;
}
