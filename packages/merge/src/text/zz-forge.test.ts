import fc from "fast-check";
import { expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { forgeTextDelta, type ForgedOperation } from "./test-fixtures/forged-deltas";
import { START } from "./test-fixtures/sessions";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";
const AUTH = 4;
const anyOp = fc.record({ author: fc.nat(AUTH - 1), left: fc.nat(1000), right: fc.nat(1000), text: fc.constantFrom("a", "b", "c"), count: fc.nat(3), span: fc.boolean() });
const anyOps = fc.array(anyOp, { minLength: 12, maxLength: 40 });
it("forged", () => {
  let accepted = 0, total = 0;
  fc.assert(fc.property(anyOps, fc.infiniteStream(fc.nat()), (ops, random) => {
    const units = Array.from({ length: AUTH }, () => 0);
    const chars: { author: ReturnType<typeof replicaId>; counter: number }[] = [];
    const reference = new Text(replicaId(99), TEXT_RULES);
    const deltas: Uint8Array[] = [];
    const log: string[] = [];
    for (const { author, left, right, text, count } of ops) {
      const pick = (n: number) => { const k = n % (chars.length + 1); return k === 0 ? undefined : chars[k - 1]; };
      const operation: ForgedOperation = { type: "insert", text, left: pick(left), right: pick(right) };
      const d = forgeTextDelta([{ author: replicaId(author + 1), from: units[author]!, characters: units[author]!, operations: [operation], seconds: units[author] === 0 ? 1_700_000_000 : 0, count }]);
      if (reference.merge(d, START).type !== "changed") continue;
      chars.push({ author: replicaId(author + 1), counter: units[author]! });
      const o = (x: typeof operation.left) => x ? `${x.author.at(-1)}:${x.counter}` : "-";
      log.push(`${author + 1}:${units[author]} L=${o(operation.left)} R=${o(operation.right)} +${count}`);
      units[author]! += text.length;
      deltas.push(d);
    }
    total++;
    accepted += deltas.length;
    for (let n = 0; n < 3; n++) {
      const text = new Text(replicaId(98), TEXT_RULES);
      const order = deltas.map((d) => ({ d, k: random.next().value! })).sort((a, b) => a.k - b.k).map(({ d }) => d);
      for (let i = 0; i < 3; i++) for (const d of order) text.merge(d, START);
      if (text.version().join() !== reference.version().join() || text.toString() !== reference.toString()) {
        throw new Error(`\n${log.join("\n")}\norder ${order.map((d) => deltas.indexOf(d)).join()} ref ${reference.toString()} got ${text.toString()} versions same ${text.version().join() === reference.version().join()}`);
      }
    }
  }), { numRuns: 15000 });
  console.log(accepted / total);
}, 300_000);
