export { Coverage } from "./coverage";
export type { Latency } from "./latency";
export type { Counts } from "./recorder";
export { type Action, MAX_NODES, type Network, quietNetwork, type Run, type Step } from "./run";
export { EPOCH_MS, SimulatedNode } from "./simulated-node";
export { Simulation } from "./simulation";
export { type Link, linksOf, type Topology } from "./topology";
export type { DropReason, MessageKind, TraceEvent, Verdict } from "./trace";
export { CRASH_NOTICED_US } from "./world";
