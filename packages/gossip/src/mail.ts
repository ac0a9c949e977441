import { type DataMessages, isData } from "./data-messages";
import type { Effect } from "./effect";
import type { MemberRecord } from "./members/member-record";
import { encodeMessage, type Hello } from "./message";
import type { NeighborSet } from "./neighbor-set";
import { Outbox, type Owed } from "./outbox";
import type { OverlayMessage } from "./overlay/overlay-message";
import type { PeerId } from "./peer-id";

/** No more messages of the overlay wait for one neighbor; what comes on top is left out, and walks end there. */
export const MAX_OVERLAY_WAITING = 16;

/** What a node tells of the room. */
export interface MailHost {
  hello(): Hello;
  recordsFor(peer: PeerId): readonly MemberRecord[];
  /** The roots of the trees that the link to `peer` is none of. */
  prunedRoots(peer: PeerId): readonly PeerId[];
  perform(effect: Effect): void;
}

/** Makes the messages that neighbors are owed, each as late as it can be sent, and hands them to the network. */
export class Mail<Operation> {
  private readonly outbox = new Outbox();
  private readonly overlay = new Map<PeerId, OverlayMessage[]>();

  constructor(
    private readonly neighbors: NeighborSet,
    private readonly data: DataMessages<Operation>,
    private readonly host: MailHost,
  ) {}

  /** Sends `kind` to `peer` now, or once there is room. */
  request(peer: PeerId, kind: Owed): void {
    if (isData(kind) && this.data.areWhole && !this.data.make(kind, peer)) return;
    if (this.outbox.request(peer, kind) && !this.send(peer, kind)) this.sendNext(peer);
  }

  /** The same for a message of the overlay, of which none may take another's place. */
  requestOverlay(peer: PeerId, message: OverlayMessage): void {
    const waiting = this.overlay.get(peer) ?? [];
    this.overlay.set(peer, waiting);
    if (waiting.length < MAX_OVERLAY_WAITING) waiting.push(message);
    this.request(peer, "overlay");
  }

  /** The last message to `peer` has left. */
  sendNext(peer: PeerId): void {
    for (let kind = this.outbox.next(peer); kind; kind = this.outbox.next(peer)) {
      if (!this.neighbors.has(peer)) return this.outbox.forget(peer);
      // Of what was owed under another strategy there may be nothing to send.
      if (this.send(peer, kind)) return;
    }
  }

  forget(peer: PeerId): void {
    this.outbox.forget(peer);
    this.overlay.delete(peer);
  }

  private send(peer: PeerId, kind: Owed): boolean {
    const bytes = this.bytesOf(kind, peer);
    if (bytes) this.host.perform({ type: "send", peer, bytes });
    return bytes !== undefined;
  }

  private bytesOf(kind: Owed, peer: PeerId): Uint8Array | undefined {
    switch (kind) {
      case "hello":
        return encodeMessage(this.host.hello());
      case "overlay":
        return this.nextOverlay(peer);
      case "members": {
        const records = this.host.recordsFor(peer);
        return records.length > 0 ? encodeMessage({ type: "members", records }) : undefined;
      }
      case "ahead":
        return encodeMessage({ type: kind });
      case "prune":
        return encodeMessage({ type: kind, roots: this.host.prunedRoots(peer) });
      case "new":
      case "known":
        return encodeMessage({ type: "feedback", knew: kind === "known" });
      case "have":
        return encodeMessage({ type: "have", version: this.data.tell(peer), state: this.data.state });
      case "ask":
        return encodeMessage({ type: kind, version: this.data.tell(peer) });
      case "digest":
        this.data.tell(peer);
        return encodeMessage({ type: "digest", digest: this.data.state });
      case "news":
      case "push":
      case "rumor":
        return this.data.make(kind, peer);
      default:
        return kind satisfies never;
    }
  }

  private nextOverlay(peer: PeerId): Uint8Array | undefined {
    const waiting = this.overlay.get(peer) ?? [];
    const next = waiting.shift();
    if (waiting.length > 0) this.outbox.request(peer, "overlay");
    else this.overlay.delete(peer);
    return next && encodeMessage({ type: "overlay", overlay: next });
  }
}
