import { type DataMessages, isData } from "./data-messages";
import { digestOf } from "./digest";
import type { Effect } from "./effect";
import { encodeMessage } from "./message";
import type { NeighborSet } from "./neighbor-set";
import { Outbox, type Owed } from "./outbox";
import type { PeerId } from "./peer-id";
import type { ChosenSpread } from "./spread";

/** What a node tells of itself in a hello. */
export interface Greeting {
  readonly presence: Uint8Array;
  readonly chosen: ChosenSpread | undefined;
}

/** Makes the messages that neighbors are owed, each as late as it can be sent, and hands them to the network. */
export class Mail<Operation> {
  private readonly outbox = new Outbox();

  constructor(
    private readonly neighbors: NeighborSet,
    private readonly data: DataMessages<Operation>,
    private readonly greeting: Greeting,
    private readonly perform: (effect: Effect) => void,
  ) {}

  /** Sends `kind` to `peer` now, or once there is room. */
  request(peer: PeerId, kind: Owed): void {
    if (isData(kind) && this.data.areWhole && !this.data.make(kind, peer)) return;
    if (this.outbox.request(peer, kind) && !this.send(peer, kind)) this.sendNext(peer);
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
  }

  private send(peer: PeerId, kind: Owed): boolean {
    const bytes = this.bytesOf(kind, peer);
    if (bytes) this.perform({ type: "send", peer, bytes });
    return bytes !== undefined;
  }

  private bytesOf(kind: Owed, peer: PeerId): Uint8Array | undefined {
    switch (kind) {
      case "hello":
        return encodeMessage({ type: "hello", presence: this.greeting.presence, chosen: this.greeting.chosen });
      case "ahead":
      case "prune":
        return encodeMessage({ type: kind });
      case "new":
      case "known":
        return encodeMessage({ type: "feedback", knew: kind === "known" });
      case "have":
      case "ask":
        return encodeMessage({ type: kind, version: this.data.tell(peer) });
      case "digest":
        return encodeMessage({ type: "digest", digest: digestOf(this.data.tell(peer)) });
      case "news":
      case "push":
      case "rumor":
        return this.data.make(kind, peer);
      default:
        return kind satisfies never;
    }
  }
}
