import { encodeMessage, MAX_PIECE_BYTES } from "@hearsay/gossip";
import { type ReplicaId, TEXT_RULES, Text } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import type { Run, Step } from "./run";
import { peerIdOf } from "./simulated-node";
import { shownBy } from "./simulated-replica";
import { type Observed, observe, TRIO } from "./test-fixtures/observed";
import { INTERVAL_US, NAIVE } from "./test-fixtures/plain-run";

const TEXT: Partial<Run> = { nodes: 3, topology: { type: "ring" }, replica: "text" };

function shown({ simulation }: Observed): readonly (string | undefined)[] {
  return Array.from({ length: simulation.size }, (_, index) => shownBy(simulation.node(index).replica));
}

function played(change: Partial<Run>, steps: readonly Step[]): Observed {
  const observed = observe({ ...TEXT, ...change, steps });
  observed.simulation.runUntil(20 * INTERVAL_US);
  return observed;
}

describe("users of a text", () => {
  it("type at one place at once, and all see both words whole, the earlier one left", () => {
    const observed = played({}, [
      { atUs: 0, type: "insert", node: 0, at: 0, text: "one" },
      { atUs: 1_000, type: "insert", node: 1, at: 0, text: "two" },
    ]);
    expect(shown(observed)).toEqual(Array(3).fill('"onetwo"'));
    expect(observed.simulation.coverage).toMatchObject({ covered: 3, alive: 3 });
  });

  it("go on where they typed last, though somebody else writes before it", () => {
    const observed = played({}, [
      { atUs: 0, type: "insert", node: 0, at: 0, text: "a" },
      { atUs: 5_000_000, type: "insert", node: 1, at: 0, text: ">" },
      { atUs: 9_000_000, type: "type", node: 0, text: "b" },
    ]);
    expect(shown(observed)).toEqual(Array(3).fill('">ab"'));
  });

  it("undo and redo their own", () => {
    const steps: Step[] = [
      { atUs: 0, type: "insert", node: 0, at: 0, text: "mine" },
      { atUs: 5_000_000, type: "insert", node: 1, at: 99, text: " yours" },
      { atUs: 9_000_000, type: "undo", node: 0 },
    ];
    expect(shown(played({}, steps))).toEqual(Array(3).fill('" yours"'));
    expect(shown(played({}, [...steps, { atUs: 10_000_000, type: "redo", node: 0 }]))).toEqual(
      Array(3).fill('"mine yours"'),
    );
  });

  it("delete, and replace all of it", () => {
    const steps: Step[] = [
      { atUs: 0, type: "insert", node: 0, at: 0, text: "abcd" },
      { atUs: 5_000_000, type: "delete", node: 1, from: 1, to: 3 },
    ];
    expect(shown(played({}, steps))).toEqual(Array(3).fill('"ad"'));
    expect(shown(played({}, [...steps, { atUs: 9_000_000, type: "write", node: 2, text: "new" }]))).toEqual(
      Array(3).fill('"new"'),
    );
  });

  it("cannot do to a register what takes a text", () => {
    expect(() => observe({ steps: [{ atUs: 0, type: "undo", node: 0 }] })).toThrow(
      "Expected something that one can do to a register, got undo",
    );
  });
});

describe("a text in the simulation", () => {
  it("is sent in pieces where it is longer than a message, and each calls for the next", () => {
    const observed = played({ spread: NAIVE }, [
      { atUs: 0, type: "paste", node: 0, at: 0, units: 2 * MAX_PIECE_BYTES },
    ]);
    const asked = observed.events.filter((event) => event.type === "received" && event.kind === "ask");
    expect(asked.length).toBeGreaterThanOrEqual(4);
    expect(new Set(shown(observed)).size).toBe(1);
  });

  it("comes back from what was stored", () => {
    const observed = played({ nodes: 1, topology: { type: "complete" } }, [
      { atUs: 0, type: "insert", node: 0, at: 0, text: "kept" },
      { atUs: 1_000, type: "restart", node: 0, storage: true },
    ]);
    expect(shown(observed)).toEqual(['"kept"']);
  });

  it("holds back what lacks its cause, and takes it in with that", () => {
    const author = new Text(peerIdOf(9, 0) as ReplicaId, TEXT_RULES);
    const insert = (text: string) => {
      const version = author.version();
      const edit = { from: author.length, to: author.length, insert: text };
      author.edit({ type: "edit", edits: [edit], joinsUndo: false }, 1_000_000_000_000);
      const delta = author.since(version, Number.POSITIVE_INFINITY) ?? version;
      return [...encodeMessage({ type: "delta", isRumor: false, version: author.version(), delta })];
    };
    const [first, second] = [insert("a"), insert("b")];
    const observed = observe({
      ...TRIO,
      replica: "text",
      steps: [
        { atUs: 20_000, type: "inject", from: 1, to: 2, bytes: second },
        { atUs: 40_000, type: "inject", from: 1, to: 2, bytes: first },
      ],
    });
    observed.simulation.runUntil(INTERVAL_US);
    expect(observed.lines()).toContain("20.0 ms  n2 ← n1 delta waits for what it goes on from");
    expect(shown(observed)[2]).toBe('"ab"');
  });
});

describe("a note", () => {
  it("has a title, by the source text's rule, and a body that merges", () => {
    const observed = played({ replica: "note" }, [
      { atUs: 0, type: "title", node: 0, text: "Shopping" },
      { atUs: 1_000, type: "title", node: 1, text: "Groceries" },
      { atUs: 1_000, type: "insert", node: 0, at: 0, text: "milk" },
      { atUs: 2_000, type: "insert", node: 1, at: 0, text: "bread" },
    ]);
    expect(shown(observed)).toEqual(Array(3).fill('"Groceries": "milkbread"'));
  });

  it("of a room with the rule latest has a body by the source text's rule", () => {
    const observed = played({ replica: "note-latest" }, [
      { atUs: 0, type: "write", node: 0, text: "milk" },
      { atUs: 1_000, type: "write", node: 1, text: "bread" },
    ]);
    expect(shown(observed)).toEqual(Array(3).fill('"": "bread"'));
    expect(observed.lines()).toContainEqual(expect.stringContaining("a text gave way"));
  });
});

describe("presence", () => {
  it("is told to the neighbors", () => {
    const observed = observe({ ...TRIO, steps: [{ atUs: 0, type: "introduce", node: 0, presence: "Ann" }] });
    const told: string[] = [];
    const { gossip } = observed.simulation.node(1);
    const handle = gossip.handle.bind(gossip);
    gossip.handle = (input, now) => {
      const effects = handle(input, now);
      for (const effect of effects) {
        if (effect.type === "presenceChanged") told.push(new TextDecoder().decode(effect.presence));
      }
      return effects;
    };
    observed.simulation.runUntil(INTERVAL_US);
    expect(told).toContain("Ann");
  });
});
