import type { PeerId } from "@hearsay/gossip";
import type { SimulatedNode } from "../simulated-node";
import { LawBroken, type Taken } from "./law";

/** Knows what each peer said of itself, and holds against it what others are told. */
export class PresenceWatch {
  private readonly said = new Map<PeerId, Set<string>>();
  /** What each node was told of each other one last, until it was told that that one is gone. */
  private readonly told = new Map<PeerId, Map<PeerId, string>>();
  /** What each node said of itself last. */
  private readonly last = new Map<PeerId, string>();

  after({ node, input, effects, isForged }: Taken): void {
    if (input.type === "introduced") {
      this.of(node.peer).add(input.presence.join());
      this.last.set(node.peer, input.presence.join());
    }
    for (const effect of effects) {
      if (effect.type === "memberGone") this.toldTo(node.peer).delete(effect.peer);
      if (effect.type === "presenceChanged") this.toldTo(node.peer).set(effect.peer, effect.presence.join());
      if (effect.type !== "presenceChanged") continue;
      // Who was told a lie passes it on.
      if (isForged) this.of(effect.peer).add(effect.presence.join());
      if (this.of(effect.peer).has(effect.presence.join())) continue;
      throw new LawBroken("presence is what was said", `node ${node.index} is told of ${effect.peer}`);
    }
  }

  /** Which of `nodes` knows of another than all the others, or something else than it said last, for people. */
  strangers(nodes: readonly SimulatedNode[]): string | undefined {
    for (const { index, peer: self } of nodes) {
      const told = this.toldTo(self);
      const unknown = nodes.find(({ peer }) => peer !== self && told.get(peer) !== this.last.get(peer));
      if (unknown) return `node ${index} does not know what node ${unknown.index} says of itself`;
      const ghost = [...told.keys()].find((each) => !nodes.some(({ peer }) => peer === each));
      if (ghost) return `node ${index} knows ${ghost}, which is gone`;
    }
    return undefined;
  }

  private toldTo(peer: PeerId): Map<PeerId, string> {
    const told = this.told.get(peer) ?? new Map<PeerId, string>();
    this.told.set(peer, told);
    return told;
  }

  private of(peer: PeerId): Set<string> {
    const said = this.said.get(peer) ?? new Set([NOTHING]);
    this.said.set(peer, said);
    return said;
  }
}

/** Who never said anything is told of all the same. */
const NOTHING = "";
