import fc from "fast-check";
import { expect } from "vitest";
import type { ReplicaId } from "../../replica-id";
import { replicaId } from "../../test-fixtures/deltas";
import { MAX_DRIFT_MS } from "../../timestamp";
import { authorsOf } from "../authorship";
import type { TextEdit, TextOperation } from "../text";
import type { TextRules } from "../text-rules";
import { elementId, OpenText } from "./open-text";
import { type Expected, Journal, OracleReplica } from "./oracle-replica";
import { expectSoundTree } from "./tree-invariants";

export const START = 1_700_000_000_000;
export const EVERYTHING = Number.POSITIVE_INFINITY;
export const MEMBERS = 4;

/** An edit at any place: numbers that a session fits into the text as it stands. */
export interface AnyEdit {
  readonly at: number;
  readonly length: number;
  readonly insert: string;
}

export type Step =
  | { readonly type: "edit"; readonly who: number; readonly edits: readonly AnyEdit[]; readonly joinsUndo: boolean }
  | { readonly type: "undo" | "redo"; readonly who: number }
  | { readonly type: "sign"; readonly who: number; readonly name: string }
  /** Asks another for what it lacks, so many deltas of at most so many bytes, and maybe takes each in twice. */
  | {
      readonly type: "pull";
      readonly who: number;
      readonly from: number;
      readonly maxBytes: number;
      readonly deltas: number;
      readonly isTwice: boolean;
    }
  /** One delta of all that were ever sent comes in, in no order. What never comes is lost. */
  | { readonly type: "receive"; readonly who: number; readonly which: number }
  | { readonly type: "setClock"; readonly who: number; readonly skewMs: number }
  | { readonly type: "wait"; readonly ms: number };

const anyText = fc.constantFrom("a", "b", "cd", "xyz", "\n", "é", "📝", "a📝b", "some words ");
const anyEdit: fc.Arbitrary<AnyEdit> = fc.record({
  at: fc.nat(1_000),
  length: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(6) }),
  insert: fc.oneof({ weight: 4, arbitrary: anyText }, { weight: 1, arbitrary: fc.constant("") }),
});

/** By how many ms a clock is off. Any two lie at most the drift bound apart, less the second that a timestamp is rounded by. */
export const anySkew = fc.integer({ min: -MAX_DRIFT_MS / 2 + 1_000, max: MAX_DRIFT_MS / 2 - 1_000 });

/** Any step of a session of so many members. */
export function anyStepAmong(members: number): fc.Arbitrary<Step> {
  const who = fc.nat(members - 1);
  const anyEdits = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(anyEdit) },
    { weight: 1, arbitrary: fc.array(anyEdit, { maxLength: 3 }) },
  );
  const maxBytes = fc.oneof(fc.integer({ min: 20, max: 150 }), fc.constant(100_000));
  const ms = fc.oneof(fc.nat(1_500), fc.nat(20_000));
  const step = <T extends Step["type"], F extends object>(type: T, fields: { [K in keyof F]: fc.Arbitrary<F[K]> }) =>
    fc.record({ type: fc.constant(type), ...fields });
  return fc.oneof(
    { weight: 8, arbitrary: step("edit", { who, edits: anyEdits, joinsUndo: fc.boolean() }) },
    { weight: 3, arbitrary: step("undo", { who }) },
    { weight: 2, arbitrary: step("redo", { who }) },
    { weight: 1, arbitrary: step("sign", { who, name: fc.constantFrom("Ada", "Bo") }) },
    {
      weight: 4,
      arbitrary: step("pull", {
        who,
        from: who,
        maxBytes,
        deltas: fc.integer({ min: 1, max: 3 }),
        isTwice: fc.boolean(),
      }),
    },
    { weight: 5, arbitrary: step("receive", { who, which: fc.nat() }) },
    { weight: 1, arbitrary: step("setClock", { who, skewMs: anySkew }) },
    { weight: 1, arbitrary: step("wait", { ms }) },
  ) as fc.Arbitrary<Step>;
}

// Left to itself, the generator would seldom go beyond ten steps.
export const anySession = fc.array(anyStepAmong(MEMBERS), { minLength: 1, maxLength: 40, size: "max" });

