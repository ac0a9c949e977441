import type { PeerId } from "@hearsay/gossip";

/** Who broke its budget is shunned for so long, for twice as long each time again, and at most for the maximum. */
export const MIN_SHUN_MS = 30_000;
export const MAX_SHUN_MS = 60 * 60 * 1_000;
/** So many peers are remembered. Beyond it the one is forgotten whose last offense is the oldest. */
export const MAX_SHUNNED = 256;

/** Peers to which this tab opens no channel for a while. Times are ms of a monotonic clock. */
export class Quarantine {
  private readonly shunned = new Map<PeerId, { readonly untilMs: number; readonly shunMs: number }>();

  add(peer: PeerId, now: number): void {
    const before = this.shunned.get(peer);
    const shunMs = before ? Math.min(2 * before.shunMs, MAX_SHUN_MS) : MIN_SHUN_MS;
    this.shunned.delete(peer);
    this.shunned.set(peer, { untilMs: now + shunMs, shunMs });
    const [oldest] = this.shunned.keys();
    if (this.shunned.size > MAX_SHUNNED && oldest !== undefined) this.shunned.delete(oldest);
  }

  has(peer: PeerId, now: number): boolean {
    const entry = this.shunned.get(peer);
    return entry !== undefined && now < entry.untilMs;
  }
}
