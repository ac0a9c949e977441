import { Random } from "@hearsay/gossip";
import { drawLatency } from "./latency";
import type { Network } from "./run";
import type { DropReason } from "./trace";

/** When a message arrives: never, once, or as often as there are times. In whole µs. */
export type Passage = readonly number[] | DropReason;

/** What the network does to each message: how long it takes, and whether it passes at all. */
export class NetworkState {
  private readonly links = new Map<number, LinkState>();
  private groups: Int32Array | undefined;
  /** Whether all messages so far took equally long, so that none can overtake another. */
  private ordered = true;

  constructor(
    private network: Network,
    private readonly nodes: number,
    private readonly random: Random,
  ) {}

  get uplinkBytesPerSecond(): number | undefined {
    return this.network.uplinkBytesPerSecond;
  }

  set(network: Network): void {
    this.network = network;
    this.ordered = false;
  }

  /** A message from `from` is on its way to `to` until then: what leaves later must not overtake it. */
  noteArrival(from: number, to: number, arrivesAtUs: number): void {
    const link = this.link(from, to);
    link.lastArrivalUs = Math.max(link.lastArrivalUs, arrivesAtUs);
  }

  /** The fate of a message that leaves `from` for `to` at `now`. */
  pass(from: number, to: number, now: number): Passage {
    if (this.isApart(from, to)) return "blocked";
    const { latency, loss, duplication, reorder } = this.network;
    const simple = latency.type === "fixed" && loss === 0 && duplication === 0 && reorder === 0;
    const known = this.links.size > 0 ? this.links.get(this.key(from, to)) : undefined;
    if (simple && this.ordered && !known) return [now + latency.us];
    const link = known ?? this.link(from, to);
    if (link.blocked) return "blocked";
    if (chance(loss, link.random)) return "lost";
    const arrivals = [this.arrival(link, now)];
    if (chance(duplication, link.random)) arrivals.push(this.arrival(link, now));
    return arrivals;
  }

  setBlocked(from: number, to: number, blocked: boolean): void {
    this.link(from, to).blocked = blocked;
  }

  clog(from: number, to: number, untilUs: number): void {
    this.link(from, to).clearAtUs = untilUs;
  }

  partition(groups: readonly (readonly number[])[]): void {
    this.groups = new Int32Array(this.nodes);
    for (const [index, group] of groups.entries()) for (const node of group) this.groups[node] = index + 1;
  }

  heal(): void {
    this.groups = undefined;
    for (const link of this.links.values()) {
      link.blocked = false;
      link.clearAtUs = 0;
    }
  }

  /** Whether a partition, or a block that leads this way, keeps messages from passing. */
  isBlocked(from: number, to: number): boolean {
    return this.isApart(from, to) || this.links.get(this.key(from, to))?.blocked === true;
  }

  private isApart(from: number, to: number): boolean {
    if (!this.groups) return false;
    const [left, right] = [this.groups[from], this.groups[to]];
    return left !== right && left !== 0 && right !== 0;
  }

  private arrival(link: LinkState, now: number): number {
    const { latency, reorder } = this.network;
    const drawn = Math.max(now, link.clearAtUs) + drawLatency(latency, link.random);
    if (chance(reorder, link.random)) return drawn;
    link.lastArrivalUs = Math.max(link.lastArrivalUs, drawn);
    return link.lastArrivalUs;
  }

  private key(from: number, to: number): number {
    return from * this.nodes + to;
  }

  private link(from: number, to: number): LinkState {
    const key = this.key(from, to);
    const known = this.links.get(key);
    if (known) return known;
    const link: LinkState = { random: this.forkFor(from, to), lastArrivalUs: 0, clearAtUs: 0, blocked: false };
    this.links.set(key, link);
    return link;
  }

  /** By the ends, not by the order in which links come into use: what happens elsewhere must not change a link's luck. */
  private forkFor(from: number, to: number): Random {
    this.seed ??= [this.random.next(), this.random.next()];
    return new Random([this.seed[0], this.seed[1], from + 1, to + 1]);
  }

  private seed: readonly [number, number] | undefined;
}

interface LinkState {
  readonly random: Random;
  lastArrivalUs: number;
  /** The link is clogged until then. */
  clearAtUs: number;
  blocked: boolean;
}

function chance(probability: number, random: Random): boolean {
  return probability > 0 && random.next() < probability * 2 ** 32;
}
