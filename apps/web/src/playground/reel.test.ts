import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Move } from "./move";
import { pictureOf } from "./picture-of";
import { Reel } from "./reel";
import { replay } from "./replay";
import { Session } from "./session";
import { DEFAULT_SETTINGS, SHAPES } from "./settings";
import { View } from "./view";

const NODES = 9;
const SECOND = 1_000_000;
const node = fc.nat(NODES - 1);
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ type: fc.constant("write" as const), node, crashes: fc.boolean() }),
  fc.record({ type: fc.constantFrom("crash" as const, "revive" as const), node }),
  fc.record({
    type: fc.constantFrom("cut" as const, "mend" as const),
    links: fc.array(
      fc.tuple(node, node).filter(([a, b]) => a !== b),
      { minLength: 1, maxLength: 5 },
    ),
  }),
  fc.constantFrom(...(["push", "broadcast", "rumor", "plumtree"] as const)).map((strategy) => ({
    type: "change" as const,
    settings: { ...DEFAULT_SETTINGS, nodes: NODES, strategy, lossPercent: 10 },
  })),
);
const passing = fc.record({ type: fc.constant("pass" as const), us: fc.nat(2 * SECOND) });
const single = fc.constant({ type: "single" as const });
const script = fc.array(fc.oneof(move, passing, single), { maxLength: 25 });

type Step = Move | { readonly type: "pass"; readonly us: number } | { readonly type: "single" };

/** What can be seen, as plain data. */
function seen(reel: Reel) {
  const { view } = reel;
  const { latestWrite, traffic, doomed, settings, position } = view;
  const picture = pictureOf(view, { stepping: false, tree: true, marked: undefined });
  return { picture, latestWrite, traffic, doomed, settings, position };
}

/** A run that somebody played. */
function played(steps: readonly Step[], seed: number): Session {
  const session = new Session({ ...DEFAULT_SETTINGS, nodes: NODES, seed });
  for (const step of steps) {
    if (step.type === "pass") session.runTo(session.nowUs + step.us);
    else if (step.type === "single") session.runToNextEvent();
    else session.act(step);
  }
  return session;
}

describe("a reel", () => {
  it("shows at any moment what was to be seen then, in whichever order one looks", () => {
    fc.assert(
      fc.property(
        script,
        fc.nat(99),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
        (steps, seed, looks) => {
          const session = played(steps, seed);
          const reel = new Reel(session);
          const hash = session.traceHash;
          for (const look of looks) {
            reel.seek(look * reel.endUs);
            const before = seen(reel);
            // A run that never went further is all that a film up to here could know.
            const upToHere = replay(reel.record);
            expect(seen(new Reel(upToHere))).toEqual({ ...before, picture: seen(new Reel(upToHere)).picture });
            expect(seen(new Reel(upToHere)).picture).toEqual(before.picture);
            reel.seekEnd();
            reel.seek(look * reel.endUs);
            expect(seen(reel)).toEqual(before);
          }
          expect(session.traceHash).toBe(hash);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("steps back the way it stepped forward", () => {
    fc.assert(
      fc.property(script, fc.nat(99), (steps, seed) => {
        const reel = new Reel(played(steps, seed));
        reel.seek(0);
        while (reel.stepBack());
        const forward = [reel.position.seen];
        while (reel.position.seen < reel.session.film.length) {
          reel.stepForward();
          forward.push(reel.position.seen);
        }
        const back = [reel.position.seen];
        while (reel.stepBack()) back.push(reel.position.seen);
        expect(back.reverse()).toEqual(forward);
      }),
      { numRuns: 60 },
    );
  });

  it("a fork is the run that one would have had, to the trace hash, and drops what came after", () => {
    fc.assert(
      fc.property(script, fc.nat(99), fc.double({ min: 0, max: 1, noNaN: true }), (steps, seed, look) => {
        const reel = new Reel(played(steps, seed));
        const whole = reel.session.record;
        reel.seek(look * reel.endUs);
        const { record } = reel;
        const before = seen(reel);
        for (const _ of reel.fork(7));
        expect(reel.isAtEnd).toBe(true);
        expect(seen(reel)).toEqual(before);
        expect(reel.session.traceHash).toBe(replay(record).traceHash);
        // With the moves that were dropped it becomes the old run again.
        const rest = { ...whole, moves: [...reel.session.record.moves, ...whole.moves.slice(record.moves.length)] };
        expect(replay(rest).traceHash).toBe(replay(whole).traceHash);
      }),
      { numRuns: 60 },
    );
  });

  it("can be played again from its record, as it travels, to the same hash", () => {
    fc.assert(
      fc.property(script, fc.nat(99), (steps, seed) => {
        const session = played(steps, seed);
        const again = replay(JSON.parse(JSON.stringify(session.record)));
        expect([again.traceHash, again.moment]).toEqual([session.traceHash, session.moment]);
      }),
      { numRuns: 60 },
    );
  });

  it("shows what has been played, and then goes on with the run", () => {
    const session = new Session({ ...DEFAULT_SETTINGS, nodes: NODES });
    session.act({ type: "write", node: 0, crashes: false });
    session.runTo(5 * SECOND);
    const reel = new Reel(session);
    const { traceHash } = session;
    reel.seek(0);
    for (let i = 0; i < 40; i++) reel.advance(SECOND / 10);
    expect([reel.position.atUs, reel.isAtEnd, session.traceHash]).toEqual([4 * SECOND, false, traceHash]);
    for (let i = 0; i < 40; i++) reel.advance(SECOND / 10);
    expect([reel.position.atUs, reel.isAtEnd]).toEqual([8 * SECOND, true]);
    expect(session.traceHash).not.toBe(traceHash);
  });

  it("scrubs two hundred nodes faster than frames come, whatever the shape", () => {
    for (const shape of SHAPES) {
      const session = new Session({ ...DEFAULT_SETTINGS, nodes: 200, shape });
      session.act({ type: "write", node: 0, crashes: false });
      session.runTo(20 * SECOND);
      const reel = new Reel(session);
      const started = performance.now();
      for (let look = 0; look < 50; look++) {
        reel.seek((reel.endUs * ((look * 37) % 50)) / 50);
        expect(new View(session.film, reel.position).nodes).toHaveLength(200);
      }
      expect((performance.now() - started) / 50, shape).toBeLessThan(1_000 / 60);
    }
  });
});
