import { type Action, Simulation, type TraceEvent } from "@hearsay/simulator";
import { type Content, labelAt, labelOf, textOf } from "./data";
import { Links } from "./links";
import type { PlayLog } from "./play-log";
import type { Played, PlayRecord } from "./record";
import { networkOf, type PlaygroundSettings, runOf, spreadOf } from "./settings";
import { Spectator } from "./spectator";
import { type Standing, standingOf } from "./standing";
import type { Traffic } from "./traffic";

/**
 * One run that is being played: a simulation, what the reader does to it, and what can be seen of it. It knows nothing
 * of wall time or of the page.
 */
export class Session {
  readonly links: Links;
  private readonly spectator = new Spectator({
    settings: () => this.current,
    isCut: (left, right) => this.links.between(left, right)?.cut === true,
    heldBy: (node) => this.heldBy(node),
  });
  private readonly simulation: Simulation;
  private readonly startedWith: PlaygroundSettings;
  private current: PlaygroundSettings;
  private readonly played: Played[] = [];
  private steps = 0;
  private acts = 0;
  private written = 0;
  private stand: Standing | undefined;
  private latest: LatestWrite | undefined;
  private isArmed = false;
  private fuse: { readonly node: number; left: number } | undefined;

  constructor(settings: PlaygroundSettings) {
    this.startedWith = settings;
    this.current = settings;
    this.simulation = new Simulation(runOf(settings), (event) => this.observe(event));
    this.links = new Links(this.simulation);
  }

  get settings(): PlaygroundSettings {
    return this.current;
  }

  /** Virtual time, in whole µs from the start. */
  get nowUs(): number {
    return this.simulation.now;
  }

  /** 16 hex digits that stand for all that has happened. */
  get traceHash(): string {
    return this.simulation.traceHash;
  }

  /** All that is needed to play this again, up to now. */
  get record(): PlayRecord {
    return { settings: this.startedWith, played: [...this.played], end: this.moment() };
  }

  /** The messages that can be seen. */
  get traffic(): Traffic {
    return this.spectator.traffic;
  }

  /** What happened, in words. */
  get log(): PlayLog {
    return this.spectator.log;
  }

  /** Grows with everything that can be seen, but for time that passes. */
  get revision(): number {
    return this.acts + this.spectator.seen;
  }

  get standing(): Standing {
    this.stand ??= standingOf(this.simulation);
    return this.stand;
  }

  /** Whether no message is on its way, nor waiting for its turn at an uplink. */
  get quiet(): boolean {
    const nodes = Array.from({ length: this.simulation.size }, (_, node) => this.simulation.node(node));
    return (
      this.traffic.all.every(({ vanishedUs }) => vanishedUs !== undefined) &&
      nodes.every(({ alive, uplinkFreeAtUs }) => !alive || uplinkFreeAtUs <= this.nowUs)
    );
  }

  /** How many messages with data have left a node so far. */
  get messages(): number {
    const { push, rumor } = this.simulation.counts.sent;
    return push + rumor;
  }

  /** How the latest write fares; undefined where nothing was written yet. */
  get latestWrite(): LatestWrite | undefined {
    return this.latest;
  }

  /** Whether the next node that is written to will crash amid its sending. */
  get armed(): boolean {
    return this.isArmed;
  }

  /** The node that is going to crash amid its sending, if one is. */
  get doomed(): number | undefined {
    return this.fuse?.node;
  }

  /** Lets everything happen that is due by `timeUs`, and moves time there. */
  runTo(timeUs: number): void {
    for (let next = this.simulation.nextUs; next !== undefined && next <= timeUs; next = this.simulation.nextUs) {
      this.step();
    }
    this.simulation.runUntil(timeUs);
    this.traffic.forget(this.nowUs);
  }

  /** Moves on to the next event that can be seen. Returns false where none comes within `QUIET_US`. */
  runToNextEvent(): boolean {
    const { revision } = this;
    const until = this.nowUs + QUIET_US;
    while (this.revision === revision) {
      const next = this.simulation.nextUs;
      if (next === undefined || next > until) break;
      this.step();
    }
    this.traffic.forget(this.nowUs);
    return this.revision !== revision;
  }

  /** Gives a node new data. Returns its label; undefined where the node is crashed. */
  write(node: number): string | undefined {
    if (!this.simulation.node(node).alive) return undefined;
    const lit = this.isArmed && this.light(node);
    const label = labelAt(this.written++);
    this.latest = { label, node, atUs: this.nowUs, messagesBefore: this.messages, everywhere: undefined };
    this.perform({ type: "write", node, text: textOf(label) });
    if (lit === "engine" && this.isAlive(node)) this.crash(node);
    this.burn();
    this.settle();
    return label;
  }

  /** Lets the next node that is written to crash when half of its copies have left, or, where it sends one by one, the first. */
  arm(armed: boolean): void {
    this.isArmed = armed;
    this.acts++;
  }

