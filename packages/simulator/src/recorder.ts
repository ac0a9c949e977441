import { type DropReason, type MessageKind, noneOfEachType, type TraceEvent, TraceHash, type Verdict } from "./trace";

/** What a simulation has counted so far. */
export interface Counts {
  /** Messages that left an uplink, by kind. */
  readonly sent: Readonly<Record<MessageKind, number>>;
  /** Their bytes. */
  readonly bytes: number;
  /** Messages that vanished, by reason. */
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** Messages that were received, by what became of them. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

type NodeEvent = Exclude<TraceEvent, { readonly type: "sent" | "dropped" | "received" }>;

/** Takes down what happens: counts, a running hash, and whoever wants to see each event. */
export class Recorder {
  readonly counts: {
    readonly sent: Record<MessageKind, number>;
    bytes: number;
    readonly dropped: Record<DropReason, number>;
    readonly verdicts: Record<Verdict, number>;
  } = {
    sent: { ...noneOfEachType(), other: 0 },
    bytes: 0,
    dropped: { lost: 0, blocked: 0, dead: 0, crashed: 0, disconnected: 0 },
    verdicts: {
      accepted: 0,
      known: 0,
      ahead: 0,
      malformed: 0,
      contradiction: 0,
      otherVersion: 0,
      noted: 0,
      held: 0,
      full: 0,
    },
  };
  private readonly hash = new TraceHash();

  constructor(private readonly observe: ((event: TraceEvent) => void) | undefined) {}

  get traceHash(): string {
    return this.hash.digest();
  }

  /** A message left an uplink, whatever then becomes of it. */
  departed(kind: MessageKind, message: Uint8Array): void {
    this.counts.sent[kind]++;
    this.counts.bytes += message.length;
  }

  sent(atUs: number, from: number, to: number, kind: MessageKind, message: Uint8Array, arrivesAtUs: number): void {
    this.mix(1, atUs, from, to, arrivesAtUs);
    this.hash.addBytes(message);
    this.observe?.({ type: "sent", atUs, from, to, kind, bytes: message.length, arrivesAtUs, message });
  }

  dropped(atUs: number, from: number, to: number, message: Uint8Array, reason: DropReason): void {
    this.counts.dropped[reason]++;
    this.mix(2, atUs, from, to, DROP_REASONS.indexOf(reason));
    this.observe?.({ type: "dropped", atUs, from, to, reason, message });
  }

  received(atUs: number, from: number, to: number, kind: MessageKind, verdict: Verdict): void {
    this.counts.verdicts[verdict]++;
    this.mix(3, atUs, from, to, VERDICTS.indexOf(verdict));
    this.observe?.({ type: "received", atUs, from, to, kind, verdict });
  }

  /** Anything that happens to one node. */
  happened(event: NodeEvent): void {
    this.mix(4, event.atUs, event.node, NODE_EVENTS.indexOf(event.type), 0);
    this.observe?.(event);
  }

  private mix(code: number, atUs: number, from: number, to: number, more: number): void {
    const { hash } = this;
    hash.add(code);
    hash.add(atUs);
    hash.add(from);
    hash.add(to);
    hash.add(more);
  }
}

// What the hash knows each by: the order must not change, or every pinned hash does.
const DROP_REASONS: readonly DropReason[] = ["lost", "blocked", "dead", "crashed", "disconnected"];
const VERDICTS: readonly Verdict[] = [
  "accepted",
  "known",
  "ahead",
  "malformed",
  "contradiction",
  "otherVersion",
  "noted",
  "held",
  "full",
];
const NODE_EVENTS: readonly NodeEvent["type"][] = [
  "wrote",
  "restamped",
  "lost",
  "crashed",
  "restarted",
  "froze",
  "thawed",
];
