import type { PeerId } from "@hearsay/gossip";
import type { Traffic } from "@hearsay/mesh";

/** A message of this tab that can be seen. All times in ms of one monotonic clock. */
export interface LiveMessage {
  /** Grows by one with every message. */
  readonly key: number;
  /** The other end. */
  readonly peer: PeerId;
  readonly isOutgoing: boolean;
  readonly message: Traffic["message"];
  readonly leftMs: number;
  readonly arrivesMs: number;
  /** When it vanished on its way; undefined where it arrives. */
  readonly vanishedMs: number | undefined;
}

/** How many messages went between this tab and another. */
export interface Counts {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
}

/**
 * The messages that can be seen: for a moment each, and as long as the fault port delays it. When one arrives at the other
 * end is not known here; one that came in is shown once it is here.
 */
export class LiveTraffic {
  private messages: LiveMessage[] = [];
  private readonly counts = new Map<PeerId, Counts>();
  private lastKey = 0;

  add(traffic: Traffic, nowMs: number): void {
    const { type, peer, message } = traffic;
    const { [type]: before } = this.countsOf(peer);
    this.counts.set(peer, { ...this.countsOf(peer), [type]: before + 1 });
    const wayMs = traffic.type === "sent" ? Math.max(GLIDE_MS, traffic.delayMs) : GLIDE_MS;
    this.messages.push({
      key: ++this.lastKey,
      peer,
      isOutgoing: type !== "received",
      message,
      leftMs: nowMs,
      arrivesMs: nowMs + wayMs,
      vanishedMs: type === "lost" ? nowMs + GLIDE_MS / 2 : undefined,
    });
    if (this.messages.length > MAX_MESSAGES) this.messages = this.messages.slice(-MAX_MESSAGES);
  }

  /** The link to `peer` ended, and with it what was on its way there. */
  ended(peer: PeerId, nowMs: number): void {
    this.messages = this.messages.map((each) =>
      each.peer === peer && each.vanishedMs === undefined && each.arrivesMs > nowMs
        ? { ...each, vanishedMs: nowMs }
        : each,
    );
  }

  /** Those that can be seen now. Forgets the others. */
  visible(nowMs: number): readonly LiveMessage[] {
    this.messages = this.messages.filter(({ arrivesMs, vanishedMs }) =>
      vanishedMs === undefined ? arrivesMs > nowMs : vanishedMs + LOSS_SHOWN_MS > nowMs,
    );
    return this.messages;
  }

  /** Since the map was opened. */
  countsOf(peer: PeerId): Counts {
    return this.counts.get(peer) ?? NO_MESSAGES;
  }

  /** Keeps no count of anyone but `peers`. */
  keepOnly(peers: ReadonlySet<PeerId>): void {
    for (const peer of this.counts.keys()) if (!peers.has(peer)) this.counts.delete(peer);
  }
}

/** Between two tabs of one computer a message takes a ms; so that it can be seen, it is shown for longer. */
export const GLIDE_MS = 450;
/** For how long it is shown that a message was lost. */
export const LOSS_SHOWN_MS = 600;
/** More can be neither drawn nor seen. */
export const MAX_MESSAGES = 400;

const NO_MESSAGES: Counts = { sent: 0, received: 0, lost: 0 };
