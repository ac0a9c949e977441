import { workOf } from "@hearsay/gossip";
import {
  ALIVE_FRAME,
  type Beat,
  type Carried,
  decodeFrame,
  encodeBeat,
  encodeCarry,
  framesOf,
  GOODBYE_FRAME,
  Reassembly,
} from "./frame";
import { Intake } from "./intake";
import type { Link } from "./link";
import { BEAT_INTERVAL_MS, CHECK_INTERVAL_MS, COMPARE_INTERVAL_MS, Pulse } from "./pulse";

/** What may wait in one channel, in bytes of whole messages. What comes on top is dropped, and gossip makes it good. */
export const MAX_WAITING_BYTES = 1024 * 1024;

export interface ChannelEvents {
  readonly onMessage: (message: Uint8Array) => void;
  /** How far the peer's wall clock is ahead of this device's, in ms, by one round trip. */
  readonly onClockDifference: (differenceMs: number) => void;
  /** A sign of life is owed: a message that is sent now takes the place of a beat. */
  readonly onIdle: () => void;
  readonly onGoodbye: () => void;
  /** The peer carries an introduction of others. */
  readonly onCarried: (carried: Carried) => void;
  /** A frame was none, and was dropped. */
  readonly onMalformed: () => void;
  /** The peer sent more than it may. Called once; nothing of it is read any more. */
  readonly onOverBudget: () => void;
}

/** The clocks of this device, in whole ms. */
export interface Clocks {
  /** The wall clock, ms since 1970. */
  readonly wall: () => number;
  /** A clock that never steps. */
  readonly monotonic: () => number;
}

/** An open link that carries whole messages and signs of life. */
export class Channel {
  readonly pulse: Pulse;
  private readonly intake: Intake;
  private readonly reassembly = new Reassembly();
  private waiting: Waiting[] = [];
  private waitingBytes = 0;
  private sending = false;
  private closed = false;
  private lastBeat: { readonly sentAtMs: number; readonly receivedAtMs: number } | undefined;
  /** When the last frame of any kind was handed to the link. */
  private sentAtMs = 0;
  private comparedAtMs = 0;
  private comparisons = 0;
  private beatsUnderWay = 0;
  private carriedUnderWay = 0;

