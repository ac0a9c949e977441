import type { PeerId } from "@hearsay/gossip";
import type { Person } from "./people";

/** Remembers what the people of this note are called after they have left, for as long as the tab lives. */
export class KnownNames {
  private readonly names = new Map<PeerId, string>();
  private self: PeerId | undefined;

  learn(people: readonly Person[]): void {
    for (const { peer, name, self } of people) {
      if (self) this.self = peer;
      this.names.delete(peer);
      this.names.set(peer, name);
    }
    for (const peer of this.names.keys()) {
      if (this.names.size <= MAX_NAMES) break;
      this.names.delete(peer);
    }
  }

  /** Whose something is: "Your", "Quiet Heron’s", "Somebody’s". */
  possessive(peer: PeerId): string {
    if (peer === this.self) return "Your";
    return `${this.names.get(peer) ?? "Somebody"}’s`;
  }
}

const MAX_NAMES = 256;
