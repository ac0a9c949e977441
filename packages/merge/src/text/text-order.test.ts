import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { replayConcurrent } from "./test-fixtures/concurrent-replay";
import { anySkew, EVERYTHING, START } from "./test-fixtures/sessions";
import { shuffledWithDoubles } from "./test-fixtures/shuffle";
import { RecordedOrder, TextPeer } from "./test-fixtures/text-peer";
import { type ConcurrentTrace, friendsForever, fugueMaxHistories, tracesAreHere } from "./test-fixtures/traces";
import { Text } from "./text";
import { TEXT_RULES, type TextRules } from "./text-rules";

const READER = replicaId(255);

/** A recording's deltas, one for each edit, and the rules to read them by. */
interface Recording {
  readonly deltas: readonly Uint8Array[];
  readonly rules: TextRules;
}

function recorded({ edits }: ConcurrentTrace): Recording {
  const order = new RecordedOrder();
  let chains = 0;
  const deltas = replayConcurrent(edits, () => new TextPeer(replicaId(chains++), order.rules, order));
  return { deltas, rules: order.rules };
}

function read(deltas: readonly Uint8Array[], rules: TextRules): Text {
  const text = new Text(READER, rules);
  for (const delta of deltas) text.merge(delta, START);
  return text;
}

describe.runIf(tracesAreHere)("recordings of people typing at once", { timeout: 60_000 }, () => {
  const histories = tracesAreHere ? fugueMaxHistories() : [];
  let recordings: readonly Recording[] = [];

  beforeAll(() => {
    recordings = histories.map(recorded);
  }, 60_000);

  it("T1: each of 1,000 concurrent histories ends in the text that is known, taken in in order", () => {
    expect(histories.length).toBe(1_000);
    for (const [i, { endContent }] of histories.entries()) {
      const { deltas, rules } = recordings[i]!;
      expect(read(deltas, rules).toString(), `history ${i}`).toBe(endContent);
    }
  });

  it("T6: and shuffled, half of the deltas twice", () => {
    for (const [i, { endContent }] of histories.entries()) {
      const { deltas, rules } = recordings[i]!;
      const text = read(shuffledWithDoubles(deltas, i), rules);
      expect(text.toString(), `history ${i}`).toBe(endContent);
      expect(text.heldDeltas).toBe(0);
    }
  });

  it("T2: with the tie the other way round, histories come out wrong, so they do test it", () => {
    const isWrong = histories.some(({ endContent }, i) => {
      const { deltas, rules } = recordings[i]!;
      const flipped: TextRules = { ...rules, compareSiblings: (left, right) => rules.compareSiblings(right, left) };
      return read(deltas, flipped).toString() !== endContent;
    });
    expect(isWrong).toBe(true);
  });

  it("T6: two people's note of 26,078 edits ends in what they had, in order, and out of order with gaps filled", () => {
    const trace = friendsForever();
    let chains = 0;
    const deltas = replayConcurrent(trace.edits, () => new TextPeer(replicaId(chains++), TEXT_RULES, undefined));
    const inOrder = read(deltas, TEXT_RULES);
    expect(inOrder.toString()).toBe(trace.endContent);

    // Within what may wait for its cause; and some never come, and are asked for at the end.
    const window = 500;
    const text = new Text(READER, TEXT_RULES);
    for (let from = 0; from < deltas.length; from += window) {
      const some = deltas.slice(from, from + window).filter((_, i) => from + window < deltas.length || i % 50 !== 0);
      for (const delta of shuffledWithDoubles(some, from)) text.merge(delta, START);
    }
    const rest = inOrder.since(text.version(), EVERYTHING);
    if (rest) expect(text.merge(rest, START).type).toBe("changed");
    expect(text.toString()).toBe(trace.endContent);
  });
});

const LETTERS = ["A", "B", "C"];

/** Types a word at `position`, letter by letter. */
function type(text: Text, position: number, word: string, now: number): void {
  for (const [i, letter] of [...word].entries()) {
    const at = position + i;
    text.edit({ type: "edit", edits: [{ from: at, to: at, insert: letter }], joinsUndo: true }, now + 400 * i);
  }
}

type Direction = "forward" | "backward";

/** Somebody who types a word letter by letter, each behind or before the last. */
interface Typist {
  readonly text: Text;
  readonly word: string;
  readonly direction: Direction;
  /** What the clock says at each letter. */
  readonly clocks: readonly number[];
  /** The letter before which all comes in that the others have typed by then. */
  readonly interruption: number | undefined;
}

