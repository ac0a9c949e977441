import { describe, expect, it } from "vitest";
import { type Lane, type RaceSettings, raceEnd, racing, showLane } from "./race";

const RACE: RaceSettings = { seed: 1, nodes: 25, intervalMs: 1_000, latencyMs: 50, bytesPerSecond: 1_000, writer: 0 };
const MS = 1_000;

function runRace(race: RaceSettings): readonly Lane[] {
  const run = racing(race);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

const tookMs = (race: RaceSettings) =>
  Object.fromEntries(runRace(race).map(({ strategy, tookUs }) => [strategy, (tookUs ?? Number.NaN) / MS]));

describe("a race", () => {
  it("is won by gossip through narrow uplinks, and by the naive way through wide ones", () => {
    const narrow = tookMs(RACE);
    // All 24 copies, each of which is a little shorter than a message is reckoned, and the latency.
    expect(narrow.broadcast).toBeGreaterThan(23_000);
    expect(narrow.broadcast).toBeLessThan(25_000);
    expect(narrow.push).toBeLessThan(narrow.broadcast ?? 0);
    expect(narrow.plumtree).toBeLessThan(narrow.push ?? 0);
    const wide = tookMs({ ...RACE, bytesPerSecond: 1_000_000 });
    expect(wide.broadcast).toBeLessThan(100);
    expect(wide.push).toBeGreaterThan(3_000);
  });

  it("counts what each sends: the naive way once to each, a tree little more, and push much more, most of it in vain", () => {
    const lanes = runRace(RACE);
    const [naive, push, tree] = lanes.map((lane) => showLane(lane, lane.tookUs ?? 0));
    expect(naive).toMatchObject({ reached: 25, sent: 24, wasted: 0 });
    expect(tree?.reached).toBe(25);
    expect(tree?.sent).toBeLessThan(2 * 24);
    expect(tree?.wasted).toBeLessThan(24);
    expect(push?.sent).toBeGreaterThan(2 * 24);
    expect(push?.wasted).toBeGreaterThan(24);
  });

  it("shows every lane from its write on, and is the same race again", () => {
    const small = { ...RACE, nodes: 8 };
    const lanes = runRace(small);
    for (const lane of lanes) {
      expect(showLane(lane, 0)).toMatchObject({ reached: 1, tookUs: undefined });
      expect(showLane(lane, raceEnd(lanes))).toMatchObject({ reached: 8, tookUs: lane.tookUs });
    }
    const hashes = (race: RaceSettings) => runRace(race).map(({ reel }) => reel.session.traceHash);
    expect(hashes(small)).toEqual(lanes.map(({ reel }) => reel.session.traceHash));
    expect(hashes({ ...small, seed: 2 })).not.toEqual(hashes(small));
  });
});
