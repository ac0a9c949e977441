import { Register, type RegisterOperation, replicaIdFromBytes } from "@hearsay/merge";
import type { Effect } from "../effect";
import type { Input } from "../input";
import { type Decoded, decodeMessage, encodeMessage } from "../message";
import { NeighborList } from "../neighbor-set";
import { DEFAULT_RUMOR_COUNTER, GossipNode } from "../node";
import type { PeerId } from "../peer-id";
import { Random } from "../random";
import { DEFAULT_SPREAD } from "../spread";

export const NOW = 1_000_000_000;

/** The peer whose id ends in `number`, 0 to 255. */
export function peerId(number: number): PeerId {
  return replicaIdFromBytes(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, number));
}

export interface TestNode {
  readonly self: PeerId;
  readonly node: GossipNode<RegisterOperation>;
  readonly register: Register;
  readonly handle: (input: Input<RegisterOperation>, now: number) => readonly Effect[];
}

/** A node that shares a register, yet to be started. Its number seeds its randomness. */
export function createNode(number: number): TestNode {
  const self = peerId(number);
  const register = new Register(self);
  const random = new Random([number, 1, 2, 3]);
  const node = new GossipNode<RegisterOperation>({
    self,
    replica: register,
    neighbors: new NeighborList(),
    random,
    spread: DEFAULT_SPREAD,
    rumorCounter: DEFAULT_RUMOR_COUNTER,
  });
  return { self, node, register, handle: (input, now) => node.handle(input, now) };
}

/** A started node whose neighbors are the peers 1 to `count`, each with its channel free. */
export function connectedNode(number: number, count: number): TestNode {
  const node = createNode(number);
  node.node.start(NOW);
  for (let i = 1; i <= count; i++) {
    node.handle({ type: "connected", peer: peerId(i) }, NOW);
    drain(node, peerId(i), NOW);
  }
  return node;
}

/** Lets all leave that a node has for `peer`. Returns what went out. */
export function drain(node: TestNode, peer: PeerId, now: number): readonly Decoded[] {
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

export function deltaOf(register: Register): Uint8Array {
  const delta = register.since(undefined, Number.POSITIVE_INFINITY);
  if (!delta) throw new Error("Expected a register that holds something");
  return delta;
}
