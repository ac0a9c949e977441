import type { PeerId } from "@hearsay/gossip";
import type { Channel } from "./channel";
import type { Introduction } from "./introduction";
import type { Link, LinkEvents } from "./link";
import { type BucketSize, TokenBucket } from "./token-bucket";

/** An attempt at a link that has not come about in this time has failed. */
export const DIAL_TIMEOUT_MS = 10_000;
/** A peer to which no channel has led for so long is said to be out of reach: all that is usual takes less. */
export const UNREACHED_AFTER_MS = 10_000;
/** A knock is answered no sooner after our last dial than this. */
export const KNOCK_PAUSE_MS = 1_000;
/**
 * Who neither answers nor says anything else but knocks is tried this often, and then after a wait that starts with the
 * pause and doubles up to the maximum: it may have no WebRTC. Named by the introducer anew, it is tried anew, and once when it
 * knocks after a silence.
 */
export const MAX_UNANSWERED = 3;
export const MAX_BACKOFF_MS = 60_000;
/** The links that one peer may cost us, whoever dials: each of them is a connection of the browser's. */
export const LINKS_PER_PEER: BucketSize = { burst: 16, perSecond: 1 };

export interface ContactOptions {
  readonly peer: PeerId;
  /** Whether it is us who dial. */
  readonly initiates: boolean;
  readonly createLink: (initiator: boolean, events: LinkEvents) => Link;
  readonly createChannel: (link: Link) => Channel;
  /** 16 random hex digits. */
  readonly createAttempt: () => string;
  /** Whether this tab may dial one more peer now; `isProven` as in `Contact`. */
  readonly mayDial: (isProven: boolean) => boolean;
  /** Whether there is to be a link that the peer has asked for, by an offer or a knock. */
  readonly mayAnswer: () => boolean;
  /** Resolves to whether the introduction was handed on. */
  readonly introduce: (introduction: Introduction) => Promise<boolean>;
  readonly onConnected: () => void;
  readonly onDisconnected: () => void;
  /** A channel was asked for, and has not come about. Never called before `connect` has returned. */
  readonly onFailed: () => void;
}

