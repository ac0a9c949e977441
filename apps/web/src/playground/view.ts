import { compareTimestamps, type Timestamp } from "@hearsay/merge";
import type { LinkEnds, NodeState, PicturedLink } from "../picture/scene";
import type { Film, FilmedMessage, LatestWrite, NodeRecord, Traffic } from "./film";
import type { PlaygroundSettings } from "./settings";

/** A moment of a film: how much of it has been seen, and the virtual time, which may lie a little behind the last entry. */
export interface Position {
  readonly seen: number;
  readonly atUs: number;
}

/** How one node stands to the newest data that any living node holds. */
export interface NodeStanding extends NodeRecord {
  readonly state: NodeState;
}

/** What can be seen of a run at one moment. */
export class View {
  private stand: readonly NodeStanding[] | undefined;
  private shown: readonly FilmedMessage[] | undefined;

  constructor(
    readonly film: Film,
    readonly position: Position,
  ) {}

  get nowUs(): number {
    return this.position.atUs;
  }

  get settings(): PlaygroundSettings {
    return this.film.settings.at(this.position.seen);
  }

  get links(): readonly PicturedLink[] {
    return this.film.links.at(this.position.seen);
  }

  /** The node that is going to crash amid its sending. */
  get doomed(): number | undefined {
    return this.film.doomed.at(this.position.seen);
  }

  get latestWrite(): LatestWrite | undefined {
    return this.film.latestWrite.at(this.position.seen);
  }

  get traffic(): Traffic {
    return this.film.traffic.at(this.position.seen);
  }

  get newest(): Timestamp | undefined {
    return this.film.tally.at(this.position.seen).newest;
  }

  get living(): number {
    return this.film.tally.at(this.position.seen).living;
  }

  /** How many of the living do not hold the newest. */
  get differing(): number {
    const { newest, holders, living } = this.film.tally.at(this.position.seen);
    return newest ? living - holders : 0;
  }

  get nodes(): readonly NodeStanding[] {
    this.stand ??= this.film.nodes.map((history) => {
      const record = history.at(this.position.seen);
      return { ...record, state: stateOf(record, this.newest) };
    });
    return this.stand;
  }

  /** The messages on their way, and for a moment those that were lost; the last that left comes last. */
  get messages(): readonly FilmedMessage[] {
    this.shown ??= this.findMessages();
    return this.shown;
  }

  /** From whom each node that holds the newest data had it. */
  get tree(): readonly LinkEnds[] {
    return this.nodes.flatMap(({ state, toldBy }, node): LinkEnds[] =>
      state === "newest" && toldBy !== undefined ? [[toldBy, node]] : [],
    );
  }

  /** The last `most` messages that left by now, newest first. */
  lastMessages(most: number): readonly FilmedMessage[] {
    const end = this.messagesLeft();
    return this.film.messages.slice(Math.max(0, end - most), end).reverse();
  }

  private findMessages(): readonly FilmedMessage[] {
    const { film, nowUs } = this;
    const found: FilmedMessage[] = [];
    for (let key = this.messagesLeft() - 1; key >= 0; key--) {
      const message = film.messages[key];
      // None that left earlier can still be seen.
      if (!message || message.leftUs + film.longestWayUs + LOSS_SHOWN_US < nowUs) break;
      if (this.isSeen(message)) found.push(message);
    }
    return found.reverse();
  }

  private isSeen(message: FilmedMessage): boolean {
    const end = endSeen(message, this.position);
    if (!end) return true;
    return isLoss(end.fate) && end.atUs + LOSS_SHOWN_US > this.nowUs;
  }

  private messagesLeft(): number {
    const { messages } = this.film;
    let low = 0;
    let high = messages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((messages[middle]?.leftAt ?? 0) <= this.position.seen) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What became of a message, as far as it has been seen. */
export function endSeen({ end }: FilmedMessage, { seen }: Position): FilmedMessage["end"] {
  return end && end.at <= seen ? end : undefined;
}

/** Whether a message with this fate never arrived. */
export function isLoss(fate: NonNullable<FilmedMessage["end"]>["fate"]): boolean {
  return fate === "lost" || fate === "blocked" || fate === "dead" || fate === "crashed" || fate === "disconnected";
}

export function isSameTimestamp(left: Timestamp | undefined, right: Timestamp | undefined): boolean {
  return left !== undefined && right !== undefined && compareTimestamps(left, right) === 0;
}

/** For how long it is shown that a message was lost. */
export const LOSS_SHOWN_US = 600_000;

function stateOf({ alive, timestamp }: NodeRecord, newest: Timestamp | undefined): NodeState {
  if (!alive) return "crashed";
  if (!newest) return "empty";
  return isSameTimestamp(timestamp, newest) ? "newest" : "behind";
}
