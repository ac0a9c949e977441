import type { Effect } from "./effect";
import { HELLO_INTERVAL_MS } from "./node-options";
import type { PeerId } from "./peer-id";
import type { Reach, Spreading } from "./strategies/strategy";

/** When a node says hello: to everyone at once where there is news in it, and again now and then, in case one was lost. */
export class Hellos {
  private isRepeating = false;
  /** How many there were since everyone was greeted. */
  private repeats = 0;

  constructor(
    private readonly host: { readonly spreading: Spreading },
    private readonly reach: Reach,
    private readonly greet: (peer: PeerId) => void,
    private readonly perform: (effect: Effect) => void,
  ) {}

  /** Greets everyone, unless hellos go out already. */
  begin(now: number): void {
    if (!this.isRepeating) this.greetEveryone(now);
  }

  greetEveryone(now: number): void {
    this.repeats = 0;
    this.greetNeighbors();
    this.repeat(now);
  }

  greetNeighbors(): void {
    for (const peer of this.reach.neighbors()) this.greet(peer);
  }

  /** Sees to it that there are more of them from now on. */
  repeat(now: number): void {
    if (!this.isRepeating) this.setTimer(now);
  }

  /** Greets one neighbor again, and returns it; undefined where none is, or none is due. */
  onTimer(now: number): PeerId | undefined {
    this.setTimer(now);
    if (this.host.spreading.isHelloDue?.(this.repeats++) === false) return undefined;
    const peer = this.reach.randomNeighbor();
    if (peer !== undefined) this.greet(peer);
    return peer;
  }

  private setTimer(now: number): void {
    this.isRepeating = true;
    this.perform({ type: "setTimer", timer: "hello", at: now + HELLO_INTERVAL_MS });
  }
}
