import { type Message, type PeerId, peekMessageType } from "@hearsay/gossip";

/** A message of the protocol that really went between this tab and a neighbor. Beats and introductions are none. */
export type Traffic = TrafficOf &
  (
    | { readonly type: "received" }
    /** It has left, and is on its way for as long as the fault port delays it and the network takes. */
    | { readonly type: "sent"; readonly delayMs: number }
    /** The fault port dropped it, and nobody is told. */
    | { readonly type: "lost" }
  );

interface TrafficOf {
  readonly peer: PeerId;
  /** Undefined where it is no message of this version of the protocol. */
  readonly message: Message["type"] | undefined;
  readonly bytes: number;
}

/** Tells whoever watches of the messages that go. While nobody does, it costs nothing. */
export class TrafficWatch {
  private readonly watchers = new Set<(traffic: Traffic) => void>();

  get isOn(): boolean {
    return this.watchers.size > 0;
  }

  /** Calls `watcher` for every message until the returned function is called. */
  add(watcher: (traffic: Traffic) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  received(peer: PeerId, bytes: Uint8Array): void {
    this.tell({ type: "received", ...trafficOf(peer, bytes) });
  }

  sent(peer: PeerId, bytes: Uint8Array, delayMs: number): void {
    this.tell({ type: "sent", delayMs, ...trafficOf(peer, bytes) });
  }

  lost(peer: PeerId, bytes: Uint8Array): void {
    this.tell({ type: "lost", ...trafficOf(peer, bytes) });
  }

  private tell(traffic: Traffic): void {
    for (const watcher of [...this.watchers]) watcher(traffic);
  }
}

function trafficOf(peer: PeerId, bytes: Uint8Array): TrafficOf {
  return { peer, message: peekMessageType(bytes), bytes: bytes.length };
}
