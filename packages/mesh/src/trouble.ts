import type { Effect, PeerId } from "@hearsay/gossip";
import { type MeshCounts, type MeshState, NO_COUNTS, REFUSAL_COUNTS } from "./mesh";

/** An effect that tells of a neighbor that is not as it should be, or is again. */
export type TroubleEffect = Extract<
  Effect,
  { readonly type: "otherVersion" | "diverged" | "reconciled" | "refused" | "refusedByPeer" }
>;

/** What was noticed of others that is not as it should be: nobody is cut off for it, and all of it can be seen. */
export class Trouble {
  private readonly otherVersions = new Map<PeerId, number>();
  private readonly diverged = new Set<PeerId>();
  private counts = NO_COUNTS;

  get state(): Pick<MeshState, "otherVersions" | "diverged" | "counts"> {
    const otherVersions = [...this.otherVersions].map(([peer, version]) => ({ peer, version }));
    return { otherVersions, diverged: [...this.diverged], counts: this.counts };
  }

  note(effect: TroubleEffect): void {
    switch (effect.type) {
      case "otherVersion":
        this.otherVersions.set(effect.peer, effect.version);
        return;
      case "diverged":
        this.diverged.add(effect.peer);
        return;
      case "reconciled":
        this.diverged.delete(effect.peer);
        return;
      case "refused":
        return this.count(REFUSAL_COUNTS[effect.reason]);
      case "refusedByPeer":
        return this.count("refusedByNeighbors");
      default:
        effect satisfies never;
    }
  }

  count(what: keyof MeshCounts): void {
    this.counts = { ...this.counts, [what]: this.counts[what] + 1 };
  }

  /** The channel to `peer` is gone. */
  forget(peer: PeerId): void {
    this.otherVersions.delete(peer);
    this.diverged.delete(peer);
  }
}