/** All that leads from this peer to one other: at most one attempt at a time, and at most one channel. */
export class Contact {
  readonly peer: PeerId;
  /** The introducer says that the peer is in the room. */
  listed = false;
  /** A holder of the key has sealed something in the peer's name: it is no invention of the introducer's. */
  isProven = false;
  /** We are to have nothing to do with the peer, for now. */
  blocked = false;
  suspected = false;
  private attempt: Attempt | undefined;
  private open: Attempt | undefined;
  /** Since when no channel has led to the peer. */
  private apartSince = performance.now();
  private listedSinceOpen = false;
  /** A channel is asked for. */
  private wanted = false;
  /** It was asked for anew since then. */
  private isRenewed = false;
  /** A knock is to be answered by a dial, soon. */
  private isAnswering = false;
  private readonly links = new TokenBucket(LINKS_PER_PEER, now());
  /** When we dialled or knocked last. */
  private triedAt = Number.NEGATIVE_INFINITY;
  private heardAt = Number.NEGATIVE_INFINITY;
  /** How many times in a row nothing came of it, not even an answer. */
  private unanswered = 0;
  /** A dial that a knock led to, or the end of the wait for one. */
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ContactOptions) {
    this.peer = options.peer;
  }

  get channel(): Channel | undefined {
    return this.open?.channel;
  }

  /** The peer is in the room, as far as its own word goes too, and for a good while no channel to it has come about. */
  get unreached(): boolean {
    // Who said nothing since there was one is more likely dead than out of reach.
    const isHeard = this.heardAt >= this.apartSince;
    const isLong = performance.now() - this.apartSince >= UNREACHED_AFTER_MS;
    return this.listed && isHeard && isLong && !this.blocked && !this.open;
  }

  /** A channel to the peer is asked for on this side. */
  get isWanted(): boolean {
    return this.wanted;
  }

  /** Since when there is an attempt that the peer asked for. */
  get askedAt(): number | undefined {
    return this.attempt?.askedAt;
  }

  /** Nothing leads to the peer, and nothing is being tried. */
  get isIdle(): boolean {
    return !this.attempt && !this.open && !this.wanted && !this.isAnswering;
  }

  /** The peer came into the room, or we did. */
  list(): void {
    if (!this.listed) this.apartSince = performance.now();
    this.listed = true;
    this.listedSinceOpen = true;
    this.unanswered = 0;
    this.renew();
  }

  /** The peer said goodbye. Where it came into the room again meanwhile, its goodbye was slower than its return. */
  depart(): void {
    this.listed = this.listedSinceOpen;
    this.drop();
  }

  /** Dials, or asks to be dialled where dialling is the peer's. Unless a channel is open, `onConnected` or `onFailed` follows. */
  connect(): void {
    if (this.open) return;
    if (!this.wanted) this.isRenewed = false;
    this.wanted = true;
    if (this.attempt) return;
    if (this.options.initiates) this.dial(false);
    else void this.knock();
  }

  /** Takes an introduction that the peer, or at least a holder of the key, has sealed. */
  receive({ attempt, signal }: Introduction): void {
    this.isProven = true;
    const isBack = performance.now() - Math.max(this.heardAt, this.triedAt) >= DIAL_TIMEOUT_MS;
    this.heardAt = performance.now();
    const meant = [this.attempt, this.open].find((each) => each?.id === attempt);
    if (signal !== KNOCK && this.options.initiates) this.unanswered = 0;
    if (meant) {
      meant.isAnswered = true;
      meant.link.signal(signal);
    } else if (signal === KNOCK) this.onKnock(isBack);
    else if (!this.options.initiates && isOffer(signal) && this.links.take(1, now()) && this.options.mayAnswer()) {
      // The peer dials anew, so whatever led to it before is over, even if we have not noticed. An open channel stays
      // until the new one has opened: an old offer that somebody held back would otherwise break it.
      this.releaseAttempt();
      this.begin(attempt, { initiator: false, isAsked: true }).link.signal(signal);
    }
  }

  /** Ends an attempt that the peer asked for: another has more need of it. */
  refuse(): void {
    this.releaseAttempt();
    this.fail();
  }

  /** Closes what leads to the peer. */
  drop(): void {
    clearTimeout(this.timer);
    this.isAnswering = false;
    this.releaseAttempt();
    this.releaseOpen();
    this.fail();
  }

  /** Lets go of all that leads to the peer and closes nothing: the peer finds out by the silence. */
  abandon(): void {
    clearTimeout(this.timer);
    clearTimeout(this.attempt?.timeout);
    this.open?.channel?.fallSilent();
    this.attempt = undefined;
    this.open = undefined;
  }

  /** What went to the peer while one of us was not in the room may have gone nowhere: it is not waited for any longer. */
  private renew(): void {
    // Once, and not for a peer that the introducer may have invented: to be named again and again gains it no time.
    if (!this.wanted || this.isRenewed || !this.isProven || this.attempt?.isAnswered) return;
    this.isRenewed = true;
    if (this.options.initiates) this.dial(false);
    else void this.knock();
  }

  /** Dials although a channel may be open, which stays until the new one has opened. */
  private dial(isAsked: boolean): void {
    const { mayDial, mayAnswer } = this.options;
    const isFree = !this.blocked && (isAsked || this.waitMs(0) <= 0);
    if (!isFree || !(isAsked ? mayAnswer() : mayDial(this.isProven)) || !this.links.take(1, now())) return this.fail();
    clearTimeout(this.timer);
    this.isAnswering = false;
    this.triedAt = performance.now();
    this.countUnanswered();
    this.releaseAttempt();
    this.begin(this.options.createAttempt(), { initiator: true, isAsked });
  }

  private begin(
    id: string,
    { initiator, isAsked }: { readonly initiator: boolean; readonly isAsked: boolean },
  ): Attempt {
    const fail = () => {
      if (this.attempt === attempt) this.giveUp();
      else if (this.open === attempt && this.attempt) this.releaseOpen();
      else if (this.open === attempt) this.drop();
    };
    const introduce = async (signal: unknown) => {
      attempt.isSilent = false;
      const sent = await this.options.introduce({ attempt: id, signal });
      attempt.isHandedOn ||= sent;
      // Candidates may go on coming while the channel is open: then it no longer matters whether they arrive.
      if (!sent && this.attempt === attempt) this.giveUp();
    };
    const link = this.options.createLink(initiator, {
      onSignal: (signal) => this.isCurrent(attempt) && void introduce(signal),
      onOpen: () => this.attempt === attempt && this.onOpen(attempt),
      onFrame: (frame) => this.open === attempt && attempt.channel?.receive(frame),
      onClose: fail,
    });
    const attempt: Attempt = {
      id,
      link,
      timeout: setTimeout(fail, DIAL_TIMEOUT_MS),
      askedAt: isAsked ? performance.now() : undefined,
      isSilent: true,
      isHandedOn: false,
      isAnswered: !initiator,
      channel: undefined,
    };
    this.attempt = attempt;
    return attempt;
  }

  private isCurrent(attempt: Attempt): boolean {
    return this.attempt === attempt || this.open === attempt;
  }

  private onOpen(attempt: Attempt): void {
    clearTimeout(attempt.timeout);
    clearTimeout(this.timer);
    this.wanted = false;
    this.unanswered = 0;
    this.attempt = undefined;
    this.releaseOpen();
    this.listedSinceOpen = false;
    attempt.channel = this.options.createChannel(attempt.link);
    this.open = attempt;
    this.options.onConnected();
  }

  /** The attempt has come to nothing; a channel that is open stays. */
  private giveUp(): void {
    // The peer would know us by the introducer's word alone, and not believe that we are there.
    if (this.attempt?.isSilent) void this.sendKnock();
    this.countUnanswered();
    this.releaseAttempt();
    this.fail();
  }

  private fail(): void {
    // Of a wait that is over nothing is to be left, though the peer may soon be forgotten.
    if (!this.isAnswering) clearTimeout(this.timer);
    if (!this.wanted) return;
    this.wanted = false;
    queueMicrotask(this.options.onFailed);
  }

  private onKnock(isBack: boolean): void {
    if (!this.options.initiates) return;
    // Who was silent for long may have been cut off from all, and is tried at once.
    const waitMs = isBack ? 0 : this.waitMs(KNOCK_PAUSE_MS);
    if (waitMs > 0) {
      // Our dial and the knock may have crossed, then a channel opens soon; if none does, the dial came to nothing.
      clearTimeout(this.timer);
      this.isAnswering = true;
      this.timer = setTimeout(() => {
        this.isAnswering = false;
        if (!this.open) this.dial(true);
      }, waitMs);
    } else {
      // The peer has nothing that leads to us, so an attempt or a channel of ours leads nowhere.
      this.dial(true);
    }
  }

  /** How long until the peer may be tried again, which is no sooner than `pauseMs` after we tried last. */
  private waitMs(pauseMs: number): number {
    const doublings = this.unanswered - MAX_UNANSWERED + 1;
    const backoffMs = doublings > 0 ? Math.min(MAX_BACKOFF_MS, KNOCK_PAUSE_MS * 2 ** doublings) : 0;
    return this.triedAt + Math.max(pauseMs, backoffMs) - performance.now();
  }

  /** Where our introductions came nowhere, for want of an introducer, it is not the peer that did not answer. */
  private countUnanswered(): void {
    const { attempt } = this;
    if (attempt && (attempt.isSilent || (attempt.isHandedOn && !attempt.isAnswered))) this.unanswered++;
  }

  private releaseAttempt(): void {
    const { attempt } = this;
    this.attempt = undefined;
    clearTimeout(attempt?.timeout);
    attempt?.link.close();
  }

  private releaseOpen(): void {
    const { open } = this;
    this.open = undefined;
    this.suspected = false;
    if (!open) return;
    open.channel?.close();
    this.apartSince = performance.now();
    this.options.onDisconnected();
  }

  private async knock(): Promise<void> {
    if (this.blocked || this.waitMs(0) > 0) return this.fail();
    clearTimeout(this.timer);
    this.triedAt = performance.now();
    this.timer = setTimeout(() => {
      if (this.attempt) return;
      this.unanswered++;
      this.fail();
    }, DIAL_TIMEOUT_MS);
    const sent = await this.sendKnock();
    if (!sent && !this.attempt && !this.open) this.fail();
  }

  private sendKnock(): Promise<boolean> {
    return this.options.introduce({ attempt: this.options.createAttempt(), signal: KNOCK });
  }
}

interface Attempt {
  readonly id: string;
  readonly link: Link;
  readonly timeout: ReturnType<typeof setTimeout>;
  /** When it was begun, where the peer had asked for it. */
  readonly askedAt: number | undefined;
  /** Something of it was handed on to the peer, and the peer said something of it, as who offers has. */
  isHandedOn: boolean;
  isAnswered: boolean;
  /** Its link has told nothing that could be carried to the peer. */
  isSilent: boolean;
  /** From when it has opened. */
  channel: Channel | undefined;
}

/** The signal of a peer that asks to be dialled. */
const KNOCK = "knock";

function isOffer(signal: unknown): boolean {
  return typeof signal === "object" && signal !== null && "type" in signal && signal.type === "offer";
}

function now(): number {
  return Math.floor(performance.now());
}
