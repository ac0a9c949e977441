import type { PeerId } from "@hearsay/gossip";
import { LawBroken, type Taken } from "./law";

/** Knows what each peer said of itself, and holds against it what others are told. */
export class PresenceWatch {
  private readonly said = new Map<PeerId, Set<string>>();

  after({ node, input, effects, isForged }: Taken): void {
    if (input.type === "introduced") this.of(node.peer).add(input.presence.join());
    for (const effect of effects) {
      if (effect.type !== "presenceChanged") continue;
      // Who was told a lie passes it on.
      if (isForged) this.of(effect.peer).add(effect.presence.join());
      if (this.of(effect.peer).has(effect.presence.join())) continue;
      throw new LawBroken("presence is what was said", `node ${node.index} is told of ${effect.peer}`);
    }
  }

  private of(peer: PeerId): Set<string> {
    const said = this.said.get(peer) ?? new Set([NOTHING]);
    this.said.set(peer, said);
    return said;
  }
}

/** Who never said anything is told of all the same. */
const NOTHING = "";
