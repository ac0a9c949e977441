import { describe, expect, it } from "vitest";
import { Playback } from "./playback";
import { replay } from "./replay";
import { DEFAULT_SETTINGS } from "./settings";

const SECOND = 1_000_000;
const write = (node: number) => ({ type: "write", node, crashes: false }) as const;

/** Two hundred nodes that have played long enough for a replay to take several slices. */
function played(): Playback {
  const playback = new Playback({ ...DEFAULT_SETTINGS, nodes: 200, shape: "random" });
  playback.act(write(0), () => {});
  playback.reel.advance(20 * SECOND);
  return playback;
}

describe("the playback", () => {
  it("lets no time pass before the first write, nor while a run is played again", () => {
    const playback = new Playback(DEFAULT_SETTINGS);
    expect([playback.pass(50), playback.reel.position.atUs]).toEqual([false, 0]);
    playback.act(write(0), () => {});
    expect([playback.pass(50), playback.reel.position.atUs]).toEqual([true, 50_000]);
  });

  it("plays a run from a record in slices, and calls back once it stands at its end", () => {
    const { record, traceHash } = played().reel.session;
    const other = new Playback(DEFAULT_SETTINGS);
    let done = 0;
    other.load(record, () => done++);
    let slices = 0;
    for (; other.working !== undefined; slices++) other.pass(16);
    expect([done, other.reel.session.traceHash, other.reel.isAtEnd]).toEqual([1, traceHash, true]);
    expect(slices).toBeGreaterThan(1);
  });

  it("forks where one looks back, and does meanwhile nothing else", () => {
    const playback = played();
    playback.reel.seek(15 * SECOND);
    const answers: boolean[] = [];
    playback.act(write(7), (took) => answers.push(took));
    playback.act(write(8), (took) => answers.push(took));
    while (playback.working !== undefined) playback.pass(16);
    const { record, traceHash } = playback.reel.session;
    expect(answers).toEqual([true]);
    expect(record.moves.map(({ atUs, move }) => [atUs, move])).toEqual([
      [0, write(0)],
      [15 * SECOND, write(7)],
    ]);
    expect(replay(record).traceHash).toBe(traceHash);
  });

  it("drops what it was playing again when a new run is started", () => {
    const { record } = played().reel.session;
    const other = new Playback(DEFAULT_SETTINGS);
    other.load(record, () => expect.unreachable());
    other.start(DEFAULT_SETTINGS);
    for (let i = 0; i < 100; i++) other.pass(16);
    expect([other.working, other.reel.session.film.length]).toEqual([undefined, 0]);
  });
});
