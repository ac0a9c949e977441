import type { ReplicaId } from "../../replica-id";
import { DELETE, DELETE_BACK, INSERT, RESTORE } from "../author-log";
import { Text } from "../text";

/** What one unit of an author's log says. Characters are named by author and counter, as `elementId` spells it. */
export type LoggedUnit =
  | { readonly type: "inserted"; readonly id: string }
  | { readonly type: "deleted"; readonly id: string }
  /** Takes back the deletion that is the author's unit of this number. */
  | { readonly type: "restored"; readonly unit: number }
  | { readonly type: "signed" };

/** The character that `author` inserted after `counter` others. */
export function elementId(author: ReplicaId, counter: number): string {
  return `${author}:${counter}`;
}

/**
 * A text whose logs can be read, so that a test knows which units a copy has and in which order it wrote its own. Where
 * a character stands, the logs do not say: that is for the oracle to find out.
 */
export class OpenText extends Text {
  /** How many units of each author this copy has. */
  unitsByAuthor(): ReadonlyMap<ReplicaId, number> {
    return new Map(this.document.logs.filter(({ units }) => units > 0).map(({ id, units }) => [id, units]));
  }

  /** Whether an author's character was inserted right behind the one that the author had inserted before it. */
  goesOn(author: ReplicaId, counter: number): boolean {
    const log = this.document.logs.find(({ id }) => id === author);
    return log?.continues(counter) ?? false;
  }

  /** The units of an author from `from` on. */
  loggedUnits(author: ReplicaId, from: number): LoggedUnit[] {
    const { logs } = this.document;
    const log = logs.find(({ id }) => id === author);
    if (!log) return [];
    return Array.from({ length: log.units - from }, (_, i): LoggedUnit => {
      const entry = log.entryOf(from + i);
      const inside = from + i - log.starts[entry]!;
      const target = (by: number) => elementId(logs[log.leftSlots[entry]! - 1]!.id, log.leftCounters[entry]! + by);
      switch (log.kinds[entry]) {
        case INSERT:
          return { type: "inserted", id: elementId(author, log.counters[entry]! + inside) };
        case DELETE:
          return { type: "deleted", id: target(inside) };
        case DELETE_BACK:
          return { type: "deleted", id: target(-inside) };
        case RESTORE:
          return { type: "restored", unit: log.leftCounters[entry]! + inside };
        default:
          return { type: "signed" };
      }
    });
  }
}
