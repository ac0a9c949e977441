import type { Content } from "./data";

/** A message between two nodes. All times in µs of virtual time. */
export interface Travelling {
  readonly from: number;
  readonly to: number;
  readonly content: Content;
  /** Whether its receiver was chosen at random, rather than one of all. */
  readonly chosen: boolean;
  readonly leftUs: number;
  readonly arrivesUs: number;
  /** When it vanished on its way; undefined where it will arrive. */
  readonly vanishedUs: number | undefined;
}

/** The messages that can be seen: those on their way, and for a moment those that were lost. */
export class Traffic {
  private messages: Travelling[] = [];

  get all(): readonly Travelling[] {
    return this.messages;
  }

  /** A message has left. */
  add(message: Travelling): void {
    this.messages.push(message);
  }

  /** A message has arrived. Returns what it said; undefined where it was not among those that can be seen. */
  take(from: number, to: number, nowUs: number): Content | undefined {
    const index = this.find(from, to, nowUs);
    return index < 0 ? undefined : this.messages.splice(index, 1)[0]?.content;
  }

  /** A message vanished at the end of its way. */
  vanish(from: number, to: number, nowUs: number): void {
    const index = this.find(from, to, nowUs);
    const message = this.messages[index];
    if (message) this.messages[index] = { ...message, vanishedUs: nowUs };
  }

  /** The link between two nodes ended, and with it what was on its way there. */
  vanishBetween(left: number, right: number, nowUs: number): void {
    const isBetween = ({ from, to }: Travelling) => (from === left && to === right) || (from === right && to === left);
    this.messages = this.messages.map((each) =>
      isBetween(each) && each.vanishedUs === undefined ? { ...each, vanishedUs: nowUs } : each,
    );
  }

  /** Forgets what has arrived, and what was lost long enough ago. */
  forget(nowUs: number): void {
    this.messages = this.messages.filter(({ arrivesUs, vanishedUs }) =>
      vanishedUs === undefined ? arrivesUs > nowUs : vanishedUs + LOSS_SHOWN_US > nowUs,
    );
  }

  /** The first of those that arrive there now; -1 where there is none. */
  private find(from: number, to: number, nowUs: number): number {
    return this.messages.findIndex(
      (each) => each.from === from && each.to === to && each.arrivesUs === nowUs && each.vanishedUs === undefined,
    );
  }
}

/** For how long it is shown that a message was lost. */
export const LOSS_SHOWN_US = 600_000;
