import type { PeerId, Random } from "@hearsay/gossip";
import type { Channel } from "./channel";

/** Faults of this tab's network, in whole messages above framing. None: `NO_FAULTS`. */
export interface Faults {
  /** Added to every message on its way out, in ms, 0 to `MAX_DELAY_MS`. */
  readonly delayMs: number;
  /** One uplink that all of this tab's messages share, in bytes per second from 1; `Infinity` for none. */
  readonly rateBytesPerSecond: number;
  /** The chance that a message is dropped and nobody is told, 0 to 1. */
  readonly loss: number;
  /** No message passes to or from these peers, and no dial succeeds, until they are taken out again. */
  readonly cut: ReadonlySet<PeerId>;
  /** Added to this tab's wall clock, in whole ms; may be negative. */
  readonly skewMs: number;
}

export const NO_FAULTS: Faults = {
  delayMs: 0,
  rateBytesPerSecond: Number.POSITIVE_INFINITY,
  loss: 0,
  cut: new Set(),
  skewMs: 0,
};

/** An hour. */
export const MAX_DELAY_MS = 60 * 60 * 1_000;

/** Beyond this much under way in the delay, in bytes, a sender waits as it would for a full channel. */
export const MAX_DELAYED_BYTES = 16 * 1024 * 1024;

/** What a message leaves by. */
export type Outlet = Pick<Channel, "isClosed" | "send">;

/** Sits between node and channel and makes delay, rate and loss. (The driver makes cuts and skew.) */
export class FaultPort {
  private current: Faults = NO_FAULTS;
  private uplink: Departure[] = [];
  private delayed: Delayed[] = [];
  private delayedBytes = 0;
  private blocked: (() => void)[] = [];
  private departure: ReturnType<typeof setTimeout> | undefined;
  private arrival: ReturnType<typeof setTimeout> | undefined;

  /** `went` is told of every message that leaves its tab: to wait for the delay, or to vanish where it is lost. */
  constructor(
    private readonly random: Random,
    private readonly went: (channel: Outlet, message: Uint8Array, isLost: boolean) => void,
  ) {}

  get faults(): Faults {
    return this.current;
  }

  /**
   * Holds at once, for what is under way as well: no delay outlives its switching off, and none lets one message pass
   * another. A new rate begins the message that is on the uplink anew. Throws a `RangeError` where a fault is none.
   */
  set faults(faults: Faults) {
    assertFaults(faults);
    const rateChanged = faults.rateBytesPerSecond !== this.current.rateBytesPerSecond;
    this.current = faults;
    if (rateChanged) this.planDeparture();
    this.planArrival();
  }

  /** Sends a message. `left` is called once there is room for the next, and perhaps never where the channel closes. */
  send(channel: Outlet, message: Uint8Array, left: () => void): void {
    const { delayMs, rateBytesPerSecond, loss } = this.current;
    const free = this.uplink.length === 0 && this.delayed.length === 0;
    if (free && delayMs === 0 && rateBytesPerSecond === Number.POSITIVE_INFINITY && loss === 0) {
      this.went(channel, message, false);
      channel.send(message, left);
      return;
    }
    // Peers that come and go would fill a slow uplink with messages to channels that have closed.
    this.uplink = this.uplink.filter((waiting, index) => index === 0 || !waiting.channel.isClosed);
    this.uplink.push({ channel, message, left });
    if (this.uplink.length === 1) this.planDeparture();
  }

  /** Forgets all that is under way. */
  clear(): void {
    clearTimeout(this.departure);
    clearTimeout(this.arrival);
    this.uplink = [];
    this.delayed = [];
    this.delayedBytes = 0;
    this.blocked = [];
  }

  private planDeparture(): void {
    clearTimeout(this.departure);
    while (this.uplink[0]?.channel.isClosed) this.uplink.shift();
    const next = this.uplink[0];
    if (!next) return;
    const busyMs = (next.message.length / this.current.rateBytesPerSecond) * 1_000;
    this.departure = setTimeout(() => {
      this.uplink.shift();
      this.depart(next);
      this.planDeparture();
    }, busyMs);
  }

  private depart({ channel, message, left }: Departure): void {
    const { loss, delayMs } = this.current;
    const isLost = this.random.next() / 2 ** 32 < loss;
    this.went(channel, message, isLost);
    if (isLost) {
      left();
      return;
    }
    if (delayMs === 0 && this.delayed.length === 0) {
      channel.send(message, left);
      return;
    }
    this.delayed.push({ channel, message, departedAt: performance.now() });
    this.delayedBytes += message.length;
    if (this.delayed.length === 1) this.planArrival();
    if (this.delayedBytes > MAX_DELAYED_BYTES) this.blocked.push(left);
    else left();
  }

  private planArrival(): void {
    clearTimeout(this.arrival);
    const next = this.delayed[0];
    if (next) this.arrival = setTimeout(() => this.arrive(), this.restMs(next));
  }

  private arrive(): void {
    for (let next = this.delayed[0]; next && this.restMs(next) === 0; next = this.delayed[0]) {
      this.delayed.shift();
      this.delayedBytes -= next.message.length;
      next.channel.send(next.message, () => {});
    }
    this.planArrival();
    while (this.delayedBytes <= MAX_DELAYED_BYTES && this.blocked.length > 0) this.blocked.shift()?.();
  }

  /** In whole ms, rounded down: a timer may fire a fraction of one early. */
  private restMs({ departedAt }: Delayed): number {
    return Math.max(0, Math.floor(departedAt + this.current.delayMs - performance.now()));
  }
}

interface Departure {
  readonly channel: Outlet;
  readonly message: Uint8Array;
  readonly left: () => void;
}

interface Delayed {
  readonly channel: Outlet;
  readonly message: Uint8Array;
  readonly departedAt: number;
}

function assertFaults({ delayMs, rateBytesPerSecond, loss, skewMs }: Faults): void {
  if (!(delayMs >= 0 && delayMs <= MAX_DELAY_MS)) {
    throw new RangeError(`Expected a delay of 0 to ${MAX_DELAY_MS} ms, got ${delayMs}`);
  }
  if (!(rateBytesPerSecond >= 1)) throw new RangeError(`Expected a rate from 1 byte/s, got ${rateBytesPerSecond}`);
  if (!(loss >= 0 && loss <= 1)) throw new RangeError(`Expected a loss from 0 to 1, got ${loss}`);
  if (!Number.isSafeInteger(skewMs)) throw new RangeError(`Expected a skew in whole ms, got ${skewMs}`);
}
