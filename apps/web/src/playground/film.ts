import type { Timestamp } from "@hearsay/merge";
import type { DropReason, MessageKind, Verdict } from "@hearsay/simulator";
import type { Content } from "./data";
import { History } from "./history";
import type { KnownLink } from "./links";
import type { Move } from "./move";
import type { PlaygroundSettings } from "./settings";

/** A message as it was seen. All times in µs of virtual time. */
export interface FilmedMessage {
  /** Its place among the messages of its film. */
  readonly key: number;
  readonly from: number;
  readonly to: number;
  readonly kind: MessageKind;
  readonly content: Content;
  /** Whether its receiver was chosen at random, rather than one of all. */
  readonly chosen: boolean;
  readonly leftUs: number;
  readonly arrivesUs: number;
  /** How many entries had been seen when it left. */
  readonly leftAt: number;
  /** What became of it; undefined for as long as it is on its way. */
  readonly end: MessageEnd | undefined;
}

export interface MessageEnd {
  readonly fate: Verdict | DropReason;
  /** How many entries had been seen, this one included. */
  readonly at: number;
  /** When it vanished or arrived, in µs. */
  readonly atUs: number;
}

/** Something that could be seen. */
export type Happening =
  | { readonly type: "sent" | "arrived" | "vanished"; readonly key: number }
  | { readonly type: "wrote" | "crashed" | "restarted"; readonly node: number }
  /** The reader did something. */
  | { readonly type: "acted"; readonly move: Move };

/** One happening, and the point of the run at which it happened. */
export interface Entry {
  readonly atUs: number;
  /** How many events of the simulation had happened, and how much the reader had done, this included. */
  readonly steps: number;
  readonly acts: number;
  readonly what: Happening;
}

/** What one node is and holds. */
export interface NodeRecord {
  readonly alive: boolean;
  /** Both undefined where it never had anything. */
  readonly label: string | undefined;
  readonly timestamp: Timestamp | undefined;
  /** Who told it what it holds; undefined where it wrote or stored that itself. */
  readonly toldBy: number | undefined;
}

/** How all nodes stand. */
export interface Tally {
  /** The newest data that any living node holds; undefined where they hold nothing. */
  readonly newest: Timestamp | undefined;
  readonly holders: number;
  readonly living: number;
}

/** How the latest data that was written fares. */
export interface LatestWrite {
  readonly label: string;
  readonly node: number;
  readonly atUs: number;
  /** How many entries there were before it. */
  readonly at: number;
  /** How many messages had been sent, and how many of them wasted, before it. */
  readonly messagesBefore: number;
  readonly wastedBefore: number;
  /** When all living nodes held it for the first time, and after how many entries; undefined where they have not yet. */
  readonly everywhere: { readonly tookUs: number; readonly messages: number; readonly at: number } | undefined;
}

/** Messages with data that left a node, and those of them that told their receiver nothing new. */
export interface Traffic {
  readonly sent: number;
  readonly wasted: number;
}

/**
 * All that a run showed, from its start: only ever appended to, so that any moment of it can be looked at again.
 * At most `MAX_ENTRIES`, and what belongs to one last event.
 */
export class Film {
  readonly entries: Entry[] = [];
  /** Those of the entries that the reader made. */
  readonly acted: Entry[] = [];
  readonly messages: FilmedMessage[] = [];
  readonly nodes: readonly History<NodeRecord>[];
  readonly settings: History<PlaygroundSettings>;
  readonly links: History<readonly KnownLink[]>;
  readonly tally: History<Tally>;
  readonly latestWrite = new History<LatestWrite | undefined>(undefined);
  readonly traffic = new History<Traffic>({ sent: 0, wasted: 0 });
  /** The node that is going to crash amid its sending. */
  readonly doomed = new History<number | undefined>(undefined);
  /** The longest that any message was on its way, in µs. */
  longestWayUs = 0;
  private readonly travelling = new Map<string, number[]>();

  constructor(settings: PlaygroundSettings, links: readonly KnownLink[]) {
    this.settings = new History(settings);
    this.links = new History(links);
    this.tally = new History<Tally>({ newest: undefined, holders: 0, living: settings.nodes });
    this.nodes = Array.from({ length: settings.nodes }, () => new History<NodeRecord>(FRESH));
  }

  /** How many entries there are. */
  get length(): number {
    return this.entries.length;
  }

  get isFull(): boolean {
    return this.entries.length >= MAX_ENTRIES;
  }

  add(entry: Entry): void {
    this.entries.push(entry);
    if (entry.what.type === "acted") this.acted.push(entry);
  }

  /** A message has left. Returns its key. */
  leave(message: Omit<FilmedMessage, "key" | "end">): number {
    const key = this.messages.length;
    this.messages.push({ ...message, key, end: undefined });
    this.longestWayUs = Math.max(this.longestWayUs, message.arrivesUs - message.leftUs);
    const lane = laneOf(message.from, message.to);
    const others = this.travelling.get(lane);
    if (others) others.push(key);
    else this.travelling.set(lane, [key]);
    return key;
  }

  /** The message from one node to another that is to arrive at `atUs`; undefined where none was seen to leave. */
  arriving(from: number, to: number, kind: MessageKind, atUs: number): number | undefined {
    return this.travelling.get(laneOf(from, to))?.find((key) => {
      const message = this.messages[key];
      return message?.arrivesUs === atUs && message.kind === kind;
    });
  }

  /** The messages between two nodes, either way, that are on their way. */
  between(left: number, right: number): readonly number[] {
    return [laneOf(left, right), laneOf(right, left)].flatMap((lane) => this.travelling.get(lane) ?? []);
  }

  /** A message is no longer on its way. */
  finish(key: number, end: MessageEnd): void {
    const message = this.messages[key];
    if (!message) return;
    this.messages[key] = { ...message, end };
    const lane = laneOf(message.from, message.to);
    const others = (this.travelling.get(lane) ?? []).filter((other) => other !== key);
    if (others.length > 0) this.travelling.set(lane, others);
    else this.travelling.delete(lane);
  }

  /** Whether any message is on its way at its end. */
  get isQuiet(): boolean {
    return this.travelling.size === 0;
  }
}

/** When a film is full its run ends: enough for 200 nodes that push every 100 ms, for about a minute. */
export const MAX_ENTRIES = 250_000;

const FRESH: NodeRecord = { alive: true, label: undefined, timestamp: undefined, toldBy: undefined };

function laneOf(from: number, to: number): string {
  return `${from}-${to}`;
}
