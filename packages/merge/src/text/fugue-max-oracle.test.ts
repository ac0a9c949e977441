import { describe, expect, it } from "vitest";
import { type ChainPeer, replayConcurrent } from "./test-fixtures/concurrent-replay";
import { FugueMaxOracle, type OracleElement, type TreeRule } from "./test-fixtures/fugue-max-oracle";
import { type ConcurrentTrace, fugueMaxHistories, type RecordedEdit, tracesAreHere } from "./test-fixtures/traces";

type OracleDelta =
  | { readonly type: "inserted"; readonly elements: readonly OracleElement[] }
  | { readonly type: "deleted"; readonly ids: readonly string[] };

/** The histories order siblings by agent, then sequence: ids are made so that they compare as strings. */
const idOf = (agent: string, sequence: number) => `${agent} ${String(sequence).padStart(5, "0")}`;
const byId = (left: string, right: string) => (left < right ? -1 : 1);

class OraclePeer implements ChainPeer<OracleDelta> {
  readonly tree: FugueMaxOracle;
  constructor(rule: TreeRule) {
    this.tree = new FugueMaxOracle(byId, rule);
  }

  apply({ position, deleted, inserted, agent, sequence }: RecordedEdit): OracleDelta {
    const visible = this.tree.visible();
    const delta: OracleDelta =
      deleted > 0
        ? { type: "deleted", ids: visible.slice(position, position + deleted).map(({ id }) => id) }
        : { type: "inserted", elements: this.elements(visible[position - 1]?.id, inserted, agent, sequence) };
    this.take(delta);
    return delta;
  }

  take(delta: OracleDelta): void {
    if (delta.type === "inserted") for (const element of delta.elements) this.tree.insert(element);
    else for (const id of delta.ids) this.tree.delete(id);
  }

  private elements(before: string | undefined, inserted: string, agent: string, sequence: number): OracleElement[] {
    const right = this.tree.after(before);
    return [...inserted].map((unit, i) => ({
      id: idOf(agent, sequence + i),
      unit,
      left: i === 0 ? before : idOf(agent, sequence + i - 1),
      right,
    }));
  }
}

function textOf({ edits }: ConcurrentTrace, rule: TreeRule): string {
  const deltas = replayConcurrent(edits, () => new OraclePeer(rule));
  const last = new OraclePeer(rule);
  for (const delta of deltas) last.take(delta);
  return last.tree.toString();
}

describe.runIf(tracesAreHere)("the oracle itself", { timeout: 60_000 }, () => {
  it("T1: the paper's tree makes of each of 1,000 histories the text that is known", () => {
    for (const history of fugueMaxHistories()) expect(textOf(history, "fugue max")).toBe(history.endContent);
  });

  it("T1: a tree that keeps to Fugue gets a history wrong, so the histories tell the two apart", () => {
    expect(fugueMaxHistories().some((history) => textOf(history, "fugue") !== history.endContent)).toBe(true);
  });
});
