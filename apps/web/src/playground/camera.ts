import { peekMessageType } from "@hearsay/gossip";
import { compareTimestamps, type Timestamp } from "@hearsay/merge";
import type { TraceEvent } from "@hearsay/simulator";
import { type Content, contentOf } from "./data";
import type { Film, FilmedMessage, Happening, NodeRecord, Tally, Traffic } from "./film";
import type { Move } from "./move";

/** What a camera must ask about, since no event tells it. */
export interface Surroundings {
  isCut(left: number, right: number): boolean;
  /** How a node stands now. */
  nodeNow(node: number): Omit<NodeRecord, "toldBy">;
}

/** Takes down on film what can be seen of a simulation. */
export class Camera {
  /** The point of the run: how many events have happened, and how much the reader has done. */
  steps = 0;
  acts = 0;

  constructor(
    private readonly film: Film,
    private readonly surroundings: Surroundings,
  ) {}

  /** Takes an event in. Returns what its message says; undefined where it has none, or nothing that is to be seen. */
  see(event: TraceEvent): Content | undefined {
    switch (event.type) {
      case "sent":
        return this.seeSent(event);
      case "dropped":
        return this.seeDropped(event);
      case "received":
        return this.seeReceived(event);
      case "wrote":
      case "restamped":
        this.add(event.atUs, { type: "wrote", node: event.node });
        this.look(event.node, undefined);
        return undefined;
      case "crashed":
      case "restarted":
        this.add(event.atUs, { type: event.type, node: event.node });
        this.look(event.node, undefined);
        return undefined;
      case "lost":
      case "froze":
      case "thawed":
        return undefined;
      default:
        return event satisfies never;
    }
  }

  /** The reader does something. */
  seeMove(atUs: number, move: Move): void {
    this.acts++;
    this.add(atUs, { type: "acted", move });
  }

  /** The link between two nodes is cut, and with it what was on its way there. */
  seeCut(left: number, right: number, atUs: number): void {
    for (const key of this.film.between(left, right)) {
      this.film.finish(key, { fate: "disconnected", at: this.film.length, atUs });
    }
  }

  /** Looks at a node again, whose data `toldBy` told it, or which had it from itself. */
  look(node: number, toldBy: number | undefined): void {
    const history = this.film.nodes[node];
    if (!history) return;
    const before = history.latest;
    const after = { ...this.surroundings.nodeNow(node), toldBy };
    history.set(this.film.length, after);
    this.film.tally.set(this.film.length, this.tallyAfter(before, after));
  }

  private add(atUs: number, what: Happening): void {
    this.film.add({ atUs, steps: this.steps, acts: this.acts, what });
  }

  private seeSent({ from, to, kind, atUs, arrivesAtUs, message }: Of<"sent">): Content | undefined {
    const content = contentOf(message);
    if (content.type === "other") return undefined;
    const key = this.leave({ from, to, kind, content, leftUs: atUs, arrivesUs: arrivesAtUs });
    this.add(atUs, { type: "sent", key });
    // What was still in the uplink when its link was cut leaves for nowhere.
    if (this.surroundings.isCut(from, to)) this.film.finish(key, { fate: "disconnected", at: this.film.length, atUs });
    return content;
  }

  private seeDropped({ from, to, atUs, reason, message }: Of<"dropped">): Content | undefined {
    const content = contentOf(message);
    const kind = peekMessageType(message);
    if (content.type === "other" || kind === undefined) return undefined;
    if (reason === "lost" || reason === "blocked") {
      // It is seen to vanish half way, though nothing tells where it did.
      const wayUs = this.film.settings.latest.latencyMs * 1_000;
      const key = this.leave({ from, to, kind, content, leftUs: atUs, arrivesUs: atUs + wayUs });
      this.add(atUs, { type: "vanished", key });
      this.film.finish(key, { fate: reason, at: this.film.length, atUs: atUs + Math.round(wayUs / 2) });
      return content;
    }
    const key = this.film.arriving(from, to, kind, atUs);
    if (key === undefined) return content;
    this.add(atUs, { type: "vanished", key });
    this.film.finish(key, { fate: reason, at: this.film.length, atUs });
    return content;
  }

  private seeReceived({ from, to, kind, atUs, verdict }: Of<"received">): Content | undefined {
    const key = this.film.arriving(from, to, kind, atUs);
    const content = key === undefined ? undefined : this.film.messages[key]?.content;
    if (key === undefined || content === undefined) return undefined;
    this.add(atUs, { type: "arrived", key });
    this.film.finish(key, { fate: verdict, at: this.film.length, atUs });
    if (content.type !== "data") return content;
    if (verdict === "accepted") this.look(to, from);
    else this.count(this.film.length, { wasted: 1 });
    return content;
  }

  private leave(message: Omit<FilmedMessage, "key" | "end" | "chosen" | "leftAt">): number {
    const { strategy } = this.film.settings.latest;
    const isData = message.content.type === "data";
    const chosen = isData && (strategy === "push" || strategy === "rumor");
    // It is seen to leave with the entry that comes next.
    const leftAt = this.film.length + 1;
    if (isData) this.count(leftAt, { sent: 1 });
    return this.film.leave({ ...message, chosen, leftAt });
  }

  private count(at: number, { sent, wasted }: Partial<Traffic>): void {
    const { traffic } = this.film;
    const before = traffic.latest;
    traffic.set(at, { sent: before.sent + (sent ?? 0), wasted: before.wasted + (wasted ?? 0) });
  }

  private tallyAfter(before: NodeRecord, after: NodeRecord): Tally {
    const { newest, holders, living } = this.film.tally.latest;
    // Who dies may have been the last to hold the newest, and who comes back may hold more than all.
    if (!after.alive || !before.alive) return tallyOf(this.film.nodes.map(({ latest }) => latest));
    if (!after.timestamp) return { newest, holders, living };
    const order = newest ? compareTimestamps(after.timestamp, newest) : 1;
    if (order > 0) return { newest: after.timestamp, holders: 1, living };
    const held = before.timestamp && newest && compareTimestamps(before.timestamp, newest) === 0;
    return { newest, holders: order === 0 && !held ? holders + 1 : holders, living };
  }
}

function tallyOf(nodes: readonly NodeRecord[]): Tally {
  const living = nodes.filter(({ alive }) => alive);
  let newest: Timestamp | undefined;
  for (const { timestamp } of living) {
    if (timestamp && (!newest || compareTimestamps(timestamp, newest) > 0)) newest = timestamp;
  }
  const holders = living.filter(
    ({ timestamp }) => timestamp && newest && compareTimestamps(timestamp, newest) === 0,
  ).length;
  return { newest, holders, living: living.length };
}

type Of<Type extends TraceEvent["type"]> = Extract<TraceEvent, { readonly type: Type }>;
