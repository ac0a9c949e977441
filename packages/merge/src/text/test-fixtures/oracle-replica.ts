import type { ReplicaId } from "../../replica-id";
import { compareTimestamps, type Timestamp } from "../../timestamp";
import type { TextEdit } from "../text";
import { FugueMaxOracle, type OracleElement } from "./fugue-max-oracle";
import { elementId, type LoggedUnit } from "./open-text";

/** A unit of somebody's log, with all that the oracle needs of it. */
export type JournalUnit = LoggedUnit & { readonly timeMs: number };

/** All that was ever written by anybody: the oracle's copies each know a part of it. */
export class Journal {
  readonly units = new Map<ReplicaId, JournalUnit[]>();
  readonly elements = new Map<string, OracleElement>();
  readonly timestamps = new Map<string, Timestamp>();

  unitsOf(author: ReplicaId): JournalUnit[] {
    const units = this.units.get(author) ?? [];
    this.units.set(author, units);
    return units;
  }

  /** The order of siblings: by timestamp, then author. */
  readonly compare = (left: string, right: string): number =>
    compareTimestamps(this.timestamps.get(left)!, this.timestamps.get(right)!);
}

/** What an operation should write, in any order. */
export interface Expected {
  readonly inserted: readonly OracleElement[];
  readonly deleted: readonly string[];
  readonly restored: readonly number[];
}

/** The slow twin of a text: the same edits by rules of its own, over a tree with one node for each character. */
export class OracleReplica {
  readonly tree: FugueMaxOracle;
  private readonly seen = new Map<ReplicaId, number>();

  constructor(
    private readonly author: ReplicaId,
    private readonly journal: Journal,
    private readonly continuesRuns: boolean,
    /** The order of siblings, by id. */
    compare: (left: string, right: string) => number,
  ) {
    this.tree = new FugueMaxOracle(compare, "fugue max");
  }

  /** Takes in what others wrote, up to so many units of each. Throws where a unit comes without its cause. */
  learn(unitsByAuthor: ReadonlyMap<ReplicaId, number>): void {
    let isMoving = true;
    while (isMoving) {
      isMoving = false;
      for (const [author, units] of unitsByAuthor) {
        while (this.seenOf(author) < units && this.takeIn(author)) isMoving = true;
      }
    }
    for (const [author, units] of unitsByAuthor) {
      if (this.seenOf(author) < units)
        throw new Error(`Expected the cause of unit ${this.seenOf(author)} of ${author}`);
    }
  }

  /** Counts what this copy's own author wrote as seen, since `edit` or `turn` has already done it. */
  wrote(units: number): void {
    this.seen.set(this.author, this.seenOf(this.author) + units);
  }

  /**
   * Applies edits as `TextOperation` has them, each deleting before it inserts. `goesOn` tells whether the character of
   * that counter went on with a run that ends far away, where the rule leaves it to the text.
   */
  edit(edits: readonly TextEdit[], goesOn: (counter: number) => boolean): Expected {
    const inserted: OracleElement[] = [];
    const deleted: string[] = [];
    let shift = 0;
    for (const { from, to, insert } of edits) {
      const targets = this.tree.visible().slice(from + shift, to + shift);
      for (const { id } of targets) this.tree.delete(id);
      deleted.push(...targets.map(({ id }) => id));
      inserted.push(...this.insert(from + shift, insert, inserted.length, goesOn));
      shift += insert.length - (to - from);
    }
    return { inserted, deleted, restored: [] };
  }

  /** Does the opposite of so many of the author's own units, the last first. */
  turn(from: number, to: number): Expected {
    const deleted: string[] = [];
    const restored: number[] = [];
    const own = this.journal.unitsOf(this.author);
    for (const [i, unit] of [...own.entries()].slice(from, to).reverse()) {
      if (unit.type === "inserted") deleted.push(unit.id);
      else if (unit.type === "deleted") restored.push(i);
      else if (unit.type === "restored") deleted.push(targetOf(own, unit.unit));
    }
    for (const id of deleted) this.tree.delete(id);
    for (const unit of restored) this.tree.restore(targetOf(own, unit));
    return { inserted: [], deleted, restored };
  }

  private insert(
    position: number,
    text: string,
    before: number,
    goesOn: (counter: number) => boolean,
  ): OracleElement[] {
    const counter = this.charactersOf(this.author) + before;
    const left = this.leftOf(position, counter, goesOn);
    const right = this.tree.after(left);
    const elements = Array.from({ length: text.length }, (_, i): OracleElement => {
      const origin = i === 0 ? left : elementId(this.author, counter + i - 1);
      return { id: elementId(this.author, counter + i), unit: text[i]!, left: origin, right };
    });
    for (const element of elements) this.tree.insert(element);
    return elements;
  }

  /** What shows left of the position, or the author's own last character, deleted, between that and what shows right. */
  private leftOf(position: number, counter: number, goesOn: (counter: number) => boolean): string | undefined {
    const left = this.tree.visible()[position - 1]?.id;
    if (!this.continuesRuns || counter === 0) return left;
    const own = elementId(this.author, counter - 1);
    let passed = 0;
    for (let id = this.tree.after(left); id && !this.tree.shows(id); id = this.tree.after(id)) {
      if (id === own) return passed < SURE_GAP || goesOn(counter) ? own : left;
      passed++;
    }
    return left;
  }

  private takeIn(author: ReplicaId): boolean {
    const { tree, journal } = this;
    const units = journal.unitsOf(author);
    const unit = units[this.seenOf(author)]!;
    if (unit.type === "inserted") {
      const element = journal.elements.get(unit.id)!;
      const causes = [element.left, element.right].filter((cause) => cause !== undefined);
      if (!causes.every((cause) => tree.has(cause))) return false;
      tree.insert(element);
    } else if (unit.type === "deleted") {
      if (!tree.has(unit.id)) return false;
      tree.delete(unit.id);
    } else if (unit.type === "restored") tree.restore(targetOf(units, unit.unit));
    this.seen.set(author, this.seenOf(author) + 1);
    return true;
  }

  private seenOf(author: ReplicaId): number {
    return this.seen.get(author) ?? 0;
  }

  private charactersOf(author: ReplicaId): number {
    return this.journal.unitsOf(author).filter(({ type }) => type === "inserted").length;
  }
}

/** A text looks through so many spans of deleted characters for its writer's last one, and a span has one at least. */
const SURE_GAP = 16;

function targetOf(units: readonly JournalUnit[], unit: number): string {
  const deletion = units[unit];
  if (deletion?.type !== "deleted") throw new Error(`Expected a deletion at unit ${unit}`);
  return deletion.id;
}
