import { Emitter } from "@socket.io/component-emitter";

type Listeners = Record<string, (...values: unknown[]) => void>;
type Done = (error?: Error | null) => void;

/**
 * What simple-peer needs of Node's `stream.Duplex`, which is a quarter of what a note weighs otherwise: chunks that are
 * pushed are handed to whoever listens to `data`, and one chunk at a time is written. What comes before anybody listens
 * waits, as in Node.
 */
class Duplex extends Emitter<Listeners, Listeners> {
  readonly _readableState = { ended: false };
  readonly _writableState = { finished: false };
  private readonly unread: unknown[] = [];
  private readonly unwritten: { readonly chunk: unknown; readonly done: Done }[] = [];
  private isWriting = false;

  constructor(_options?: unknown) {
    // Given options, the emitter would turn those into one.
    super();
  }

  override on(event: string, listener: (...values: unknown[]) => void): this {
    super.on(event, listener);
    if (event === "data") for (const chunk of this.unread.splice(0)) this.emit("data", chunk);
    return this;
  }

  push(chunk: unknown): boolean {
    if (chunk === null) this._readableState.ended = true;
    else if (this.hasListeners("data")) this.emit("data", chunk);
    else this.unread.push(chunk);
    return true;
  }

  write(chunk: unknown, done: Done): void {
    this.unwritten.push({ chunk, done });
    this.writeNext();
  }

  end(): void {
    this._writableState.finished = true;
    this.unwritten.length = 0;
  }

  destroy(error?: Error): void {
    this._destroy(error, () => {});
  }

  /** Overridden by simple-peer, like `_write`. */
  _destroy(_error: Error | undefined, _done: () => void): void {}

  _write(_chunk: unknown, _encoding: string, _done: Done): void {}

  private writeNext(): void {
    const next = this.isWriting ? undefined : this.unwritten.shift();
    if (!next) return;
    this.isWriting = true;
    this._write(next.chunk, "buffer", (error) => {
      this.isWriting = false;
      // As in Node, never before `write` has returned.
      queueMicrotask(() => {
        next.done(error);
        this.writeNext();
      });
    });
  }
}

const stream = { Duplex };

export { stream as "module.exports" };
