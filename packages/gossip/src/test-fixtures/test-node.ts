import { Register, type RegisterOperation, type Replica, replicaIdFromBytes } from "@hearsay/merge";
import { digestOf } from "../digest";
import type { Effect } from "../effect";
import type { Input } from "../input";
import { type Decoded, decodeMessage, encodeMessage, type Hello } from "../message";
import { NeighborList } from "../neighbor-set";
import { GossipNode } from "../node";
import { DEFAULT_RUMOR_COUNTER, type NodeOptions } from "../node-options";
import type { PeerId } from "../peer-id";
import { Random } from "../random";
import type { ChosenSpread, Spread } from "../spread";

export const NOW = 1_000_000_000;

/** The setting of these nodes until another is chosen: the source text's. */
export const PUSH: Spread = { strategy: "push", intervalMs: 200 };

/** The digest of a node that knows of nobody in the room. */
export const NO_MEMBERS = digestOf(new Uint8Array(0));

/** What a node says that has `degree` neighbors and knows of nobody. */
export function helloOf(degree: number, chosen: ChosenSpread | undefined): Hello {
  return { type: "hello", degree, members: NO_MEMBERS, chosen };
}

/** The peer whose id ends in `number`, 0 to 255. */
export function peerId(number: number): PeerId {
  return replicaIdFromBytes(Uint8Array.of(0, 0, 0, 0, 0, 0, number >> 8, number));
}

/** A node of any replica, as a test drives it. */
export interface DrivenNode<Operation> {
  readonly self: PeerId;
  readonly node: GossipNode<Operation>;
  readonly handle: (input: Input<Operation>, now: number) => readonly Effect[];
}

export interface TestNode extends DrivenNode<RegisterOperation> {
  readonly register: Register;
}

/** A node that shares `replica`, yet to be started. Its number seeds its randomness. */
export function createNodeOf<Operation>(
  number: number,
  replica: Replica<Operation>,
  rumorCounter: number,
): DrivenNode<Operation> {
  return createNodeWith(number, replica, { rumorCounter, spread: PUSH, overlay: undefined });
}

/** The same with other settings. */
export function createNodeWith<Operation>(
  number: number,
  replica: Replica<Operation>,
  options: Pick<NodeOptions<Operation>, "rumorCounter" | "spread" | "overlay">,
): DrivenNode<Operation> {
  const self = peerId(number);
  const random = new Random([number, 1, 2, 3]);
  const neighbors = new NeighborList();
  const node = new GossipNode<Operation>({
    self,
    replica,
    neighbors,
    random,
    ...options,
  });
  return { self, node, handle: (input, now) => node.handle(input, now) };
}

/** A node that shares a register, yet to be started. */
export function createNode(number: number): TestNode {
  const register = new Register(peerId(number));
  return { ...createNodeOf(number, register, DEFAULT_RUMOR_COUNTER), register };
}

/** Starts a node whose neighbors are the peers 1 to `count`, each with its channel free. */
export function connect<Operation>(node: DrivenNode<Operation>, count: number): void {
  node.node.start(NOW);
  for (let i = 1; i <= count; i++) {
    node.handle({ type: "connected", peer: peerId(i) }, NOW);
    drain(node, peerId(i), NOW);
  }
}

/** A started node whose neighbors are the peers 1 to `count`. */
export function connectedNode(number: number, count: number): TestNode {
  const node = createNode(number);
  connect(node, count);
  return node;
}

/** Lets all leave that a node has for `peer`. Returns what went out. */
export function drain<Operation>(node: DrivenNode<Operation>, peer: PeerId, now: number): readonly Decoded[] {
  const left: Decoded[] = [];
  for (;;) {
    const sent = sentTo(peer, node.handle({ type: "writable", peer }, now));
    if (sent.length === 0) return left;
    left.push(...sent);
  }
}

export function sends(effects: readonly Effect[]): readonly { readonly peer: PeerId; readonly bytes: Uint8Array }[] {
  return effects.filter((effect) => effect.type === "send");
}

/** The messages among `effects` that go to `peer`. */
export function sentTo(peer: PeerId, effects: readonly Effect[]): readonly Decoded[] {
  return sends(effects)
    .filter((effect) => effect.peer === peer)
    .map(({ bytes }) => decodeMessage(bytes));
}

/** A push of `text` as the peer `number` would write it at `timeMs`. */
export function pushOf(number: number, text: string, timeMs: number): Uint8Array {
  const register = new Register(peerId(number));
  register.edit({ text }, timeMs);
  return encodeMessage({ type: "push", delta: deltaOf(register) });
}

/** All that a replica holds. Throws where it holds nothing. */
export function deltaOf<Operation>(replica: Replica<Operation>): Uint8Array {
  const delta = replica.since(undefined, Number.POSITIVE_INFINITY);
  if (!delta) throw new Error("Expected a replica that holds something");
  return delta;
}
