import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linksAcrossHalves } from "./links";
import type { RunRecord } from "./move";
import { replay } from "./replay";
import { decodeRun, encodeRun, MAX_RUN_CHARS } from "./run-address";
import { Session } from "./session";
import { DEFAULT_SETTINGS, MAX_NODES } from "./settings";
import { View } from "./view";

const HASH = "0123456789abcdef";

function eventful(): Session {
  const session = new Session({ ...DEFAULT_SETTINGS, seed: 77, nodes: 20, shape: "random", lossPercent: 20 });
  const links = new View(session.film, { seen: 0, atUs: 0 }).links;
  session.act({ type: "write", node: 7, crashes: false });
  session.runTo(2_500_000);
  session.act({ type: "cut", links: linksAcrossHalves(links, 20) });
  session.act({ type: "crash", node: 7 });
  session.act({
    type: "change",
    settings: { ...session.settings, strategy: "plumtree", messagesPerSecond: undefined },
  });
  session.act({ type: "write", node: 3, crashes: true });
  for (let i = 0; i < 20; i++) session.runToNextEvent();
  session.act({ type: "mend", links: links.map(({ ends }) => ends) });
  session.act({ type: "revive", node: 7 });
  session.runTo(20_000_001);
  return session;
}

describe("a run in an address", () => {
  it("is the run, and whoever replays it gets the trace that is said", () => {
    const { record, traceHash } = eventful();
    const text = encodeRun({ record, traceHash });
    const shared = decodeRun(text ?? "");
    expect(shared).toEqual({ record: sorted(record), traceHash });
    expect(shared && replay(shared.record).traceHash).toBe(traceHash);
    expect(text?.length).toBeLessThan(400);
  });

  it("holds a line across two hundred nodes, all linked with all", () => {
    const session = new Session({ ...DEFAULT_SETTINGS, nodes: MAX_NODES });
    const { links } = new View(session.film, { seen: 0, atUs: 0 });
    session.act({ type: "cut", links: linksAcrossHalves(links, MAX_NODES) });
    const { record, traceHash } = session;
    const text = encodeRun({ record, traceHash }) ?? "";
    expect(text.length).toBeLessThan(1_000);
    expect(decodeRun(text)?.record).toEqual(sorted(record));
  });

  it("is refused where it would be too long", () => {
    const { record, traceHash } = eventful();
    const [first] = record.moves;
    const moves = Array.from({ length: MAX_RUN_CHARS }, () => ({ ...record.end, move: first?.move ?? NEVER }));
    expect(encodeRun({ record: { ...record, moves: moves.slice(0, 400) }, traceHash })).toBeDefined();
    expect(encodeRun({ record: { ...record, moves }, traceHash })).toBeUndefined();
  });

  it("is read from anyone: nothing bad comes of bytes that are none, and what is read makes a run", () => {
    const good = encodeRun({ record: eventful().record, traceHash: HASH }) ?? "";
    for (const bad of ["", "A", "nonsense!", "AQ", good.slice(0, -1), `${good}AA`, good.repeat(100)]) {
      expect(decodeRun(bad), bad.slice(0, 20)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.constantFrom(..."ABcd09-_"), (at, letter) => {
        const shared = decodeRun(good.slice(0, at) + letter + good.slice(at + 1));
        if (!shared) return;
        const { settings, moves } = shared.record;
        expect(() => replay({ settings, moves, end: { steps: 0, atUs: 0 } })).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });
});

const NEVER = { type: "crash", node: 0 } as const;

/** Links travel in order. */
function sorted({ settings, moves, end }: RunRecord): RunRecord {
  const inOrder = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]) => a - c || b - d;
  return {
    settings,
    end,
    moves: moves.map((each) =>
      each.move.type === "cut" || each.move.type === "mend"
        ? { ...each, move: { ...each.move, links: [...each.move.links].sort(inOrder) } }
        : each,
    ),
  };
}
