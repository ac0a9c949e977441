import { decodeMessage, MAX_DELTA_BYTES, type PeerId, type Standing } from "@hearsay/gossip";
import { equalBytes, type Replica } from "@hearsay/merge";

/**
 * What neighbors have shown that they hold by pushing the whole of it. Where the source text's strategies run on a replica
 * that is sent whole, nobody says what it has, and this is all there is to know.
 */
export class WholePushes {
  private readonly last = new Map<PeerId, Uint8Array>();

  constructor(private readonly replica: Pick<Replica<unknown>, "since">) {}

  received(peer: PeerId, bytes: Uint8Array): void {
    const message = decodeMessage(bytes);
    if (message.type === "push" || message.type === "rumor") this.last.set(peer, new Uint8Array(message.delta));
  }

  forget(peer: PeerId): void {
    this.last.delete(peer);
  }

  /** To be asked once what `peer` pushed has been merged: then it is no more than what this tab has. */
  standingOf(peer: PeerId): Standing {
    const last = this.last.get(peer);
    if (!last) return "unknown";
    const own = this.replica.since(undefined, MAX_DELTA_BYTES);
    return own && equalBytes(last, own) ? "same" : "less";
  }
}
