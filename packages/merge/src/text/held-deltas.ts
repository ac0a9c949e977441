import type { Cause } from "./delta-merge";
import type { TextDocument } from "./text-document";

/** So many deltas wait for their cause, and so many bytes of them. Beyond it the one that has waited longest is dropped: it will come again. */
export const MAX_HELD_DELTAS = 4_096;
export const MAX_HELD_BYTES = 4 * 2 ** 20;

interface Held {
  readonly delta: Uint8Array;
  readonly cause: Cause;
  readonly queue: Queue;
}

/** Deltas that wait for more of one author. */
interface Queue {
  readonly author: Uint8Array;
  readonly held: Set<Held>;
  /** The least that any of them waits for; infinite where none waits for that. It may be less by now. */
  least: { units: number; characters: number };
}

/** Deltas that came before what they go on from. */
export class HeldDeltas {
  private readonly held = new Set<Held>();
  /** By author. */
  private readonly queues = new Map<string, Queue>();
  private bytes = 0;

  get size(): number {
    return this.held.size;
  }

  add(delta: Uint8Array, cause: Cause): void {
    if (delta.length > MAX_HELD_BYTES) return;
    const queue = this.queueOf(cause);
    // The bytes may be a view of a larger message.
    const held = { delta: new Uint8Array(delta), cause, queue };
    this.held.add(held);
    queue.held.add(held);
    queue.least = {
      units: Math.min(queue.least.units, cause.units || Number.POSITIVE_INFINITY),
      characters: Math.min(queue.least.characters, cause.characters || Number.POSITIVE_INFINITY),
    };
    this.bytes += delta.length;
    for (const oldest of this.held) {
      if (this.held.size <= MAX_HELD_DELTAS && this.bytes <= MAX_HELD_BYTES) break;
      this.drop(oldest);
    }
  }

  /** Takes out the deltas whose cause is there by now. */
  takeReady(document: TextDocument): readonly Uint8Array[] {
    const ready: Held[] = [];
    for (const { author, held, least } of this.queues.values()) {
      const log = document.find(author, 0);
      if (!log || (log.units < least.units && log.characters < least.characters)) continue;
      for (const each of held) {
        const { units, characters } = each.cause;
        if (log.units >= units && log.characters >= characters) ready.push(each);
      }
    }
    for (const held of ready) this.drop(held);
    return ready.map(({ delta }) => delta);
  }

  private queueOf({ author }: Cause): Queue {
    const key = author.join();
    const known = this.queues.get(key);
    if (known) return known;
    const none = Number.POSITIVE_INFINITY;
    const queue = { author, held: new Set<Held>(), least: { units: none, characters: none } };
    this.queues.set(key, queue);
    return queue;
  }

  private drop(held: Held): void {
    this.held.delete(held);
    this.bytes -= held.delta.length;
    const { queue } = held;
    queue.held.delete(held);
    if (queue.held.size === 0) this.queues.delete(queue.author.join());
  }
}
