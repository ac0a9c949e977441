import type { Input, Random } from "@hearsay/gossip";
import type { Run } from "../run";
import type { SimulatedNode } from "../simulated-node";
import type { Operation, ReplicaName } from "../simulated-replica";
import type { Simulation } from "../simulation";
import type { Claim } from "./convergence";
import type { Fired, Taken } from "./law";
import { NoteWatch } from "./note-watch";
import { RegisterWatch } from "./register-watch";
import type { Watch } from "./watch";

/** Sees every input that any node takes, and throws `LawBroken` where the data of a replica breaks a law of its own. */
export interface ReplicaWatch {
  /** A node has begun one of its lives, with a fresh copy. */
  attach(node: SimulatedNode): void;
  /** The node is about to take an input; `isForged` where that is a message that no node made. */
  before(node: SimulatedNode, input: Input<Operation>, isForged: boolean): void;
  /** It has taken it. */
  after(taken: Taken): void;
  /** How many of the living hold the newest data, counted in another way than the simulation's. */
  countCovered(simulation: Simulation): number;
  /** All that push gossip promises of the state as it is, where nothing fails any more. */
  claims(simulation: Simulation, watch: Watch, random: Random): readonly Claim[];
  /** All is over: what must hold of each copy that is left. */
  finish(simulation: Simulation): void;
}

/** The watch for the replica that the nodes of a run hold. */
export function createReplicaWatch(run: Run, fired: Fired): ReplicaWatch {
  const name: ReplicaName = run.replica ?? "register";
  return name === "register" ? new RegisterWatch(run, fired) : new NoteWatch(fired);
}
