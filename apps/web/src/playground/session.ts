import { type Action, Simulation, type TraceEvent } from "@hearsay/simulator";
import { Camera } from "./camera";
import { labelAt, labelOf, textOf } from "./data";
import { Film } from "./film";
import { Links } from "./links";
import { MAX_MOVES, type Moment, type Move, type RunRecord, type TimedMove } from "./move";
import { needsNewRun, networkOf, type PlaygroundSettings, runOf, spreadOf } from "./settings";
import { isSameTimestamp } from "./view";

/**
 * One run that is being played: a simulation, what the reader does to it, and the film of what could be seen. It knows
 * nothing of wall time or of the page.
 */
export class Session {
  readonly film: Film;
  private readonly links: Links;
  private readonly camera: Camera;
  private readonly simulation: Simulation;
  private readonly startedWith: PlaygroundSettings;
  private readonly moves: TimedMove[] = [];
  private steps = 0;
  private written = 0;
  private fuse: { readonly node: number; left: number } | undefined;

  constructor(settings: PlaygroundSettings) {
    this.startedWith = settings;
    this.simulation = new Simulation(runOf(settings), (event) => this.observe(event));
    this.links = new Links(this.simulation);
    this.film = new Film(settings, this.links.all);
    this.camera = new Camera(this.film, {
      isCut: (left, right) => this.links.isCut(left, right),
      nodeNow: (node) => this.nodeNow(node),
    });
  }

  /** As they are now. */
  get settings(): PlaygroundSettings {
    return this.film.settings.latest;
  }

  /** Virtual time, in whole µs from the start. */
  get nowUs(): number {
    return this.simulation.now;
  }

  /** 16 hex digits that stand for all that has happened. */
  get traceHash(): string {
    return this.simulation.traceHash;
  }

  get moment(): Moment {
    return { steps: this.steps, atUs: this.simulation.now };
  }

  /** All that is needed to play this again, up to now. */
  get record(): RunRecord {
    return { settings: this.startedWith, moves: [...this.moves], end: this.moment };
  }

  /** Whether no message is on its way, nor waiting for its turn at an uplink. */
  get quiet(): boolean {
    if (!this.film.isQuiet) return false;
    const nodes = Array.from({ length: this.simulation.size }, (_, node) => this.simulation.node(node));
    return nodes.every(({ alive, uplinkFreeAtUs }) => !alive || uplinkFreeAtUs <= this.nowUs);
  }

  /** Lets everything happen that is due by `timeUs`, and moves time there. A run whose film is full goes no further. */
  runTo(timeUs: number): void {
    for (let next = this.simulation.nextUs; next !== undefined && next <= timeUs; next = this.simulation.nextUs) {
      if (this.film.isFull) return;
      this.step();
    }
    this.simulation.runUntil(timeUs);
  }

  /** Moves on to the next event that can be seen. Returns false where none comes within `QUIET_US`. */
  runToNextEvent(): boolean {
    const { length } = this.film;
    const until = this.nowUs + QUIET_US;
    while (this.film.length === length && !this.film.isFull) {
      const next = this.simulation.nextUs;
      if (next === undefined || next > until) break;
      this.step();
    }
    return this.film.length !== length;
  }

  /** Moves on to a moment of this run, as one of its records tells it, at most by `most` events. Returns whether it is there. */
  moveTo({ steps, atUs }: Moment, most: number): boolean {
    const limit = Math.min(steps, this.steps + most);
    while (this.steps < limit && this.simulation.nextUs !== undefined && !this.film.isFull) this.step();
    if (this.steps === limit && limit < steps) return false;
    // All that was due by then has happened, or the next move would have come before it.
    if (this.simulation.now < atUs) this.runTo(atUs);
    return true;
  }

  /** Does what the reader wants done. Returns false where it makes no sense now, and nothing has changed. */
  act(move: Move): boolean {
    if (this.moves.length >= MAX_MOVES || this.film.isFull || !this.makesSense(move)) return false;
    this.moves.push({ ...this.moment, move });
    this.camera.seeMove(this.nowUs, move);
    this.follow(move);
    this.burn();
    this.settle();
    return true;
  }

  private makesSense(move: Move): boolean {
    switch (move.type) {
      case "write":
      case "crash":
        return this.isAlive(move.node);
      case "revive":
        return !this.isAlive(move.node);
      case "cut":
      case "mend":
        return this.links.changeable(move.links, move.type === "cut").length > 0;
      case "change":
        return !needsNewRun(this.settings, move.settings);
      default:
        return move satisfies never;
    }
  }

  private follow(move: Move): void {
    switch (move.type) {
      case "write":
        return this.write(move.node, move.crashes);
      case "crash":
        return this.crash(move.node);
      case "revive":
        return this.revive(move.node);
      case "cut":
      case "mend":
        for (const ends of this.links.changeable(move.links, move.type === "cut")) this.setLink(ends, move.type);
        return this.film.links.set(this.film.length, this.links.all);
      case "change":
        return this.change(move.settings);
      default:
        return move satisfies never;
    }
  }

