import type { PeerId, Random } from "@hearsay/gossip";
import type { Channel } from "./channel";

/** Faults of this tab's network, in whole messages above framing. None: `NO_FAULTS`. */
export interface Faults {
  /** Added to every message on its way out, in ms. */
  readonly delayMs: number;
  /** One uplink that all of this tab's messages share, in bytes per second; `Infinity` for none. */
  readonly rateBytesPerSecond: number;
  /** The chance that a message is dropped and nobody is told, 0 to 1. */
  readonly loss: number;
  /** No message passes to or from these peers, and no dial succeeds, until they are taken out again. */
  readonly cut: ReadonlySet<PeerId>;
  /** Added to this tab's wall clock, in ms; may be negative. */
  readonly skewMs: number;
}

export const NO_FAULTS: Faults = {
  delayMs: 0,
  rateBytesPerSecond: Number.POSITIVE_INFINITY,
  loss: 0,
  cut: new Set(),
  skewMs: 0,
};

/** What may be under way in the delay, in bytes. Beyond it the sender waits as it would for a full channel. */
export const MAX_DELAYED_BYTES = 16 * 1024 * 1024;

/** Sits between node and channel and makes delay, rate and loss. (The driver makes cuts and skew.) */
export class FaultPort {
  faults: Faults = NO_FAULTS;
  private readonly uplink: Departure[] = [];
  private readonly blocked: (() => void)[] = [];
  private delayedBytes = 0;

  constructor(private readonly random: Random) {}

  /** Sends a message. `left` is called once it has left this tab's uplink. */
  send(channel: Channel, message: Uint8Array, left: () => void): void {
    const { delayMs, rateBytesPerSecond, loss } = this.faults;
    if (this.uplink.length === 0 && delayMs === 0 && rateBytesPerSecond === Number.POSITIVE_INFINITY && loss === 0) {
      channel.send(message, left);
      return;
    }
    this.uplink.push({ channel, message, left });
    if (this.uplink.length === 1) this.departNext();
  }

  private departNext(): void {
    const next = this.uplink[0];
    if (!next) return;
    const busyMs = next.channel.isClosed ? 0 : (next.message.length / this.faults.rateBytesPerSecond) * 1_000;
    setTimeout(() => {
      this.uplink.shift();
      this.depart(next);
      this.departNext();
    }, busyMs);
  }

  private depart({ channel, message, left }: Departure): void {
    const lost = this.random.next() / 2 ** 32 < this.faults.loss;
    if (!lost) this.deliverLater(channel, message);
    if (this.delayedBytes > MAX_DELAYED_BYTES) this.blocked.push(left);
    else left();
  }

  private deliverLater(channel: Channel, message: Uint8Array): void {
    this.delayedBytes += message.length;
    setTimeout(() => {
      this.delayedBytes -= message.length;
      channel.send(message, () => {});
      while (this.delayedBytes <= MAX_DELAYED_BYTES && this.blocked.length > 0) this.blocked.shift()?.();
    }, this.faults.delayMs);
  }
}

interface Departure {
  readonly channel: Channel;
  readonly message: Uint8Array;
  readonly left: () => void;
}
