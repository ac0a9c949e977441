import { compareTimestamps, type Timestamp } from "@hearsay/merge";
import { EPOCH_MS, quietNetwork, Simulation, type TraceEvent } from "@hearsay/simulator";
import { ClockLog } from "./clock-log";
import type { ClockRule } from "./clock-rule";
import { labelIn } from "./message-label";

/** How many nodes there are. The last has the wrong clock. */
export const NODES = 4;
export const WRONG = NODES - 1;

/** Something that a user wrote, or that a node wrote again because its timestamp was unsound. */
export interface Write {
  readonly label: string;
  readonly node: number;
  readonly atUs: number;
  readonly timestamp: Timestamp;
  /** What its writer saw before it; undefined where that was nothing. */
  readonly after: string | undefined;
}

/** A text that was overwritten by a writer who had not seen it, as the node where that happened tells it. */
export interface Loss {
  readonly label: string;
  /** Who wrote it. */
  readonly node: number;
  /** What stands there now. */
  readonly wonBy: string;
}

/** A message with data, or the answer that it was refused, on its way. */
export interface Travelling {
  readonly key: number;
  readonly from: number;
  readonly to: number;
  /** Undefined for an answer. */
  readonly label: string | undefined;
  readonly leftUs: number;
  readonly arrivesUs: number;
  isRefused: boolean;
}

/** Four nodes that push to each other by one rule of clocks. It knows nothing of wall time or of the page. */
export class ClockRun {
  readonly log = new ClockLog();
  private readonly simulation: Simulation;
  private readonly written: Write[] = [];
  private readonly lost = new Map<string, Loss>();
  private travelling: Travelling[] = [];
  /** What the node that is being written to holds before. */
  private seen: string | undefined;
  private messages = 0;
  private refused = 0;

  constructor(
    readonly rule: ClockRule,
    seed: number,
  ) {
    const run = {
      seed,
      nodes: NODES,
      replica: rule.replica,
      topology: { type: "complete" as const },
      spread: { strategy: "push" as const, intervalMs: INTERVAL_MS },
      rumorCounter: 1,
      network: quietNetwork(LATENCY_US),
      timing: "free" as const,
      steps: [],
    };
    this.simulation = new Simulation(run, (event) => this.observe(event));
  }

  get nowUs(): number {
    return this.simulation.now;
  }

  /** Everything that was written, in its order. */
  get writes(): readonly Write[] {
    return this.written;
  }

  /** The last that was written; of what was written at once, what bears the later timestamp. */
  get newest(): Write | undefined {
    const last = this.written.at(-1);
    return this.written
      .filter(({ atUs }) => atUs === last?.atUs)
      .toSorted((left, right) => compareTimestamps(left.timestamp, right.timestamp))
      .at(-1);
  }

  /** What nodes told of texts that were overwritten unseen. */
  get losses(): readonly Loss[] {
    return [...this.lost.values()];
  }

  /** What is held by some node, or on its way to one. */
  get present(): ReadonlySet<string> {
    const held = Array.from({ length: NODES }, (_, node) => this.heldBy(node));
    const onTheirWay = this.travelling.filter(({ arrivesUs }) => arrivesUs > this.nowUs).map(({ label }) => label);
    return new Set([...held, ...onTheirWay].filter((label) => label !== undefined));
  }

  /** The latest write of a label. */
  lastOf(label: string): Write | undefined {
    return this.written.findLast((write) => write.label === label);
  }

  /** How often a node refused what was pushed to it. */
  get refusals(): number {
    return this.refused;
  }

  get traffic(): readonly Travelling[] {
    return this.travelling;
  }

  get traceHash(): string {
    return this.simulation.traceHash;
  }

  /** What a node's own clock shows, in ms since 1970. */
  clockOf(node: number): number {
    return this.simulation.node(node).clock(this.nowUs);
  }

