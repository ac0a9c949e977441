import type { PeerId } from "@hearsay/gossip";
import { ByteReader, ByteWriter } from "@hearsay/merge";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { RoomSecrets } from "./room-key";

/** What one tab tells another so that a link comes about. */
export interface Introduction {
  /** The attempt at a link that the signal belongs to, chosen by who initiates: signals of another are void. */
  readonly attempt: string;
  /** What a link's `onSignal` gave. */
  readonly signal: unknown;
}

/** The most that an introduction may weigh before it is sealed, in bytes of UTF-8. */
export const MAX_INTRODUCTION_BYTES = 12 * 1024;

/** Senders whose counters are remembered. More than a room holds, so that none in use is forgotten. */
export const MAX_SENDERS = 1_024;

/**
 * Seals introductions with XChaCha20-Poly1305 under the room's key, bound to room, sender, receiver and a counter that
 * only grows. A server without the key can neither read nor forge one, nor hand it to another, nor play it twice.
 */
export class Seal {
  private sent = 0;
  private readonly received = new Map<PeerId, number>();

  constructor(
    private readonly secrets: RoomSecrets,
    private readonly self: PeerId,
  ) {}

  /** Seals an introduction for `to`; undefined where it is longer than `MAX_INTRODUCTION_BYTES`. */
  close(to: PeerId, introduction: Introduction): Uint8Array | undefined {
    const plain = utf8ToBytes(JSON.stringify(introduction));
    if (plain.length > MAX_INTRODUCTION_BYTES) return undefined;
    const counter = ++this.sent;
    const nonce = randomBytes(NONCE_BYTES);
    const sealed = xchacha20poly1305(this.secrets.sealKey, nonce, this.bindTo(this.self, to, counter)).encrypt(plain);
    return new ByteWriter().unsigned(counter).raw(nonce).raw(sealed).finish();
  }

  /** Opens what is said to come from `from`; undefined where anything at all is wrong with it. */
  open(from: PeerId, bytes: Uint8Array): Introduction | undefined {
    try {
      const reader = new ByteReader(bytes);
      const counter = reader.unsigned(Number.MAX_SAFE_INTEGER);
      if (counter <= (this.received.get(from) ?? 0)) return undefined;
      const nonce = reader.raw(NONCE_BYTES);
      const cipher = xchacha20poly1305(this.secrets.sealKey, nonce, this.bindTo(from, this.self, counter));
      const plain = cipher.decrypt(reader.rest());
      this.remember(from, counter);
      return parseIntroduction(plain);
    } catch {
      // Reader, cipher, UTF-8 and JSON each throw errors of their own. What is malformed and what is forged end alike.
      return undefined;
    }
  }

  private bindTo(from: PeerId, to: PeerId, counter: number): Uint8Array {
    return utf8ToBytes(JSON.stringify(["hearsay introduction", this.secrets.name, from, to, counter]));
  }

  private remember(from: PeerId, counter: number): void {
    this.received.delete(from);
    this.received.set(from, counter);
    const [oldest] = this.received.keys();
    if (this.received.size > MAX_SENDERS && oldest !== undefined) this.received.delete(oldest);
  }
}

const NONCE_BYTES = 24;

function parseIntroduction(plain: Uint8Array): Introduction | undefined {
  if (plain.length > MAX_INTRODUCTION_BYTES) return undefined;
  const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
  if (typeof value !== "object" || value === null) return undefined;
  const { attempt, signal } = value as Record<string, unknown>;
  if (typeof attempt !== "string" || !/^[0-9a-f]{16}$/.test(attempt)) return undefined;
  return { attempt, signal };
}
