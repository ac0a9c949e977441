import type { PeerId } from "@hearsay/gossip";
import { bytesToHex, randomBytes } from "@noble/hashes/utils.js";
import { Admission } from "./admission";
import { Channel, type Clocks } from "./channel";
import { Contact } from "./contact";
import type { Carried } from "./frame";
import { MAX_ROSTER } from "./introducer";
import type { Seal } from "./introduction";
import type { Link, LinkFactory } from "./link";
import { CHECK_INTERVAL_MS, StallDetector } from "./pulse";
import { Quarantine } from "./quarantine";
import type { IceServer } from "./signal-events";
import { type BucketSize, TokenBucket } from "./token-bucket";

/** Dials of peers of which nobody has told but the introducer, which may invent them. */
export const UNPROVEN_DIALS: BucketSize = { burst: 128, perSecond: 4 };

export interface NeighborhoodOptions {
  readonly self: PeerId;
  readonly link: LinkFactory;
  readonly seal: Seal;
  readonly clocks: Clocks;
  /** Hands a sealed introduction on; resolves to whether that worked. */
  readonly introduce: (to: PeerId, sealed: Uint8Array) => Promise<boolean>;
  /** Whether gossip tells that `peer` is in the room. */
  readonly isMember: (peer: PeerId) => boolean;
  readonly events: NeighborhoodEvents;
}

export interface NeighborhoodEvents {
  readonly onConnected: (peer: PeerId) => void;
  readonly onDisconnected: (peer: PeerId) => void;
  /** `peer` said goodbye, and what was open to it is closed. */
  readonly onGoodbye: (peer: PeerId) => void;
  /** A channel that was asked for has not come about. */
  readonly onFailed: (peer: PeerId) => void;
  /** What kept us from `peer` is over. */
  readonly onFreed: (peer: PeerId) => void;
  /** `peer` is owed a sign of life: a message that is sent to it now takes the place of one. */
  readonly onIdle: (peer: PeerId) => void;
  readonly onMessage: (peer: PeerId, message: Uint8Array) => void;
  /** `peer` carries an introduction of others. */
  readonly onCarried: (peer: PeerId, carried: Carried) => void;
  readonly onClockDifference: (peer: PeerId, differenceMs: number) => void;
  /** Someone came under suspicion, or out of it, or out of reach, or into it. */
  readonly onStandingChanged: () => void;
  readonly onMalformed: () => void;
  readonly onUnsealed: () => void;
  /** A neighbor sent more than it may, and was dropped. */
  readonly onOverBudget: () => void;
}

/**
 * Opens the channels that are asked for, and takes those that others ask for; hears who lives, and drops who is silent.
 * Of two peers the one with the lower id dials; the other may knock, which asks to be dialled.
 */
export class Neighborhood {
  iceServers: readonly IceServer[] = [];
  /** Whether introductions go by the introducer, which costs little, and not from neighbor to neighbor. */
  trickles = true;
  private readonly contacts = new Map<PeerId, Contact>();
  private cut: ReadonlySet<PeerId> = new Set();
  private readonly quarantine = new Quarantine();
  private readonly unprovenDials: TokenBucket;
  private readonly admission: Admission;
  private readonly stall: StallDetector;
  /** Undefined while we are not in the room. */
  private checkTimer: ReturnType<typeof setInterval> | undefined;
  private unreachedBefore = 0;

  constructor(private readonly options: NeighborhoodOptions) {
    this.stall = new StallDetector(options.clocks.monotonic());
    this.unprovenDials = new TokenBucket(UNPROVEN_DIALS, options.clocks.monotonic());
    this.admission = new Admission(this.contacts, ({ peer }) => options.isMember(peer), options.clocks.monotonic);
  }

  /** From now on introductions are taken and neighbors kept. */
  enter(): void {
    this.checkTimer ??= setInterval(() => this.check(), CHECK_INTERVAL_MS);
  }

  /** Peers with an open channel, in order of id. */
  get connected(): readonly { readonly peer: PeerId; readonly channel: Channel; readonly suspected: boolean }[] {
    const open = [...this.contacts.values()].flatMap(({ peer, channel, suspected }) =>
      channel ? [{ peer, channel, suspected }] : [],
    );
    return open.sort((left, right) => (left.peer < right.peer ? -1 : 1));
  }

  /** Peers in the room that no channel has led to for a while. */
  get unreached(): readonly PeerId[] {
    return [...this.contacts.values()].filter((contact) => contact.unreached).map(({ peer }) => peer);
  }

  channel(peer: PeerId): Channel | undefined {
    return this.contacts.get(peer)?.channel;
  }

  /** Who is in the room, as the introducer tells. Who is not named any more keeps a channel that lives. */
  setRoster(peers: readonly PeerId[]): void {
    const listed = new Set(peers);
    for (const contact of this.contacts.values()) contact.listed = listed.has(contact.peer);
    for (const peer of listed) this.list(peer);
  }

  list(peer: PeerId): void {
    this.contact(peer)?.list();
  }

  unlist(peer: PeerId): void {
    const contact = this.contacts.get(peer);
    if (contact) contact.listed = false;
  }

  /** Opens a channel to `peer`. Tells that it has come about, or that it has failed. */
  connect(peer: PeerId): void {
    // While this tab leaves, its node loses neighbor after neighbor and looks for others.
    const contact = this.checkTimer && this.contact(peer);
    if (contact) contact.connect();
    else queueMicrotask(() => this.options.events.onFailed(peer));
  }