export interface Member {
  readonly id: ReplicaId;
  readonly text: OpenText;
  readonly oracle: OracleReplica;
  skewMs: number;
}

/** Several copies that write, each beside its oracle, over a network that shuffles, doubles, cuts and loses. */
export class Session {
  readonly journal = new Journal();
  readonly members: readonly Member[];
  now = START;
  /** One for each operation of anybody, in the order in which they were sent. */
  readonly deltas: Uint8Array[] = [];
  /** By member, the units that each undoable step wrote, and each redoable one. */
  private readonly undoable = new Map<Member, Units[]>();
  private readonly redoable = new Map<Member, Units[]>();

  constructor(
    private readonly rules: TextRules,
    members: number,
  ) {
    this.members = Array.from({ length: members }, (_, i) => this.newMember(replicaId(i + 1)));
  }

  newMember(id: ReplicaId): Member {
    const oracle = new OracleReplica(id, this.journal, this.rules.continuesRuns, this.journal.compare);
    return { id, text: new OpenText(id, this.rules), oracle, skewMs: 0 };
  }

  /** Plays a step; the copy that moved must say what its oracle says. Returns it. */
  play(step: Step): Member | undefined {
    if (step.type === "wait") {
      this.now += step.ms;
      return undefined;
    }
    const member = this.members[step.who]!;
    this.move(member, step);
    expect(member.text.toString()).toBe(member.oracle.tree.toString());
    expect(member.text.length).toBe(member.text.toString().length);
    return member;
  }

  private move(member: Member, step: Exclude<Step, { readonly type: "wait" }>): void {
    switch (step.type) {
      case "edit":
        this.edit(member, placed(member.text.toString(), step.edits), step.joinsUndo);
        return;
      case "undo":
      case "redo":
        this.turn(member, step.type);
        return;
      case "sign":
        this.sign(member, step.name);
        return;
      case "pull":
        this.pull(member, this.members[step.from]!, step);
        return;
      case "receive":
        if (this.deltas.length > 0) this.receive(member, this.deltas[step.which % this.deltas.length]!);
        return;
      case "setClock":
        member.skewMs = step.skewMs;
        return;
      default:
        step satisfies never;
    }
  }

  edit(member: Member, edits: readonly TextEdit[], joinsUndo: boolean): void {
    const written = this.write(member, { type: "edit", edits, joinsUndo }, () =>
      member.oracle.edit(edits, (counter) => member.text.goesOn(member.id, counter)),
    );
    if (written.from === written.to) return;
    const steps = stepsOf(this.undoable, member);
    const last = steps.at(-1);
    if (joinsUndo && last?.to === written.from) steps[steps.length - 1] = { from: last.from, to: written.to };
    else steps.push(written);
    this.redoable.delete(member);
  }

  /** A signature goes with the step before it. */
  private sign(member: Member, name: string): void {
    const written = this.write(member, { type: "sign", signature: { name, color: 7 } }, () => NOTHING);
    const steps = stepsOf(this.undoable, member);
    const last = steps.at(-1);
    if (last?.to === written.from) steps[steps.length - 1] = { from: last.from, to: written.to };
  }

  turn(member: Member, type: "undo" | "redo"): void {
    const [from, to] = type === "undo" ? [this.undoable, this.redoable] : [this.redoable, this.undoable];
    const step = stepsOf(from, member).pop();
    const { text, oracle } = member;
    expect(type === "undo" ? text.canUndo : text.canRedo).toBe(step !== undefined);
    const written = this.write(member, { type }, () => oracle.turn(step?.from ?? 0, step?.to ?? 0));
    if (step) stepsOf(to, member).push(written);
  }

  receive({ text, oracle, skewMs }: Member, delta: Uint8Array): void {
    const result = text.merge(delta, this.now + skewMs);
    expectSoundTree(text);
    expect(["changed", "unchanged", "held"]).toContain(result.type);
    oracle.learn(text.unitsByAuthor());
  }

  /** Everyone asks everyone until nobody lacks anything. */
  settle(maxBytes: number): void {
    for (let round = 0; round < 2; round++) {
      for (const member of this.members) {
        for (const other of this.members) this.pull(member, other, { maxBytes, deltas: EVERYTHING, isTwice: false });
      }
    }
    for (const { text, oracle } of this.members) expect(text.toString()).toBe(oracle.tree.toString());
  }

