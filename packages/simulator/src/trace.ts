import type { Message } from "@hearsay/gossip";

/** One thing that happened in a simulation. `atUs` is virtual time, in whole µs from the start. */
export type TraceEvent = { readonly atUs: number } & (
  | {
      /** A message left the uplink of `from` and will arrive, unless the receiver is dead by then. */
      readonly type: "sent";
      readonly from: number;
      readonly to: number;
      readonly kind: MessageKind;
      readonly bytes: number;
      readonly arrivesAtUs: number;
      /** The message as it travels, not to be changed. */
      readonly message: Uint8Array;
    }
  /** A message vanished on its way. */
  | {
      readonly type: "dropped";
      readonly from: number;
      readonly to: number;
      readonly reason: DropReason;
      /** The message as it travelled, not to be changed. */
      readonly message: Uint8Array;
    }
  | {
      readonly type: "received";
      readonly from: number;
      readonly to: number;
      readonly kind: MessageKind;
      readonly verdict: Verdict;
    }
  | { readonly type: "wrote"; readonly node: number }
  /** The node wrote its own data again, since its timestamp lay beyond the drift bound. */
  | { readonly type: "restamped"; readonly node: number }
  /** A text gave way to one whose writer had not seen it. */
  | { readonly type: "lost"; readonly node: number; readonly text: string }
  | { readonly type: "crashed"; readonly node: number }
  | { readonly type: "restarted"; readonly node: number; readonly storage: boolean }
  | { readonly type: "froze"; readonly node: number }
  | { readonly type: "thawed"; readonly node: number }
);

export type MessageKind = Message["type"] | "other";

/** A count of each type of message, of which there was none yet. */
export function noneOfEachType(): Record<Message["type"], number> {
  return {
    hello: 0,
    push: 0,
    rumor: 0,
    feedback: 0,
    ahead: 0,
    delta: 0,
    have: 0,
    ask: 0,
    news: 0,
    prune: 0,
    digest: 0,
    members: 0,
    overlay: 0,
  };
}

export type DropReason = "lost" | "blocked" | "dead" | "crashed" | "disconnected";

/** What became of a message at its receiver. */
export type Verdict =
  | "accepted"
  | "known"
  | "ahead"
  | "malformed"
  | "contradiction"
  | "otherVersion"
  | "noted"
  | "held"
  | "full";

/** A running hash of everything that happens: two runs with one hash went the same way. */
export class TraceHash {
  private low = 0x811c9dc5;
  private high = 0x1b873593;

  /** Mixes in one integer, up to 2^53 - 1. */
  add(value: number): void {
    this.low = mix(this.low, value | 0);
    this.high = mix(this.high, Math.floor(value / 0x1_0000_0000) ^ this.low);
  }

  addBytes(bytes: Uint8Array): void {
    this.add(bytes.length);
    for (let i = 0; i < bytes.length; i++) this.low = Math.imul(this.low ^ (bytes[i] as number), 0x01000193);
    this.add(this.low >>> 0);
  }

  /** 16 hex digits. */
  digest(): string {
    return [this.low, this.high].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

/** One round of MurmurHash3 (Appleby). */
function mix(hash: number, value: number): number {
  let key = Math.imul(value, 0xcc9e2d51);
  key = (key << 15) | (key >>> 17);
  const mixed = hash ^ Math.imul(key, 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
