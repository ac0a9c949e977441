import type { PeerId } from "@hearsay/gossip";
import type { Channel } from "./channel";
import type { Introduction } from "./introduction";
import type { Link, LinkEvents } from "./link";

/** An attempt at a link that has not come about in this time has failed. */
export const DIAL_TIMEOUT_MS = 10_000;
/** A peer to which no channel has led for so long is said to be out of reach: all that is usual takes less. */
export const UNREACHED_AFTER_MS = 10_000;
/** The wait before dialling again starts here, doubles with every failure in a row, and ends at the maximum. */
export const MIN_REDIAL_MS = 250;
export const MAX_REDIAL_MS = 15_000;
/** A channel that lasted this long was no failure: what follows it starts with the shortest wait. */
export const STEADY_MS = 10_000;
/** A knock is answered no sooner after our last dial than this. */
export const KNOCK_PAUSE_MS = 1_000;

export interface ContactOptions {
  readonly peer: PeerId;
  /** Whether it is us who dial. */
  readonly initiates: boolean;
  readonly createLink: (initiator: boolean, events: LinkEvents) => Link;
  readonly createChannel: (link: Link) => Channel;
  /** 16 random hex digits. */
  readonly createAttempt: () => string;
  /** Resolves to whether the introduction was handed on. */
  readonly introduce: (introduction: Introduction) => Promise<boolean>;
  readonly onConnected: () => void;
  readonly onDisconnected: () => void;
}

/** All that leads from this peer to one other: at most one attempt at a time, at most one channel, and the next dial. */
export class Contact {
  readonly peer: PeerId;
  /** The introducer says that the peer is in the room: it is worth dialling. */
  listed = false;
  /** The fault port keeps us apart. */
  blocked = false;
  suspected = false;
  private attempt: Attempt | undefined;
  private open: Channel | undefined;
  private openedAt = 0;
  /** Since when no channel has led to the peer. */
  private apartSince = performance.now();
  private listedSinceOpen = false;
  private failures = 0;
  private dialledAt = Number.NEGATIVE_INFINITY;
  private redial: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ContactOptions) {
    this.peer = options.peer;
  }

  get channel(): Channel | undefined {
    return this.open;
  }

  /** The peer is in the room, and for a good while no channel to it has come about. */
  get unreached(): boolean {
    return this.listed && !this.blocked && !this.open && performance.now() - this.apartSince >= UNREACHED_AFTER_MS;
  }

  /** Nothing leads to the peer, and nothing is being tried. */
  get isIdle(): boolean {
    return !this.attempt && !this.open;
  }

  /** The peer came into the room: dials at once where that is ours to do. */
  list(): void {
    if (!this.listed) this.apartSince = performance.now();
    this.listed = true;
    this.listedSinceOpen = true;
    this.failures = 0;
    if (this.options.initiates) this.dial();
  }

  /** The peer said goodbye. Where it came into the room again meanwhile, its goodbye was slower than its return. */
  depart(): void {
    this.listed = this.listedSinceOpen;
    this.drop();
  }

  /** Dials at once, or asks to be dialled where dialling is the peer's: it may be waiting long after many failures. */
  dialOrKnock(): void {
    this.failures = 0;
    if (this.options.initiates) this.dial();
    else if (this.isIdle) void this.options.introduce({ attempt: this.options.createAttempt(), signal: KNOCK });
  }

  /** Takes an introduction that the peer, or at least a holder of the key, has sealed. */
  receive({ attempt, signal }: Introduction): void {
    if (signal === KNOCK) this.onKnock();
    else if (this.attempt?.id === attempt) this.attempt.link.signal(signal);
    else if (!this.options.initiates && isOffer(signal)) {
      // The peer dials anew, so whatever led to it before is over, even if we have not noticed.
      this.release();
      this.begin(attempt, false).link.signal(signal);
    }
  }

  /** Closes what leads to the peer. Dials again later where the peer is listed and dialling is ours. */
  drop(): void {
    // Not for opening alone: a peer that opens and closes again and again would cost a connection each time.
    const steady = this.open !== undefined && performance.now() - this.openedAt >= STEADY_MS;
    this.failures = steady ? 0 : this.failures + 1;
    this.release();
    this.planRedial();
  }

  private dial(): void {
    if (this.attempt || this.open || this.blocked || !this.listed) return;
    clearTimeout(this.redial);
    this.dialledAt = performance.now();
    this.begin(this.options.createAttempt(), true);
  }

  private begin(id: string, initiator: boolean): Attempt {
    const fail = () => {
      if (this.attempt === attempt) this.drop();
    };
    const introduce = async (signal: unknown) => {
      const sent = await this.options.introduce({ attempt: id, signal });
      // Candidates may go on coming while the channel is open: then it no longer matters whether they arrive.
      if (!sent && !this.open) fail();
    };
    const link = this.options.createLink(initiator, {
      onSignal: (signal) => this.attempt === attempt && void introduce(signal),
      onOpen: () => this.attempt === attempt && this.onOpen(attempt),
      onFrame: (frame) => this.attempt === attempt && this.open?.receive(frame),
      onClose: fail,
    });
    const attempt: Attempt = { id, link, timeout: setTimeout(fail, DIAL_TIMEOUT_MS) };
    this.attempt = attempt;
    return attempt;
  }

  private onOpen({ link, timeout }: Attempt): void {
    clearTimeout(timeout);
    this.suspected = false;
    this.openedAt = performance.now();
    this.listedSinceOpen = false;
    this.open = this.options.createChannel(link);
    this.options.onConnected();
  }

  private onKnock(): void {
    if (!this.options.initiates) return;
    this.listed = true;
    this.failures = 0;
    const waitMs = this.dialledAt + KNOCK_PAUSE_MS - performance.now();
    if (waitMs > 0) {
      // Our dial and the knock may have crossed, then a channel opens soon; if none does, the dial came to nothing.
      clearTimeout(this.redial);
      this.redial = setTimeout(() => this.open || this.dialAnew(), waitMs);
    } else {
      // The peer has nothing that leads to us, so an attempt or a channel of ours leads nowhere.
      this.dialAnew();
    }
  }

  private dialAnew(): void {
    this.release();
    this.dial();
  }

  private release(): void {
    clearTimeout(this.redial);
    const { attempt, open } = this;
    this.attempt = undefined;
    this.open = undefined;
    this.suspected = false;
    clearTimeout(attempt?.timeout);
    open?.close();
    attempt?.link.close();
    if (open) this.apartSince = performance.now();
    if (open) this.options.onDisconnected();
  }

  private planRedial(): void {
    if (!this.listed || this.blocked || !this.options.initiates) return;
    const waitMs = Math.min(MAX_REDIAL_MS, MIN_REDIAL_MS * 2 ** this.failures);
    // Half of it at random, or a room that lost its server dials in step for ever.
    this.redial = setTimeout(() => this.dial(), waitMs * (0.5 + Math.random() / 2));
  }
}

interface Attempt {
  readonly id: string;
  readonly link: Link;
  readonly timeout: ReturnType<typeof setTimeout>;
}

/** The signal of a peer that asks to be dialled. */
const KNOCK = "knock";

function isOffer(signal: unknown): boolean {
  return typeof signal === "object" && signal !== null && "type" in signal && signal.type === "offer";
}
