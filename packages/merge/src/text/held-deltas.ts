import type { Cause } from "./delta-merge";
import type { TextDocument } from "./text-document";

/** So many deltas wait for their cause, and so many bytes of them. Beyond it the one that has waited longest is dropped: it will come again. */
export const MAX_HELD_DELTAS = 4_096;
export const MAX_HELD_BYTES = 4 * 2 ** 20;

interface Held {
  readonly delta: Uint8Array;
  readonly cause: Cause;
}

/** Deltas that came before what they go on from. */
export class HeldDeltas {
  private readonly held = new Set<Held>();
  private bytes = 0;

  get size(): number {
    return this.held.size;
  }

  add(delta: Uint8Array, cause: Cause): void {
    if (delta.length > MAX_HELD_BYTES) return;
    // The bytes may be a view of a larger message.
    this.held.add({ delta: new Uint8Array(delta), cause });
    this.bytes += delta.length;
    for (const oldest of this.held) {
      if (this.held.size <= MAX_HELD_DELTAS && this.bytes <= MAX_HELD_BYTES) break;
      this.drop(oldest);
    }
  }

  /** Takes out the deltas whose cause is there by now. */
  takeReady(document: TextDocument): readonly Uint8Array[] {
    const ready = [...this.held].filter(({ cause }) => {
      const log = document.find(cause.author, 0);
      return log !== undefined && log.units >= cause.units && log.characters >= cause.characters;
    });
    for (const held of ready) this.drop(held);
    return ready.map(({ delta }) => delta);
  }

  private drop(held: Held): void {
    this.held.delete(held);
    this.bytes -= held.delta.length;
  }
}
