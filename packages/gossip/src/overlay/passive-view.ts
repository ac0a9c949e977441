import type { PeerId } from "../peer-id";
import type { Random } from "../random";

/** The wait before a peer is tried again starts here, doubles with every failure in a row, and ends at the maximum. */
export const MIN_RETRY_MS = 250;
export const MAX_RETRY_MS = 5_000;

/** Who is known by hearsay alone is forgotten after so many failures in a row. */
export const MAX_FAILURES = 3;

interface Entry {
  /** The introducer names it: it counts apart, and is not forgotten. */
  listed: boolean;
  failures: number;
  /** In ms of room time. */
  retryAt: number;
}

/** Peers that a node could connect to: a random few of all there are, and those that the introducer names. */
export class PassiveView {
  private readonly entries = new Map<PeerId, Entry>();
  private hearsay = 0;

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

  /** Whether somebody must be forgotten for the next that is known by hearsay. */
  get isFull(): boolean {
    return this.hearsay >= this.limit;
  }

  /** Where the view is full, a random one goes for it. */
  add(peer: PeerId, listed: boolean): void {
    const known = this.entries.get(peer);
    if (known?.listed || (known && !listed)) return;
    if (known) this.remove(peer);
    else if (!listed && this.hearsay >= this.limit) this.remove(this.pickOf((entry) => !entry.listed));
    this.entries.set(peer, { listed, failures: 0, retryAt: Number.NEGATIVE_INFINITY });
    if (!listed) this.hearsay++;
  }

  remove(peer: PeerId | undefined): void {
    const entry = peer && this.entries.get(peer);
    if (!entry) return;
    this.entries.delete(peer);
    if (!entry.listed) this.hearsay--;
  }

  /** `peer` could not be reached, or would not have us: it is not tried again at once, and at last forgotten if it may. */
  failed(peer: PeerId, now: number, mayForget: boolean): void {
    const entry = this.entries.get(peer);
    if (!entry) return;
    entry.failures++;
    if (mayForget && !entry.listed && entry.failures >= MAX_FAILURES) return this.remove(peer);
    const waitMs = Math.min(MAX_RETRY_MS, MIN_RETRY_MS << Math.min(entry.failures, MAX_DOUBLINGS));
    // Half of it at random, or a room that lost its server dials in step for ever.
    entry.retryAt = now + Math.floor(waitMs / 2) + this.random.below(Math.ceil(waitMs / 2));
  }

  /** `peer` may be tried again at once: there is word that it is there. */
  retry(peer: PeerId): void {
    const entry = this.entries.get(peer);
    if (entry) entry.retryAt = Number.NEGATIVE_INFINITY;
  }

  /** One to try now, of those that failed least; undefined where there is none. */
  pick(now: number, condition: (peer: PeerId) => boolean): PeerId | undefined {
    let least = Number.POSITIVE_INFINITY;
    for (const [peer, entry] of this.entries) {
      if (isDue(entry, now) && entry.failures < least && condition(peer)) least = entry.failures;
    }
    return this.pickOf((entry, peer) => isDue(entry, now) && entry.failures === least && condition(peer));
  }

  /** So many of them, each as likely as any other, or all where there are fewer. */
  sample(count: number): PeerId[] {
    return sampleOf([...this.entries.keys()], count, this.random);
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