  constructor(
    private readonly link: Link,
    private readonly events: ChannelEvents,
    private readonly clocks: Clocks,
  ) {
    this.pulse = new Pulse(clocks.monotonic());
    this.intake = new Intake({
      monotonic: clocks.monotonic,
      read: (bytes) => this.read(bytes),
      onOver: events.onOverBudget,
    });
    this.beat();
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /**
   * Sends a message. `left` is called once all its frames were taken, and never after the channel has closed; at once
   * where the message was dropped since too much is waiting.
   */
  send(message: Uint8Array, left: () => void): void {
    if (this.closed) return;
    if (this.waitingBytes + message.length > MAX_WAITING_BYTES) {
      left();
      return;
    }
    this.waiting.push({ frames: framesOf(message), bytes: message.length, left });
    this.waitingBytes += message.length;
    if (!this.sending) this.sendNextFrame();
  }

  /** To be called every `CHECK_INTERVAL_MS`: sees to it that the peer never hears nothing for too long. */
  keepAlive(): void {
    if (this.isDue && !this.isComparisonDue) this.events.onIdle();
    if (this.isDue) this.beat();
  }

  private get isDue(): boolean {
    const sinceMs = this.comparisons < FIRST_COMPARISONS ? this.comparedAtMs : this.sentAtMs;
    return !this.closed && this.clocks.monotonic() - sinceMs >= BEAT_INTERVAL_MS - CHECK_INTERVAL_MS / 2;
  }

  private get isComparisonDue(): boolean {
    return this.comparisons < FIRST_COMPARISONS || this.clocks.monotonic() - this.comparedAtMs >= COMPARE_INTERVAL_MS;
  }

  /** Sends a sign of life. It passes the messages that wait, but not the frames that the link has taken. */
  beat(): void {
    if (this.closed || this.beatsUnderWay === MAX_BEATS_UNDER_WAY) return;
    const now = this.clocks.monotonic();
    this.beatsUnderWay++;
    if (!this.isComparisonDue) return this.hand(ALIVE_FRAME, () => this.beatsUnderWay--);
    this.comparedAtMs = now;
    this.comparisons++;
    const echo = this.lastBeat && {
      sentAtMs: this.lastBeat.sentAtMs,
      heldMs: now - this.lastBeat.receivedAtMs,
    };
    this.hand(encodeBeat({ wallMs: this.clocks.wall(), sentAtMs: now, echo }), () => this.beatsUnderWay--);
  }

  /** This device's clock was set: the next beats compare the clocks again. */
  compareClocks(): void {
    this.comparisons = 0;
    this.beat();
  }

  /** Sends an introduction of others on. It passes the messages that wait; where too many of its kind do, it is dropped. */
  carry(carried: Carried): void {
    const frame = encodeCarry(carried);
    if (this.closed || !frame || this.carriedUnderWay === MAX_CARRIED_UNDER_WAY) return;
    this.carriedUnderWay++;
    this.hand(frame, () => this.carriedUnderWay--);
  }

  goodbye(): void {
    if (!this.closed) this.link.send(GOODBYE_FRAME, () => {});
    this.close();
  }

  close(): void {
    this.fallSilent();
    this.link.close();
  }

  /** Neither sends nor hears from now on, and leaves the link open: nothing tells the peer. */
  fallSilent(): void {
    this.closed = true;
    this.waiting = [];
    this.intake.close();
  }

  /** To be called with every frame that the link receives. */
  receive(bytes: Uint8Array | undefined): void {
    if (this.closed) return;
    this.pulse.hear(this.clocks.monotonic());
    this.intake.receive(bytes);
  }

  private read(bytes: Uint8Array | undefined): void {
    const frame = bytes && decodeFrame(bytes);
    switch (frame?.type) {
      case undefined:
        this.events.onMalformed();
        return;
      case "part": {
        const message = this.reassembly.add(frame.bytes, frame.last);
        if (message === "malformed") this.events.onMalformed();
        else if (message) this.onMessage(message);
        return;
      }
      case "alive":
        this.answer();
        return;
      case "beat":
        this.onBeat(frame.beat);
        return;
      case "goodbye":
        this.events.onGoodbye();
        return;
      case "carry":
        this.events.onCarried(frame.carried);
        return;
      default:
        frame satisfies never;
    }
  }

  private onMessage(message: Uint8Array): void {
    this.intake.charge(workOf(message));
    this.events.onMessage(message);
  }

  private onBeat({ wallMs, sentAtMs, echo }: Beat): void {
    const now = this.clocks.monotonic();
    const isFirst = this.lastBeat === undefined;
    this.lastBeat = { sentAtMs, receivedAtMs: now };
    // The first beat is answered at once: what is exchanged before the clocks are compared may be refused as ahead. So is
    // one that compares the clocks when we did not: the other's may have been set.
    if (isFirst || now - this.comparedAtMs >= 2 * BEAT_INTERVAL_MS) this.compareOnce();
    else this.answer();
    if (!echo) return;
    const roundTripMs = now - echo.sentAtMs - echo.heldMs;
    if (roundTripMs < 0 || roundTripMs > MAX_ROUND_TRIP_MS) return;
    this.events.onClockDifference(Math.round(wallMs + roundTripMs / 2 - this.clocks.wall()));
  }

  private compareOnce(): void {
    this.comparisons = Math.min(this.comparisons, FIRST_COMPARISONS - 1);
    this.beat();
  }

  /** A tab whose own timers are held up still hears, and so it can still show its life. */
  private answer(): void {
    if (this.clocks.monotonic() - this.sentAtMs >= BEAT_INTERVAL_MS) this.beat();
  }

  private hand(frame: Uint8Array, accepted: () => void): void {
    this.sentAtMs = this.clocks.monotonic();
    this.link.send(frame, accepted);
  }

  private sendNextFrame(): void {
    const next = this.waiting[0];
    this.sending = next !== undefined;
    if (!next || this.closed) return;
    const frame = next.frames.next();
    if (!frame.done) {
      this.hand(frame.value, () => this.sendNextFrame());
      return;
    }
    this.waiting.shift();
    this.waitingBytes -= next.bytes;
    this.sendNextFrame();
    next.left();
  }
}

interface Waiting {
  readonly frames: Generator<Uint8Array>;
  readonly bytes: number;
  readonly left: () => void;
}

/** A peer that takes nothing but goes on talking would otherwise fill the link with beats. */
const MAX_BEATS_UNDER_WAY = 4;

/** So many introductions of others may wait in one link. */
const MAX_CARRIED_UNDER_WAY = 32;

/** Clocks are compared by the first beats of a channel, so that one that was slow decides nothing. */
const FIRST_COMPARISONS = 4;

/** A longer round trip says too little about the clocks. */
const MAX_ROUND_TRIP_MS = 5_000;
