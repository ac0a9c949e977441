import { type BucketSize, TokenBucket } from "./token-bucket";

/** What a frame costs beside its bytes: many small ones are as much work as a few large ones. */
export const FRAME_COST = 32 * 1024;

/**
 * What one neighbor may send: in the long run 1,024 full frames or 1,500 of a few bytes in a second, which is more than
 * any honest use takes; and at once what comes in 8 s. For a tab that stalls gets its backlog at once, which is what a
 * neighbor sends until it drops who is silent.
 */
export const INTAKE_BUDGET: BucketSize = { burst: 8 * 48 * 1024 * 1024, perSecond: 48 * 1024 * 1024 };

/** What is over the budget waits until it is affordable. Where so much of it waits, it is too much. */
export const MAX_UNREAD_FRAMES = 2_048;
export const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** How long what is unread waits before it is looked at again. */
const READ_AGAIN_MS = 50;

export interface IntakeOptions {
  /** A clock that never steps, in whole ms. */
  readonly monotonic: () => number;
  /** Called with every frame, in order. */
  readonly read: (frame: Uint8Array | undefined) => void;
  /** Called once, when more is unread than may be. */
  readonly onOver: () => void;
}

/** Holds one neighbor to its budget: what it sends is read as it comes, then ever later, then not at all. */
export class Intake {
  private readonly budget: TokenBucket;
  private unread: (Uint8Array | undefined)[] = [];
  private unreadBytes = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(private readonly options: IntakeOptions) {
    this.budget = new TokenBucket(INTAKE_BUDGET, options.monotonic());
  }

  /** Takes a frame; undefined for what is none. */
  receive(frame: Uint8Array | undefined): void {
    if (this.closed) return;
    if (this.unread.length === 0 && this.afford(frame)) return this.options.read(frame);
    this.unread.push(frame);
    this.unreadBytes += frame?.length ?? 0;
    if (this.unread.length > MAX_UNREAD_FRAMES || this.unreadBytes > MAX_UNREAD_BYTES) {
      this.close();
      this.options.onOver();
    } else {
      this.timer ??= setTimeout(() => this.readOn(), READ_AGAIN_MS);
    }
  }

  /** What was read is as much work as so many bytes more: what comes next is read the later. */
  charge(bytes: number): void {
    if (bytes > 0) this.budget.charge(bytes, this.options.monotonic());
  }

  /** Nothing is read any more. */
  close(): void {
    this.closed = true;
    this.unread = [];
    clearTimeout(this.timer);
  }

  private readOn(): void {
    this.timer = undefined;
    // What is read may lead to the end of the channel.
    while (this.unread.length > 0 && this.afford(this.unread[0])) {
      const frame = this.unread.shift();
      this.unreadBytes -= frame?.length ?? 0;
      this.options.read(frame);
    }
    if (this.unread.length > 0) this.timer = setTimeout(() => this.readOn(), READ_AGAIN_MS);
  }

  private afford(frame: Uint8Array | undefined): boolean {
    return this.budget.take(FRAME_COST + (frame?.length ?? 0), this.options.monotonic());
  }
}
