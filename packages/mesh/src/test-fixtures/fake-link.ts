import { type Beat, decodeFrame, Reassembly } from "../frame";
import type { Link, LinkEvents, LinkFactory, LinkOptions } from "../link";

/** A link that does nothing by itself: a test plays the network. */
export class FakeLink implements Link {
  readonly signals: unknown[] = [];
  readonly sent: Uint8Array[] = [];
  closed = false;
  private readonly unaccepted: (() => void)[] = [];

  constructor(
    readonly options: LinkOptions,
    readonly events: LinkEvents,
  ) {}

  /** The beats among what was sent. */
  get beats(): readonly Beat[] {
    return this.sent.flatMap((bytes) => {
      const frame = decodeFrame(bytes);
      return frame?.type === "beat" ? [frame.beat] : [];
    });
  }

  /** The whole messages among what was sent. */
  get messages(): readonly Uint8Array[] {
    const reassembly = new Reassembly();
    return this.sent.flatMap((bytes) => {
      const frame = decodeFrame(bytes);
      const message = frame?.type === "part" ? reassembly.add(frame.bytes, frame.last) : undefined;
      return message instanceof Uint8Array ? [message] : [];
    });
  }

  signal(signal: unknown): void {
    this.signals.push(signal);
  }

  send(frame: Uint8Array, accepted: () => void): void {
    if (this.closed) return;
    this.sent.push(frame);
    this.unaccepted.push(accepted);
  }

  close(): void {
    this.closed = true;
  }

  /** Makes room for `frames` more. */
  accept(frames: number): void {
    for (let i = 0; i < frames && !this.closed; i++) this.unaccepted.shift()?.();
  }

  /** Makes room until nothing more comes. */
  acceptAll(): void {
    while (this.unaccepted.length > 0 && !this.closed) this.accept(1);
  }
}

/** Makes fake links, and keeps them in the order in which they were made. */
export class FakeLinks {
  readonly made: FakeLink[] = [];

  readonly factory: LinkFactory = (options, events) => {
    const link = new FakeLink(options, events);
    this.made.push(link);
    return link;
  };

  get last(): FakeLink {
    const link = this.made.at(-1);
    if (!link) throw new Error("Expected a link to have been made");
    return link;
  }
}
