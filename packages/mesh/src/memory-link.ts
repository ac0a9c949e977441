import { assertFrame, type Link, type LinkEvents, type LinkFactory } from "./link";

/**
 * Links inside one process, for tests: what one end sends reaches the other in a later turn of the event loop. The
 * ends find each other by their signals, as those of WebRTC do.
 */
export function createMemoryLinks(): LinkFactory {
  const ends = new Map<number, MemoryEnd>();
  return ({ initiator }, events) => {
    const end = new MemoryEnd(events, ends, initiator);
    ends.set(end.id, end);
    return end;
  };
}

class MemoryEnd implements Link {
  private static created = 0;
  readonly id = MemoryEnd.created++;
  private other: MemoryEnd | undefined;
  private closed = false;
  /** What the other end is about to see, in order. */
  private underWay: (() => void)[] = [];

  constructor(
    private readonly events: LinkEvents,
    private readonly ends: Map<number, MemoryEnd>,
    private readonly initiator: boolean,
  ) {
    if (initiator) later(() => this.closed || events.onSignal({ type: "offer", id: this.id }));
  }

  signal(signal: unknown): void {
    if (this.closed || typeof signal !== "object" || signal === null) return;
    const { type, id } = signal as Record<string, unknown>;
    const other = typeof id === "number" ? this.ends.get(id) : undefined;
    if (!other || this.other || type !== (this.initiator ? "answer" : "offer")) return;
    this.other = other;
    if (this.initiator) {
      // Arranged first, so that the other end has opened before it gets what this one sends on opening.
      later(() => other.closed || other.events.onOpen());
      this.events.onOpen();
    } else {
      this.events.onSignal({ type: "answer", id: this.id });
    }
  }

  send(frame: Uint8Array, accepted: () => void): void {
    assertFrame(frame);
    const { other } = this;
    if (!other || this.closed) return;
    const copy = frame.slice();
    this.post(() => {
      if (!other.closed) other.events.onFrame(copy);
      if (!this.closed) accepted();
    });
  }

  close(): void {
    if (this.closed) return;
    this.end();
    const other = this.other;
    this.post(() => {
      if (!other || other.closed) return;
      other.end();
      other.events.onClose();
    });
  }

  private end(): void {
    this.closed = true;
    this.ends.delete(this.id);
  }

  /** One turn brings all that the last one sent: a turn for each frame would make floods slow to test. */
  private post(run: () => void): void {
    this.underWay.push(run);
    if (this.underWay.length > 1) return;
    later(() => {
      const arrived = this.underWay;
      this.underWay = [];
      for (const each of arrived) each();
    });
  }
}

function later(run: () => void): void {
  setTimeout(run, 0);
}