  private pull(member: Member, from: Member, how: { maxBytes: number; deltas: number; isTwice: boolean }): void {
    for (let i = 0; i < how.deltas; i++) {
      const delta = from.text.since(member.text.version(), how.maxBytes);
      if (!delta) return;
      expect(delta.length).toBeLessThanOrEqual(how.maxBytes);
      expect(Math.min(from.text.shareOf(member.text.version()), member.text.shareOf(from.text.version()))).toBeLessThan(
        1,
      );
      this.receive(member, delta);
      if (how.isTwice) expect(member.text.merge(delta, this.now + member.skewMs).type).toBe("unchanged");
    }
  }

  /** Lets copy and oracle write the same, compares what they wrote, and sends it. */
  private write(member: Member, operation: TextOperation, inOracle: () => Expected): Units {
    const { id, text, oracle, skewMs } = member;
    const { journal } = this;
    const before = text.version();
    const own = journal.unitsOf(id);
    const from = own.length;
    text.edit(operation, this.now + skewMs);
    expectSoundTree(text);
    const expected = inOracle();
    const logged = text.loggedUnits(id, from);
    const targets = logged.flatMap((unit) => (unit.type === "deleted" ? [unit.id] : []));
    const restored = logged.flatMap((unit) => (unit.type === "restored" ? [unit.unit] : []));
    expect(logged.flatMap((unit) => (unit.type === "inserted" ? [unit.id] : []))).toEqual(
      expected.inserted.map((element) => element.id),
    );
    expect(targets.toSorted()).toEqual([...expected.deleted].sort());
    expect(restored.toSorted((a, b) => a - b)).toEqual(expected.restored.toSorted((a, b) => a - b));
    for (const element of expected.inserted) {
      journal.elements.set(element.id, element);
      journal.timestamps.set(element.id, timestampOf(member, element.id));
    }
    if (logged.length > 0) {
      const { timeMs } = text.timestamp!;
      own.push(...logged.map((unit) => ({ ...unit, timeMs })));
      oracle.wrote(logged.length);
      this.deltas.push(text.since(before, EVERYTHING)!);
    }
    return { from, to: own.length };
  }
}

const NOTHING: Expected = { inserted: [], deleted: [], restored: [] };

interface Units {
  readonly from: number;
  readonly to: number;
}

function stepsOf(steps: Map<Member, Units[]>, member: Member): Units[] {
  const found = steps.get(member) ?? [];
  steps.set(member, found);
  return found;
}

/** When a character that shows was written. */
function timestampOf({ text, oracle }: Member, id: string) {
  const position = oracle.tree.visible().findIndex((element) => element.id === id);
  const anchor = text.anchorAt(position + 1)!;
  expect(elementId(anchor.author, anchor.counter)).toBe(id);
  return authorsOf(text, position, position + 1)[0]!.timestamp;
}

/** Fits edits into a text, in ascending order, apart from each other, and never within a pair of surrogates. */
export function placed(text: string, edits: readonly AnyEdit[]): TextEdit[] {
  const fitted: TextEdit[] = [];
  let end = 0;
  for (const { at, length, insert } of edits.toSorted((left, right) => left.at - right.at)) {
    const from = wholePair(text, Math.max(end, Math.round((at / 1_000) * text.length)));
    const to = wholePair(text, Math.min(text.length, from + length));
    fitted.push({ from, to, insert });
    end = to;
  }
  return fitted;
}

function wholePair(text: string, position: number): number {
  const isInPair = position > 0 && position < text.length && !text.slice(0, position).isWellFormed();
  return isInPair ? position + 1 : position;
}

/** Sees the member that moved. */
export type AfterStep = (session: Session, member: Member, step: Step) => void;

/** Plays a whole session and settles it. */
export function playSession(steps: readonly Step[], rules: TextRules, afterStep: AfterStep): Session {
  const session = new Session(rules, MEMBERS);
  for (const step of steps) {
    const member = session.play(step);
    if (member) afterStep(session, member, step);
  }
  session.settle(EVERYTHING);
  return session;
}

export const nothing = (): void => {};
