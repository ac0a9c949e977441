import type { Replica } from "@hearsay/merge";
import type { PeerId } from "./peer-id";

/** Which neighbors have said that they hold all that this node's user wrote. */
export class Receipts<Operation> {
  /** What this node had when its user last wrote; undefined where that never happened. */
  private written: Uint8Array | undefined;
  private readonly holders = new Set<PeerId>();

  constructor(private readonly replica: Replica<Operation>) {}

  /** How many they are; undefined where nothing was written. */
  get count(): number | undefined {
    return this.written && this.holders.size;
  }

  wrote(): void {
    this.written = this.replica.version();
    this.holders.clear();
  }

  heard(peer: PeerId, version: Uint8Array): void {
    if (!this.written) return;
    if (this.replica.includes(version, this.written)) this.holders.add(peer);
    else this.holders.delete(peer);
  }

  forget(peer: PeerId): void {
    this.holders.delete(peer);
  }
}