  /** The label of what a node holds; undefined where it holds nothing. */
  heldBy(node: number): string | undefined {
    const { text } = this.simulation.node(node).register;
    return text === "" ? undefined : text;
  }

  timestampOf(node: number): Timestamp | undefined {
    return this.simulation.node(node).register.timestamp;
  }

  write(node: number, label: string): void {
    this.seen = this.heldBy(node);
    this.simulation.perform({ type: "write", node, text: label });
  }

  stepClock(byMs: number): void {
    this.simulation.perform({ type: "stepClock", node: WRONG, byMs });
  }

  /** Lets everything happen that is due by `timeUs`, and moves time there. */
  runTo(timeUs: number): void {
    this.simulation.runUntil(timeUs);
    this.travelling = this.travelling.filter(({ arrivesUs }) => arrivesUs + REMAINS_US > timeUs);
  }

  private observe(event: TraceEvent): void {
    switch (event.type) {
      case "wrote":
      case "restamped":
        return this.onWritten(event.node, event.type === "restamped");
      case "sent":
        return this.onSent(event);
      case "received":
        return this.onReceived(event);
      case "lost":
        return this.onLost(event.node, event.text);
      default:
        // Nobody crashes here, and nothing is lost on its way.
        return;
    }
  }

  private onWritten(node: number, isAgain: boolean): void {
    const [label, timestamp] = [this.heldBy(node), this.timestampOf(node)];
    if (label === undefined || !timestamp) return;
    const after = isAgain ? this.lastOf(label)?.after : this.seen;
    this.written.push({ label, node, atUs: this.nowUs, timestamp, after });
    if (this.written.length > MAX_WRITES) this.written.shift();
    this.lost.delete(label);
    this.log.wrote(this.nowUs, node, label, isAgain);
  }

  private onSent({ from, to, kind, message, atUs, arrivesAtUs }: Extract<TraceEvent, { readonly type: "sent" }>): void {
    if (kind !== "push" && kind !== "ahead") return;
    const label = labelIn(message);
    const travel = { key: this.messages++, from, to, label, leftUs: atUs, arrivesUs: arrivesAtUs, isRefused: false };
    this.travelling.push(travel);
    // In a long leap nobody looks at them.
    if (this.travelling.length > MAX_TRAVELLING) this.travelling.shift();
  }

  private onReceived({ from, to, kind, verdict, atUs }: Extract<TraceEvent, { readonly type: "received" }>): void {
    if (kind !== "push") return;
    const message = this.travelling.find(
      (each) => each.from === from && each.to === to && each.arrivesUs === atUs && each.label !== undefined,
    );
    const label = message?.label;
    if (!message || label === undefined) return;
    if (verdict === "ahead") {
      message.isRefused = true;
      this.refused++;
    }
    this.log.received(atUs, { node: to, from, label, held: this.heldBy(to) ?? label, verdict });
  }

  private onLost(node: number, label: string): void {
    const writer = this.lastOf(label)?.node ?? node;
    const wonBy = this.heldBy(node) ?? "";
    if (!this.lost.has(label)) this.log.lost(this.nowUs, node, label, wonBy);
    // Of several that tell it, the writer's own node is the one that its user looks at.
    if (!this.lost.has(label) || node === writer) this.lost.set(label, { label, node: writer, wonBy });
    if (this.lost.size > MAX_LOSSES) this.lost.delete(this.lost.keys().next().value ?? "");
  }
}

/** The time of all clocks that are right, at `us` of virtual time, in ms since 1970. */
export function rightTimeMs(us: number): number {
  return EPOCH_MS + Math.floor(us / 1_000);
}

/** Δ. */
const INTERVAL_MS = 1_000;
const LATENCY_US = 500_000;

/** So long a message that has arrived can still be seen where it was refused. */
export const REMAINS_US = 600_000;

const MAX_TRAVELLING = 64;
const MAX_LOSSES = 16;
const MAX_WRITES = 256;
