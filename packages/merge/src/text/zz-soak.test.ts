import fc from "fast-check";
import { expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { OracleReplica } from "./test-fixtures/oracle-replica";
import { anySession, anyStepAmong, EVERYTHING, MEMBERS, nothing, playSession, Session } from "./test-fixtures/sessions";
import { shuffledWithDoubles } from "./test-fixtures/shuffle";
import { expectSound, stateOf } from "./test-fixtures/soundness";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";
const RUNS = Number(process.env.RUNS ?? 1);
const oracleText = ({ journal }: Session, continuesRuns = true) => { const oracle = new OracleReplica(replicaId(99), journal, continuesRuns, journal.compare); oracle.learn(new Map([...journal.units].map(([a, u]) => [a, u.length]))); return oracle.tree.toString(); };
it("sessions", () => {
  for (const continuesRuns of [true, false])
  fc.assert(fc.property(fc.oneof(anySession, fc.array(anyStepAmong(MEMBERS), { minLength: 60, maxLength: 150 })), (steps) => {
    const session = playSession(steps, { ...TEXT_RULES, continuesRuns }, nothing);
    for (const m of session.members) expect(m.text.toString()).toBe(oracleText(session));
    const t = new Text(replicaId(99), { ...TEXT_RULES, continuesRuns });
    for (const d of shuffledWithDoubles(session.deltas, steps.length)) t.merge(d, session.now + 60000);
    expect(t.toString()).toBe(session.members[0]!.text.toString());
    expect(t.heldDeltas).toBe(0);
  }), { numRuns: 500 * RUNS });
}, 3_000_000);
it("crowd", () => {
  const crowd = 40;
  const anyIns = fc.record({ who: fc.nat(crowd - 1), at: fc.constantFrom(300, 500, 700), insert: fc.constantFrom("a", "b", "cd"), hears: fc.option(fc.nat(crowd - 1), { freq: 8, nil: undefined }), waitedMs: fc.nat(700), len: fc.constantFrom(0, 0, 0, 1) });
  fc.assert(fc.property(fc.array(anyIns, { minLength: 60, maxLength: 160 }), fc.nat(), (ins, seed) => {
    const session = new Session(TEXT_RULES, crowd);
    session.edit(session.members[0]!, [{ from: 0, to: 0, insert: "()" }], false);
    for (const m of session.members) session.receive(m, session.deltas[0]!);
    for (const { who, at, insert, hears, waitedMs, len } of ins) {
      if (hears !== undefined) session.play({ type: "pull", who, from: hears, maxBytes: EVERYTHING, deltas: 1, isTwice: false });
      session.play({ type: "wait", ms: waitedMs });
      session.play({ type: "edit", who, edits: [{ at, length: len, insert }], joinsUndo: false });
    }
    const text = oracleText(session);
    for (const s of [seed, seed + 1, seed + 2]) { const t = new Text(replicaId(98), TEXT_RULES); for (const d of shuffledWithDoubles(session.deltas, s)) t.merge(d, session.now + 60000); expect(t.toString()).toBe(text); expect(t.heldDeltas).toBe(0); }
  }), { numRuns: 20 * RUNS });
}, 3_000_000);
const anySpoiling = fc.record({ type: fc.constantFrom("flip", "set", "drop", "double", "cut", "add"), at: fc.nat(), value: fc.oneof(fc.nat(255), fc.nat(9)) });
function spoil(bytes: Uint8Array, { type, at, value }: { type: string; at: number; value: number }): Uint8Array {
  if (bytes.length === 0) return bytes;
  const i = at % bytes.length; const [b, x, c] = [bytes.subarray(0, i), bytes[i]!, bytes.subarray(i + 1)];
  switch (type) { case "flip": return Uint8Array.of(...b, x ^ (1 << (value % 8)), ...c); case "set": return Uint8Array.of(...b, value, ...c); case "drop": return Uint8Array.of(...b, ...c); case "double": return Uint8Array.of(...b, x, x, ...c); case "cut": return new Uint8Array(b); default: return Uint8Array.of(...b, value, x, ...c); }
}
it("hostile", () => {
  const stats: Record<string, number> = {};
  fc.assert(fc.property(anySession, fc.array(fc.record({ which: fc.nat(), target: fc.nat(3), spoilings: fc.array(anySpoiling, { minLength: 1, maxLength: 3 }), order: fc.nat() }), { minLength: 5, maxLength: 40 }), (steps, spoilt) => {
    const session = new Session(TEXT_RULES, MEMBERS);
    for (const step of steps) session.play(step);
    const now = session.now + 50_000;
    const wholes = session.members.flatMap(({ text }) => text.since(undefined, EVERYTHING) ?? []);
    const deltas = [...session.deltas, ...wholes];
    if (deltas.length === 0) return;
    const take = (text: Text, bytes: Uint8Array) => { const before = stateOf(text); const r = text.merge(bytes, now); const k = r.type + ("reason" in r ? r.reason : ""); stats[k] = (stats[k] ?? 0) + 1; if (r.type !== "changed") expect(stateOf(text)).toEqual(before); };
    const hostile: Uint8Array[] = [];
    for (const { which, target, spoilings } of spoilt) {
      const { text } = session.members[target]!;
      const bytes = spoilings.reduce(spoil, deltas[which % deltas.length]!);
      hostile.push(bytes);
      take(text, bytes);
      if (which % 3 === 0) take(text, deltas[which % deltas.length]!);
    }
    for (const { text } of session.members) expectSound(text, now);
    // Undo still works after all of it.
    for (const { text } of session.members) { while (text.canUndo) text.edit({ type: "undo" }, now); while (text.canRedo) text.edit({ type: "redo" }, now); expectSound(text, now); }
    // The same hostile bytes, in two orders: where both hold the same version, they hold the same text.
    const a = new Text(replicaId(90), TEXT_RULES); const b = new Text(replicaId(91), TEXT_RULES);
    for (let i = 0; i < 2; i++) { for (const h of [...wholes, ...hostile]) a.merge(h, now); for (const h of [...wholes, ...hostile.toReversed()]) b.merge(h, now); }
    expectSound(a, now); expectSound(b, now);
    const d = a.since(b.version(), EVERYTHING); if (d) { const r = b.merge(d, now); stats["x" + r.type] = (stats["x" + r.type] ?? 0) + 1; }
  }), { numRuns: 300 * RUNS });
  console.log(stats);
}, 3_000_000);
