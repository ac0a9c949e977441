import type { Film } from "./film";
import type { Move, RunRecord } from "./move";
import { replaying } from "./replay";
import type { Session } from "./session";
import { type Position, View } from "./view";

/**
 * A run and where in it the reader stands. What has been played lies on film and can be looked at in any direction;
 * beyond its end the run goes on. Whoever interferes at an earlier moment forks it there: what came after is dropped.
 */
export class Reel {
  private at: Position;
  private looked: View | undefined;

  /** Stands at the end of what `session` has played. */
  constructor(private run: Session) {
    this.at = { seen: run.film.length, atUs: run.nowUs };
  }

  get session(): Session {
    return this.run;
  }

  get position(): Position {
    return this.at;
  }

  /** What can be seen where the reader stands. */
  get view(): View {
    this.looked ??= new View(this.film, this.at);
    return this.looked;
  }

  /** How far the run has been played, in µs. */
  get endUs(): number {
    return this.run.nowUs;
  }

  /** Whether nothing of what has been played lies ahead. */
  get isAtEnd(): boolean {
    return this.at.seen === this.film.length && this.at.atUs >= this.endUs;
  }

  /** Whether the run cannot go on: its film is full. */
  get isOver(): boolean {
    return this.film.isFull && this.isAtEnd;
  }

  /** The run as it was up to here. */
  get record(): RunRecord {
    const { settings, moves } = this.run.record;
    const last = this.film.entries[this.at.seen - 1];
    return {
      settings,
      moves: moves.slice(0, last?.acts ?? 0),
      end: this.isAtEnd ? this.run.moment : { steps: last?.steps ?? 0, atUs: this.at.atUs },
    };
  }

  /** Lets so much virtual time pass: what has been played is shown again, then the run goes on. */
  advance(byUs: number): void {
    const target = this.at.atUs + byUs;
    if (target > this.endUs || this.isAtEnd) this.run.runTo(target);
    this.seek(Math.min(target, Math.max(this.endUs, this.at.atUs)));
  }

  /** Goes to a time of what has been played. */
  seek(atUs: number): void {
    const time = Math.min(Math.max(0, Math.round(atUs)), this.endUs);
    this.moveTo({ seen: countUpTo(this.film, time), atUs: time });
  }

  seekEnd(): void {
    this.moveTo({ seen: this.film.length, atUs: this.endUs });
  }

  /** Goes on to the next that can be seen. Returns false where nothing comes for a long time. */
  stepForward(): boolean {
    if (this.at.seen === this.film.length) {
      const found = this.run.runToNextEvent();
      this.seekEnd();
      return found;
    }
    const end = this.groupEnd(this.at.seen);
    this.moveTo({ seen: end, atUs: this.film.entries[end - 1]?.atUs ?? 0 });
    return true;
  }

  /** Goes back to before what was seen last. Returns false at the start. */
  stepBack(): boolean {
    if (this.at.seen === 0) return false;
    const start = this.groupStart(this.at.seen - 1);
    this.moveTo({ seen: start, atUs: this.film.entries[start - 1]?.atUs ?? 0 });
    return true;
  }

  /** Interferes with the run, which must be at its end. Returns false where it makes no sense. */
  act(move: Move): boolean {
    if (!this.isAtEnd) throw new Error("Expected to stand at the end of the run, or to fork it");
    const done = this.run.act(move);
    this.seekEnd();
    return done;
  }

  /** Drops what comes after this moment: plays the run again up to here, and yields how much of that is done. */
  *fork(stride: number): Generator<number, void> {
    if (this.isAtEnd) return;
    this.run = yield* replaying(this.record, stride);
    this.seekEnd();
  }

  private get film(): Film {
    return this.run.film;
  }

  private moveTo(position: Position): void {
    this.at = position;
    this.looked = undefined;
  }

  /** Entries of one event, or of one move, cannot be told apart by the simulation: they are seen together. */
  private groupEnd(first: number): number {
    let end = first + 1;
    while (this.isOneGroup(first, end)) end++;
    return end;
  }

  private groupStart(last: number): number {
    let start = last;
    while (this.isOneGroup(last, start - 1)) start--;
    return start;
  }

  private isOneGroup(left: number, right: number): boolean {
    const [one, other] = [this.film.entries[left], this.film.entries[right]];
    return one !== undefined && other !== undefined && one.steps === other.steps && one.acts === other.acts;
  }
}

/** How many entries of a film had happened at a time. */
function countUpTo({ entries }: Film, atUs: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.atUs ?? 0) <= atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}