/** All type at one place and at one pace, whatever their clocks say. */
function typeAtOnce(typists: readonly Typist[], position: number): void {
  const letters = Math.max(...typists.map(({ word }) => word.length));
  for (let i = 0; i < letters; i++) {
    for (const { text, word, direction, clocks, interruption } of typists) {
      const insert = word[i];
      const now = clocks[i]!;
      if (insert === undefined) continue;
      if (i === interruption) for (const other of typists) hear(text, other.text, now);
      const behindLast = text.positionOf(text.lastAnchorOf(text.author))!;
      const at = i === 0 ? position : behindLast - (direction === "backward" ? 1 : 0);
      text.edit({ type: "edit", edits: [{ from: at, to: at, insert }], joinsUndo: true }, now);
    }
  }
}

function hear(text: Text, other: Text, now: number): void {
  const delta = other.since(text.version(), EVERYTHING);
  if (delta) expect(text.merge(delta, now).type).toBe("changed");
}

describe("runs that are typed at one place at one time", { timeout: 60_000 }, () => {
  const anyWord = fc.stringMatching(/^[a-z]{1,8}$/);
  const anyTypist = fc.record({
    word: anyWord,
    direction: fc.constantFrom<Direction>("forward", "backward"),
    skewsMs: fc.array(anySkew, { minLength: 9, maxLength: 9 }),
    interruption: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
  });

  it("T3: do not interleave, forwards or backwards, whatever the clocks say", () => {
    const around = fc.record({ before: fc.constantFrom("", "left "), after: fc.constantFrom("", " right") });
    const people = fc.array(anyTypist, { minLength: 2, maxLength: 3 });
    // Two who type towards each other and both hear of it stand at a new place, between their runs: what they type from
    // then on may be in any order. So only those are interrupted who type in one direction.
    const interrupted = fc.constantFrom<Direction>("forward", "backward");
    fc.assert(
      fc.property(around, people, interrupted, ({ before, after }, anyPeople, heedful) => {
        const first = new Text(replicaId(9), TEXT_RULES);
        if (before + after) type(first, 0, before + after, START);
        const typists = anyPeople.map(({ word, direction, skewsMs, interruption }, i): Typist => {
          const text = new Text(replicaId(i), TEXT_RULES);
          hear(text, first, START);
          return {
            text,
            word: LETTERS[i]! + word,
            direction,
            clocks: skewsMs.map((ms) => START + ms),
            interruption: direction === heedful ? interruption : undefined,
          };
        });
        typeAtOnce(typists, before.length);
        for (const { text } of typists) hear(first, text, START);
        const joined = first.toString();
        const runs = typists.map(({ word, direction }) =>
          direction === "forward" ? word : [...word].reverse().join(""),
        );
        for (const run of runs) expect(joined).toContain(run);
        expect(joined.length).toBe(before.length + after.length + runs.join("").length);
        expect(joined.startsWith(before) && joined.endsWith(after)).toBe(true);
        for (const { text } of typists) {
          hear(text, first, START);
          expect(text.toString()).toBe(joined);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("T2: the earlier stands left, whoever it is by; at equal times the lower author", () => {
    const typed = (author: number, insert: string, now: number) => {
      const text = new Text(replicaId(author), TEXT_RULES);
      text.edit({ type: "edit", edits: [{ from: 0, to: 0, insert }], joinsUndo: false }, now);
      return text.since(undefined, EVERYTHING)!;
    };
    const late = typed(1, "late ", START + 2_000);
    const early = typed(3, "early ", START);
    const equal = typed(2, "equal ", START);
    for (const order of [
      [late, early, equal],
      [equal, early, late],
      [early, late, equal],
    ]) {
      expect(read(order, TEXT_RULES).toString()).toBe("equal early late ");
    }
  });

  it("T4: who deletes the last characters and types on goes on behind them, where the rules say so", () => {
    const typedOn = (continuesRuns: boolean): string => {
      const rules = { ...TEXT_RULES, continuesRuns };
      const one = new Text(replicaId(1), rules);
      type(one, 0, "abx", START);
      one.edit({ type: "edit", edits: [{ from: 2, to: 3, insert: "" }], joinsUndo: false }, START);
      const other = new Text(replicaId(2), rules);
      other.merge(one.since(undefined, EVERYTHING)!, START);
      type(one, 2, "cd", START + 1_000);
      type(other, 2, "12", START + 5_000);
      one.merge(other.since(one.version(), EVERYTHING)!, START + 5_000);
      return one.toString();
    };
    // Both typed where "x" was: the one behind it, as part of the run, or both before it, where the earlier stands left.
    expect(typedOn(true)).toBe("ab12cd");
    expect(typedOn(false)).toBe("abcd12");
  });
});
