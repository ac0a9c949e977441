import type { Run } from "../run";
import type { Simulation } from "../simulation";
import type { TraceEvent } from "../trace";
import { Fired } from "./law";
import { NodeWatch } from "./node-watch";
import { PresenceWatch } from "./presence-watch";
import { createReplicaWatch, type ReplicaWatch } from "./replica-watch";

/** Looks over the shoulder of every node of a simulation: each input and each effect is held against the laws. */
export class Watch {
  readonly fired = new Fired();
  readonly replica: ReplicaWatch;
  /** How many inputs were taken. */
  inputs = 0;
  /** When the last message that is on its way arrives, in µs. */
  lastArrivalUs = 0;
  private readonly nodes: NodeWatch[] = [];
  private readonly arrivals = new Map<string, { readonly atUs: number; readonly arrivesAtUs: number }>();
  private simulation: Simulation | undefined;

  /** The messages that nodes have made: any other is forged. */
  private readonly made = new WeakSet<Uint8Array>();
  readonly presences = new PresenceWatch();

  constructor(private readonly run: Run) {
    this.replica = createReplicaWatch(run, this.fired);
  }

  /** To be called once, before anything happens. */
  attach(simulation: Simulation): void {
    this.simulation = simulation;
    for (let index = 0; index < simulation.size; index++) this.attachTo(simulation, index, true);
  }

  node(index: number): NodeWatch {
    const watch = this.nodes[index];
    if (!watch) throw new RangeError(`Expected a node below ${this.nodes.length}, got ${index}`);
    return watch;
  }

  /** Sees what the simulation tells. */
  readonly observe = (event: TraceEvent): void => {
    this.fired.add(`event: ${event.type}`, 1);
    switch (event.type) {
      case "sent":
        this.onSent(event);
        return;
      case "dropped":
        this.fired.add(`dropped: ${event.reason}`, 1);
        return;
      case "received":
        this.fired.add(`verdict: ${event.verdict}`, 1);
        return;
      case "restarted":
        if (this.simulation) this.attachTo(this.simulation, event.node, false);
        return;
      default:
        return;
    }
  };

  private onSent({ from, to, kind, atUs, arrivesAtUs }: Extract<TraceEvent, { readonly type: "sent" }>): void {
    this.fired.add(`sent: ${kind}`, 1);
    this.lastArrivalUs = Math.max(this.lastArrivalUs, arrivesAtUs);
    const link = `${from}-${to}`;
    const before = this.arrivals.get(link);
    if (before?.atUs === atUs) this.fired.add("message doubled", 1);
    if (before && before.arrivesAtUs > arrivesAtUs) this.fired.add("message overtaken", 1);
    this.arrivals.set(link, { atUs, arrivesAtUs });
  }

  /** A node is a fresh object of gossip in each of its boots. */
  private attachTo(simulation: Simulation, index: number, isFirst: boolean): void {
    const node = simulation.node(index);
    const { gossip } = node;
    const isComplete = this.run.topology.type === "complete";
    const isPresent = (peer: string) => {
      const other = Number.parseInt(peer.slice(0, 8), 16);
      return other !== index && other < simulation.size && simulation.node(other).peer === peer;
    };
    const watch = new NodeWatch(
      node,
      isComplete ? { isPresent, neighbors: simulation.size - 1 } : undefined,
      this.fired,
      this.run.topology.type === "overlay",
      this.run.steps.some(({ type }) => type === "inject" || type === "corrupt"),
    );
    this.nodes[index] = watch;
    if (isFirst) {
      const isSlow = this.run.network.uplinkBytesPerSecond !== undefined;
      for (const neighbor of node.linked) watch.hasGreeted(simulation.node(neighbor).peer, isSlow);
    }
    this.replica.attach(node);
    const handle = gossip.handle.bind(gossip);
    gossip.handle = (input, now) => {
      this.inputs++;
      const isStranger = input.type === "received" && !watch.isNeighbor(input.peer);
      const isForged = input.type === "received" && !this.made.has(input.bytes);
      watch.before(input);
      this.replica.before(node, input, isForged);
      const effects = handle(input, now);
      for (const effect of effects) if (effect.type === "send") this.made.add(effect.bytes);
      const taken = { node, input, effects, now, isStranger, isForged };
      watch.after(taken);
      this.presences.after(taken);
      this.replica.after(taken);
      return effects;
    };
  }
}