  /** Closes the channel to `peer`, which goes on to be in the room. */
  disconnect(peer: PeerId): void {
    this.contacts.get(peer)?.drop();
  }

  /** Takes an introduction that is said to come from `from`. */
  receive(from: PeerId, sealed: Uint8Array): void {
    const introduction = this.options.seal.open(from, sealed);
    if (!introduction) this.options.events.onUnsealed();
    else if (!this.isBlocked(from)) this.contact(from)?.receive(introduction);
  }

  /** Closes what leads to the peers in `cut` and lets nothing new come about; whoever is no longer in it is free again. */
  setCut(cut: ReadonlySet<PeerId>): void {
    const before = this.cut;
    this.cut = cut;
    for (const contact of [...this.contacts.values()]) {
      contact.blocked = this.isBlocked(contact.peer);
      if (contact.blocked) contact.drop();
      else if (before.has(contact.peer)) this.options.events.onFreed(contact.peer);
    }
  }

  /** Says goodbye to everyone and forgets them. Nothing comes about until `enter`. */
  leave(): void {
    clearInterval(this.checkTimer);
    this.checkTimer = undefined;
    for (const contact of [...this.contacts.values()]) {
      contact.channel?.goodbye();
      contact.listed = false;
      contact.drop();
    }
    this.contacts.clear();
  }

  /** Stops at once, as a tab does that crashes: nobody is told anything. */
  crash(): void {
    clearInterval(this.checkTimer);
    this.checkTimer = undefined;
    for (const contact of this.contacts.values()) contact.abandon();
    this.contacts.clear();
  }

  /** What leads to `peer`, made where there is nothing yet; undefined for ourselves, beyond the limit, and after leaving. */
  private contact(peer: PeerId): Contact | undefined {
    const known = this.contacts.get(peer);
    if (known || peer === this.options.self || !this.checkTimer || !this.hasRoom()) return known;
    const { self, link, seal, introduce, events } = this.options;
    const contact = new Contact({
      peer,
      initiates: self < peer,
      createLink: (initiator, linkEvents) =>
        link({ initiator, iceServers: this.iceServers, trickles: this.trickles }, linkEvents),
      createAttempt: () => bytesToHex(randomBytes(8)),
      mayAnswer: () => this.admission.admit(contact),
      mayDial: (isProven) => isProven || this.unprovenDials.take(1, this.options.clocks.monotonic()),
      introduce: async (introduction) => {
        const sealed = seal.close(peer, introduction);
        return sealed !== undefined && introduce(peer, sealed);
      },
      createChannel: (opened) => this.createChannel(contact, opened),
      onConnected: () => events.onConnected(peer),
      onDisconnected: () => events.onDisconnected(peer),
      onFailed: () => events.onFailed(peer),
    });
    contact.blocked = this.isBlocked(peer);
    this.contacts.set(peer, contact);
    return contact;
  }

  private createChannel(contact: Contact, link: Link): Channel {
    const { clocks, events } = this.options;
    return new Channel(
      link,
      {
        onIdle: () => events.onIdle(contact.peer),
        onMessage: (message) => events.onMessage(contact.peer, message),
        onCarried: (carried) => events.onCarried(contact.peer, carried),
        onClockDifference: (differenceMs) => events.onClockDifference(contact.peer, differenceMs),
        onGoodbye: () => {
          contact.depart();
          events.onGoodbye(contact.peer);
          // It came into the room again meanwhile.
          if (contact.listed) events.onFreed(contact.peer);
        },
        onMalformed: events.onMalformed,
        onOverBudget: () => {
          this.quarantine.add(contact.peer, clocks.monotonic());
          contact.blocked = true;
          contact.drop();
          events.onOverBudget();
        },
      },
      clocks,
    );
  }

  private isBlocked(peer: PeerId): boolean {
    return this.cut.has(peer) || this.quarantine.has(peer, this.options.clocks.monotonic());
  }

  /** Whether there is room for one more, for which another may give way. */
  private hasRoom(): boolean {
    if (this.contacts.size < MAX_ROSTER) return true;
    const first = this.admission.leastNeeded();
    if (!first) return false;
    first.listed = false;
    first.drop();
    return this.contacts.delete(first.peer);
  }

  /** This device's clock was set, or may have been. */
  compareClocks(): void {
    for (const { channel } of this.contacts.values()) channel?.compareClocks();
  }

  private check(): void {
    const now = this.options.clocks.monotonic();
    const stalled = this.stall.check(now);
    let changed = false;
    for (const contact of [...this.contacts.values()]) {
      const channel = contact.channel;
      if (contact.isIdle && !contact.listed) this.contacts.delete(contact.peer);
      if (contact.blocked && !this.isBlocked(contact.peer)) {
        contact.blocked = false;
        this.options.events.onFreed(contact.peer);
      }
      if (!channel) continue;
      if (stalled) channel.pulse.hear(now);
      channel.keepAlive();
      const liveness = channel.pulse.judge(now);
      changed ||= contact.suspected !== (liveness === "suspected");
      contact.suspected = liveness === "suspected";
      if (liveness === "silent") contact.drop();
    }
    const unreached = this.unreached.length;
    changed ||= unreached !== this.unreachedBefore;
    this.unreachedBefore = unreached;
    if (changed) this.options.events.onStandingChanged();
  }
}