  private write(node: number, crashes: boolean): void {
    const lit = crashes && this.light(node);
    const label = labelAt(this.written++);
    const { sent, wasted } = this.film.traffic.latest;
    const at = this.film.length;
    const write = { label, node, atUs: this.nowUs, at, messagesBefore: sent, wastedBefore: wasted };
    this.film.latestWrite.set(at, { ...write, everywhere: undefined });
    this.simulation.perform({ type: "write", node, text: textOf(label) });
    if (lit === "engine" && this.isAlive(node)) this.crash(node);
  }

  private crash(node: number): void {
    if (this.fuse?.node === node) this.setFuse(undefined);
    this.simulation.perform({ type: "crash", node, afterMessages: 0 });
  }

  private revive(node: number): void {
    this.simulation.perform({ type: "restart", node, storage: true });
    this.camera.look(node, undefined);
    // It starts with the setting of old, and where it is cut off nobody tells it.
    if (!sameSpread(this.settings, this.startedWith)) this.chooseSpread(node);
  }

  private setLink(ends: readonly [number, number], type: "cut" | "mend"): void {
    const [from, to] = ends;
    this.links.set(ends, type === "cut");
    if (type === "cut") this.camera.seeCut(from, to, this.nowUs);
    const action: Action = { type: type === "cut" ? "disconnect" : "connect", from, to };
    this.simulation.perform(action);
  }

  private change(settings: PlaygroundSettings): void {
    const before = this.settings;
    this.film.settings.set(this.film.length, settings);
    this.simulation.perform({ type: "setNetwork", network: networkOf(settings) });
    if (sameSpread(before, settings)) return;
    for (let node = 0; node < settings.nodes; node++) if (this.isAlive(node)) this.chooseSpread(node);
  }

  private chooseSpread(node: number): void {
    this.simulation.perform({ type: "chooseSpread", node, spread: spreadOf(this.settings) });
  }

  private isAlive(node: number): boolean {
    return this.simulation.node(node).alive;
  }

  /** Prepares a crash amid the sending, and tells who is to see to it. */
  private light(node: number): "engine" | "session" {
    const { strategy, messagesPerSecond } = this.settings;
    const neighbors = this.links.all.filter(({ ends, cut }) => !cut && ends.includes(node)).length;
    const copies = strategy === "broadcast" ? Math.min(neighbors, Math.max(1, Math.floor(neighbors / 2))) : 1;
    // Without a limit to the uplink all copies leave in one event, and only the engine can come between them.
    if (strategy === "broadcast" && messagesPerSecond === undefined && copies > 0) {
      this.simulation.perform({ type: "crash", node, afterMessages: copies });
      return "engine";
    }
    this.setFuse({ node, left: copies });
    return "session";
  }

  private setFuse(fuse: { readonly node: number; left: number } | undefined): void {
    this.fuse = fuse;
    this.film.doomed.set(this.film.length, fuse?.node);
  }

  private step(): void {
    this.camera.steps = ++this.steps;
    this.simulation.step();
    this.burn();
    this.settle();
  }

  private burn(): void {
    if (this.fuse && this.fuse.left <= 0) this.crash(this.fuse.node);
  }

  /** Notes when the latest write has reached everyone. */
  private settle(): void {
    const { film } = this;
    const { newest, holders, living } = film.tally.latest;
    const latest = film.latestWrite.latest;
    if (!latest || latest.everywhere || living === 0 || holders < living) return;
    const someone = film.nodes.find((node) => node.latest.alive && isSameTimestamp(node.latest.timestamp, newest));
    if (someone?.latest.label !== latest.label) return;
    const messages = film.traffic.latest.sent - latest.messagesBefore;
    const everywhere = { tookUs: this.nowUs - latest.atUs, messages, at: film.length };
    film.latestWrite.set(film.length, { ...latest, everywhere });
  }

  private observe(event: TraceEvent): void {
    // What happens before the first node is linked is not to be seen.
    if (!this.camera) return;
    const content = this.camera.see(event);
    const hasLeft = event.type === "sent" || (event.type === "dropped" && event.reason === "lost");
    if (hasLeft && content?.type === "data" && this.fuse?.node === event.from) this.fuse.left--;
  }

  private nodeNow(node: number) {
    const { alive, register } = this.simulation.node(node);
    return { alive, label: labelOf(register.text), timestamp: register.timestamp };
  }
}

/** When nothing that can be seen happens for so long, a single event does not wait for it. */
export const QUIET_US = 10_000_000;

function sameSpread(left: PlaygroundSettings, right: PlaygroundSettings): boolean {
  return left.strategy === right.strategy && left.intervalMs === right.intervalMs;
}
