import type { Move, RunRecord } from "./move";
import { Player } from "./player";
import { Reel } from "./reel";
import { replaying } from "./replay";
import { Session } from "./session";
import type { PlaygroundSettings } from "./settings";

/**
 * A run as it is played: a reel, and how wall time moves it. What must be played again first, for a fork or for a run
 * from an address, is played in slices, so that the page stays awake; time stands still meanwhile.
 */
export class Playback {
  readonly player = new Player();
  private shown: Reel;
  private job: Job | undefined;

  constructor(settings: PlaygroundSettings) {
    this.shown = new Reel(new Session(settings));
  }

  get reel(): Reel {
    return this.shown;
  }

  /** How much of what must be played again is done, 0 to 1; undefined where there is nothing of the kind. */
  get working(): number | undefined {
    return this.job?.share;
  }

  /** A new run. */
  start(settings: PlaygroundSettings): void {
    this.job = undefined;
    this.shown = new Reel(new Session(settings));
  }

  /** Plays a record again, stands at its end, and then calls back. */
  load(record: RunRecord, done: () => void): void {
    const replay = replaying(record, STRIDE);
    const work = (function* (playback: Playback) {
      playback.shown = new Reel(yield* replay);
    })(this);
    this.begin(work, done);
  }

  /**
   * Does what the reader wants done, at the moment that is shown: where that lies behind, the run is forked there first.
   * Nothing is done while something is played again.
   */
  act(move: Move, done: (took: boolean) => void): void {
    const { reel } = this;
    if (this.job) return;
    if (reel.isAtEnd) done(reel.act(move));
    else this.begin(reel.fork(STRIDE), () => done(reel.act(move)));
  }

  /** Lets so much wall time pass. Returns whether anything may look different. */
  pass(wallMs: number): boolean {
    if (this.job) return this.work();
    const us = this.player.advance(wallMs);
    const { reel } = this;
    // Time begins with the first write: before it, nothing would be seen to happen.
    if (us === 0 || reel.isOver || (reel.isAtEnd && !reel.view.latestWrite)) return false;
    reel.advance(us);
    return true;
  }

  private begin(work: Generator<number, void>, done: () => void): void {
    this.job = { work, done, share: 0 };
    this.work();
  }

  private work(): boolean {
    const { job } = this;
    const until = performance.now() + SLICE_MS;
    while (job && this.job === job && performance.now() < until) {
      const next = job.work.next();
      if (next.done) {
        this.job = undefined;
        job.done();
      } else {
        job.share = next.value;
      }
    }
    return true;
  }
}

interface Job {
  readonly work: Generator<number, void>;
  readonly done: () => void;
  share: number;
}

/** For so long, in ms, a slice of work may hold up the page. */
const SLICE_MS = 12;
/** So many events of a simulation take about a ms. */
const STRIDE = 200;
