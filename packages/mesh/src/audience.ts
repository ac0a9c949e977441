import type { MeshEvent } from "./mesh";

/** Those who are told what happens in a mesh. */
export class Audience {
  private readonly listeners = new Set<(event: MeshEvent) => void>();
  private pause: ReturnType<typeof setTimeout> | undefined;
  private isUntold = false;

  /** Calls `listener` for every event until the returned function is called. */
  add(listener: (event: MeshEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Told at once, and what follows within the pause in one: whoever listens draws, and a neighbor may send ever so much. */
  stateChanged(): void {
    this.isUntold = this.pause !== undefined;
    if (this.pause !== undefined) return;
    this.pause = setTimeout(() => {
      this.pause = undefined;
      if (this.isUntold) this.stateChanged();
    }, STATE_PAUSE_MS);
    this.tell({ type: "state" });
  }

  tell(event: MeshEvent): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(event);
      } catch (error) {
        // Thrown where it hurts nobody: the effects that are yet to be performed would be lost with it.
        setTimeout(() => {
          throw error;
        }, 0);
      }
    }
  }
}

/** `state` is told no more often than this. */
const STATE_PAUSE_MS = 25;