  crash(node: number): void {
    if (this.fuse?.node === node) this.fuse = undefined;
    this.perform({ type: "crash", node, afterMessages: 0 });
    this.settle();
  }

  /** A crashed node comes back with the copy it had, as from a disk. */
  revive(node: number): void {
    this.perform({ type: "restart", node, storage: true });
    // It starts with the setting of old, and where it is cut off nobody tells it.
    if (!sameSpread(this.current, this.startedWith)) this.chooseSpread(node);
    this.settle();
  }

  isAlive(node: number): boolean {
    return this.simulation.node(node).alive;
  }

  cut(left: number, right: number): void {
    if (this.links.between(left, right)?.cut !== false) return;
    this.links.set(left, right, true);
    this.traffic.vanishBetween(left, right, this.nowUs);
    this.perform({ type: "disconnect", from: left, to: right });
  }

  mend(left: number, right: number): void {
    if (this.links.between(left, right)?.cut !== true) return;
    this.links.set(left, right, false);
    this.perform({ type: "connect", from: left, to: right });
  }

  /** Cuts every link between the first half of the nodes and the rest. */
  split(): void {
    const half = Math.ceil(this.current.nodes / 2);
    for (const { ends } of this.links.all) if (ends[0] < half && ends[1] >= half) this.cut(...ends);
  }

  mendAll(): void {
    for (const { ends } of this.links.all) this.mend(...ends);
  }

  /** Changes what can be changed while it runs: not the nodes, nor their links, nor the seed. */
  change(settings: PlaygroundSettings): void {
    const before = this.current;
    this.current = settings;
    this.perform({ type: "setNetwork", network: networkOf(settings) });
    if (sameSpread(before, settings)) return;
    for (let node = 0; node < settings.nodes; node++) if (this.isAlive(node)) this.chooseSpread(node);
  }

  private chooseSpread(node: number): void {
    this.perform({ type: "chooseSpread", node, spread: spreadOf(this.current) });
  }

  /** Prepares a crash amid the sending, and tells who is to see to it. */
  private light(node: number): "engine" | "session" {
    this.isArmed = false;
    const { strategy, messagesPerSecond } = this.current;
    const neighbors = this.links.of(node).filter(({ cut }) => !cut).length;
    const copies = strategy === "broadcast" ? Math.min(neighbors, Math.max(1, Math.floor(neighbors / 2))) : 1;
    // Without a limit to the uplink all copies leave in one event, and only the engine can come between them.
    if (strategy === "broadcast" && messagesPerSecond === undefined && copies > 0) {
      this.perform({ type: "crash", node, afterMessages: copies });
      return "engine";
    }
    this.fuse = { node, left: copies };
    return "session";
  }

  private step(): void {
    this.simulation.step();
    this.steps++;
    this.burn();
    this.settle();
  }

  private burn(): void {
    if (this.fuse && this.fuse.left <= 0) this.crash(this.fuse.node);
  }

  private perform(action: Action): void {
    this.played.push({ ...this.moment(), action });
    this.simulation.perform(action);
    this.acts++;
  }

  private moment() {
    return { steps: this.steps, atUs: this.simulation.now };
  }

  /** Notes when the latest write has reached everyone. */
  private settle(): void {
    const { latest } = this;
    if (!latest || latest.everywhere || this.standing.differing > 0 || this.standing.living === 0) return;
    if (!this.standing.nodes.some(({ state, label }) => state === "newest" && label === latest.label)) return;
    const messages = this.messages - latest.messagesBefore;
    this.latest = { ...latest, everywhere: { tookUs: this.nowUs - latest.atUs, messages } };
  }

  private observe(event: TraceEvent): void {
    this.stand = undefined;
    const content = this.spectator.see(event);
    const hasLeft = event.type === "sent" || (event.type === "dropped" && event.reason === "lost");
    if (hasLeft && content?.type === "data" && this.fuse?.node === event.from) this.fuse.left--;
  }

  private heldBy(node: number): Content | undefined {
    const { text, timestamp } = this.simulation.node(node).register;
    const label = labelOf(text);
    return label !== undefined && timestamp ? { type: "data", label, timestamp } : undefined;
  }
}

/** How the latest data that was written fares. */
export interface LatestWrite {
  readonly label: string;
  readonly node: number;
  readonly atUs: number;
  /** How many messages had been sent before it. */
  readonly messagesBefore: number;
  /** When all living nodes held it for the first time; undefined where they have not yet. */
  readonly everywhere: { readonly tookUs: number; readonly messages: number } | undefined;
}

/** When nothing that can be seen happens for so long, a single event does not wait for it. */
export const QUIET_US = 10_000_000;

function sameSpread(left: PlaygroundSettings, right: PlaygroundSettings): boolean {
  return left.strategy === right.strategy && left.intervalMs === right.intervalMs;
}
