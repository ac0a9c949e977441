import type { PeerId } from "../peer-id";
import type { Random } from "../random";

/** The wait before a peer is tried again starts here, doubles with every failure in a row, and ends at the maximum. */
export const MIN_RETRY_MS = 250;
export const MAX_RETRY_MS = 5_000;

/** Who is known by hearsay alone is forgotten after so many failures in a row. */
export const MAX_FAILURES = 3;

/** Who was forgotten for its failures is not learned again by hearsay for so long; of so many that is remembered. */
export const SHUN_MS = 60_000;
export const MAX_SHUNNED = 256;

/** What one neighbor tells takes at most this part of the view. */
export const SHARES = 3;

interface Entry {
  /** The introducer names it: it counts apart, and is not forgotten. */
  readonly listed: boolean;
  /** It has been a neighbor, so it is no invention. */
  readonly isMet: boolean;
  /** The neighbor that told of it; undefined where there is better word than hearsay. */
  readonly teller: PeerId | undefined;
  failures: number;
  /** In ms of room time. */
  retryAt: number;
}

/** Peers that a node could connect to: a random few of all there are, and those that the introducer names. */
export class PassiveView {
  private readonly entries = new Map<PeerId, Entry>();
  private hearsay = 0;
  /** Until when each is not learned again. */
  private readonly shunned = new Map<PeerId, number>();
  /** How many in a row, of those that each neighbor told of, could not be reached. */
  private readonly blame = new Map<PeerId, number>();

  constructor(
    private readonly limit: number,
    private readonly random: Random,
  ) {}

  has(peer: PeerId): boolean {
    return this.entries.has(peer);
  }

  get size(): number {
    return this.entries.size;
  }

  /** Whether `peer` is known by the word of neighbors alone. */
  isHearsay(peer: PeerId): boolean {
    const entry = this.entries.get(peer);
    return entry !== undefined && !entry.listed && !entry.isMet;
  }

  /** The introducer names `peer`. */
  list(peer: PeerId): void {
    const known = this.entries.get(peer);
    if (known?.listed) return;
    this.remove(peer);
    this.set(peer, { listed: true, isMet: known?.isMet === true, teller: undefined });
  }

  /** `peer` was a neighbor, or gossip tells that it is there. */
  keep(peer: PeerId, { listed, isMet }: { readonly listed: boolean; readonly isMet: boolean }): void {
    if (this.entries.has(peer)) return;
    if (!listed && this.hearsay >= this.limit) this.makeRoom();
    this.set(peer, { listed, isMet, teller: undefined });
  }

  /**
   * A neighbor, `teller`, tells of `peer`. Where it told of many, one of those goes for it, and where the view is full, a
   * random one, but nobody that was met: so one neighbor can fill no more than its share. Returns whether there was room.
   */
  hear(peer: PeerId, teller: PeerId, now: number): boolean {
    if (this.entries.has(peer) || this.isShunned(peer, now)) return false;
    const ofTeller = [...this.entries.values()].filter((entry) => entry.teller === teller).length;
    const isOverShare = ofTeller >= Math.ceil(this.limit / SHARES);
    const isFull = this.hearsay >= this.limit;
    if (isOverShare) this.remove(this.pickOf((entry) => entry.teller === teller));
    else if (isFull) this.makeRoom();
    this.set(peer, { listed: false, isMet: false, teller });
    return !isFull && !isOverShare;
  }

  remove(peer: PeerId | undefined): void {
    const entry = peer && this.entries.get(peer);
    if (!entry) return;
    this.entries.delete(peer);
    if (!entry.listed) this.hearsay--;
  }

  /** `peer` was reached, so whoever told of it told the truth. */
  reached(peer: PeerId): void {
    const teller = this.entries.get(peer)?.teller;
    if (teller !== undefined) this.blame.delete(teller);
    this.shunned.delete(peer);
    this.remove(peer);
  }

  /** `peer` could not be reached, or would not have us: it is not tried again at once, and at last forgotten if it may. */
  failed(peer: PeerId, now: number, mayForget: boolean): void {
    const entry = this.entries.get(peer);
    if (!entry) return;
    entry.failures++;
    if (entry.teller !== undefined) this.blameFor(entry.teller);
    if (mayForget && !entry.listed && entry.failures >= MAX_FAILURES) return this.shun(peer, now);
    const waitMs = Math.min(MAX_RETRY_MS, MIN_RETRY_MS << Math.min(entry.failures, MAX_DOUBLINGS));
    // Half of it at random, or a room that lost its server dials in step for ever.
    entry.retryAt = now + Math.floor(waitMs / 2) + this.random.below(Math.ceil(waitMs / 2));
  }

  /** `peer` may be tried again at once: there is word that it is there. */
  retry(peer: PeerId): void {
    const entry = this.entries.get(peer);
    if (entry) entry.retryAt = Number.NEGATIVE_INFINITY;
  }

  /** One to try now, of those that seem to be the surest; undefined where there is none. */
  pick(now: number, condition: (peer: PeerId) => boolean): PeerId | undefined {
    let least = Number.POSITIVE_INFINITY;
    for (const [peer, entry] of this.entries) {
      if (isDue(entry, now) && this.doubt(entry) < least && condition(peer)) least = this.doubt(entry);
    }
    return this.pickOf((entry, peer) => isDue(entry, now) && this.doubt(entry) === least && condition(peer));
  }

  /** So many of them, each as likely as any other, or all where there are fewer. */
  sample(count: number): PeerId[] {
    return sampleOf([...this.entries.keys()], count, this.random);
  }

  /** Those that failed least come first, and of these those that were met. */
  private doubt({ failures, isMet, teller }: Entry): number {
    const blame = (teller && this.blame.get(teller)) ?? 0;
    return 2 * (failures + blame) + (isMet ? 0 : 1);
  }

  private set(peer: PeerId, known: Pick<Entry, "listed" | "isMet" | "teller">): void {
    this.entries.set(peer, { ...known, failures: 0, retryAt: Number.NEGATIVE_INFINITY });
    if (!known.listed) this.hearsay++;
  }

  private makeRoom(): void {
    this.remove(this.pickOf(({ listed, isMet }) => !listed && !isMet) ?? this.pickOf(({ listed }) => !listed));
  }

  private blameFor(teller: PeerId): void {
    this.blame.set(teller, Math.min((this.blame.get(teller) ?? 0) + 1, MAX_FAILURES));
    dropOldest(this.blame, MAX_SHUNNED);
  }

  private shun(peer: PeerId, now: number): void {
    this.remove(peer);
    this.shunned.delete(peer);
    this.shunned.set(peer, now + SHUN_MS);
    dropOldest(this.shunned, MAX_SHUNNED);
  }

  private isShunned(peer: PeerId, now: number): boolean {
    const until = this.shunned.get(peer);
    return until !== undefined && now < until && until <= now + SHUN_MS;
  }

  private pickOf(condition: (entry: Entry, peer: PeerId) => boolean): PeerId | undefined {
    const candidates: PeerId[] = [];
    for (const [peer, entry] of this.entries) if (condition(entry, peer)) candidates.push(peer);
    return candidates.length > 0 ? candidates[this.random.below(candidates.length)] : undefined;
  }
}

/** Nobody waits for longer than the most, though the clock was set back. */
function isDue({ retryAt }: Entry, now: number): boolean {
  return retryAt <= now || retryAt > now + MAX_RETRY_MS;
}

/** So many of `peers`, each as likely as any other, or all where there are fewer. Changes the order of `peers`. */
export function sampleOf(peers: PeerId[], count: number, random: Random): PeerId[] {
  const taken = Math.min(count, peers.length);
  for (let i = 0; i < taken; i++) {
    const j = i + random.below(peers.length - i);
    [peers[i], peers[j]] = [peers[j] as PeerId, peers[i] as PeerId];
  }
  return peers.slice(0, taken);
}

/** More than it takes from the least wait to the most. */
const MAX_DOUBLINGS = 10;

function dropOldest(peers: Map<PeerId, number>, limit: number): void {
  const [oldest] = peers.keys();
  if (peers.size > limit && oldest !== undefined) peers.delete(oldest);
}
