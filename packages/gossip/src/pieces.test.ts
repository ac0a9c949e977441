import type { Note, TextOperation } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import { decodeMessage, encodeMessage, MAX_PIECE_BYTES } from "./message";
import { HELLO_INTERVAL_MS } from "./node-options";
import {
  connectedNoteNode,
  createNote,
  deltaMessage,
  type NoteNode,
  titled,
  typed,
  typing,
} from "./test-fixtures/note-node";
import { drain, NOW, peerId, sentTo } from "./test-fixtures/test-node";

const [ada, bob] = [peerId(1), peerId(2)];
const LARGE = "naïve 📝 ".repeat(30_000);

/** Ada's note of 360 kB, and how she would send a neighbor of `version` the next piece. */
function largeNote() {
  const { note, text } = createNote(1);
  note.edit(typing(LARGE, 0), NOW);
  const next = (version: Uint8Array) => pieceOf(note, version);
  return { note, text, next };
}

function pieceOf(note: Note<TextOperation>, version: Uint8Array): Uint8Array {
  const delta = note.since(version, MAX_PIECE_BYTES) ?? new Uint8Array(0);
  return encodeMessage({ type: "delta", isRumor: false, version: note.version(), delta });
}

/** What comes of a message from Ada: whether the node asks for more, and the share that it tells of. */
function take(node: NoteNode, bytes: Uint8Array, now = NOW) {
  const effects = node.handle({ type: "received", peer: ada, bytes }, now);
  const asked = [...sentTo(ada, effects), ...drain(node, ada, now)].filter(({ type }) => type === "ask");
  const shares = effects.flatMap((effect) => (effect.type === "receiving" ? [effect.share] : []));
  return { asked, shares };
}

/** Ada's answers to an asking for what is beyond `version`. */
function answersOf(node: NoteNode, version: Uint8Array) {
  const ask = encodeMessage({ type: "ask", version });
  const effects = node.handle({ type: "received", peer: ada, bytes: ask }, NOW);
  return [...sentTo(ada, effects), ...drain(node, ada, NOW)];
}

/** Ada's note, and of its two edits the second alone, which goes on from the first. */
function gap() {
  const { note } = createNote(1);
  note.edit(typing("Milk", 0), NOW);
  const milk = note.version();
  note.edit(typing(" and eggs", 4), NOW);
  return { note, beyond: deltaMessage(note, milk) };
}

describe("a large delta", () => {
  it("G39: comes in pieces within their limit; for each but the last the next is asked for, at once", () => {
    const { note, next } = largeNote();
    const node = connectedNoteNode(5, 1);
    let pieces = 0;
    for (let isOver = false; !isOver; pieces++) {
      const bytes = next(node.note.version());
      const piece = decodeMessage(bytes);
      expect(piece.type === "delta" && piece.delta.length <= MAX_PIECE_BYTES).toBe(true);
      const { asked } = take(node, bytes);
      isOver = node.text.length === LARGE.length;
      expect(asked).toEqual(isOver ? [] : [{ type: "ask", version: node.note.version() }]);
    }
    expect(pieces).toBeGreaterThan(5);
    expect(node.text.toString() === LARGE).toBe(true);
    expect(node.note.version()).toEqual(note.version());
  });

  it("G39: an asking is answered with the next piece, one for each, and not where both have the same", () => {
    const { note } = largeNote();
    const node = connectedNoteNode(5, 1);
    node.handle(typed(LARGE, 0), NOW);
    const reader = createNote(6).note;
    for (let i = 0; i < 100 && reader.shareOf(node.note.version()) < 1; i++) {
      const [answer, ...more] = answersOf(node, reader.version());
      expect(more).toEqual([]);
      expect(answer).toMatchObject({ type: "delta", isRumor: false, version: node.note.version() });
      if (answer?.type === "delta") expect(reader.merge(answer.delta, NOW).type).toBe("changed");
    }
    expect(answersOf(node, reader.version())).toEqual([]);
    reader.merge(note.since(undefined, Number.POSITIVE_INFINITY)!, NOW);
    const empty = { type: "delta", isRumor: false, version: node.note.version(), delta: new Uint8Array(0) };
    expect(answersOf(node, reader.version())).toEqual([empty]);
  });

  it("G39: a piece that came twice is not asked on from twice, or every doubled one would double all that follow", () => {
    const { next } = largeNote();
    const node = connectedNoteNode(5, 1);
    const first = next(node.note.version());
    expect(take(node, first).asked).toHaveLength(1);
    expect(take(node, first).asked).toEqual([]);
  });

  it("G39: while pieces are outstanding, their sender is asked again with every repeated hello", () => {
    const { next } = largeNote();
    const node = connectedNoteNode(5, 2);
    take(node, next(node.note.version()));
    for (let i = 1; i <= 3; i++) {
      const now = NOW + i * HELLO_INTERVAL_MS;
      const effects = node.handle({ type: "timerFired", timer: "hello" }, now);
      const types = [...sentTo(ada, effects), ...drain(node, ada, now)].map(({ type }) => type);
      expect(types).toContain("ask");
      drain(node, bob, now);
    }
    while (node.text.length < LARGE.length) take(node, next(node.note.version()));
    const effects = node.handle({ type: "timerFired", timer: "hello" }, NOW);
    const types = [...sentTo(ada, effects), ...drain(node, ada, NOW)].map(({ type }) => type);
    expect(types).not.toContain("ask");
  });

  it("G40: who lacks what a delta goes on from asks for it, and has both once it came", () => {
    const { note, beyond } = gap();
    const node = connectedNoteNode(5, 1);
    const { asked } = take(node, beyond);
    expect(asked).toEqual([{ type: "ask", version: node.note.version() }]);
    expect(node.text.toString()).toBe("");
    take(node, deltaMessage(note, node.note.version()));
    expect(node.text.toString()).toBe("Milk and eggs");
  });

  it("G40: where the answer lacks it too, the same neighbor is not asked again before Δ has passed", () => {
    const { beyond } = gap();
    const node = connectedNoteNode(5, 1);
    expect(take(node, beyond, NOW).asked).toHaveLength(1);
    for (const laterMs of [0, 20, 199]) expect(take(node, beyond, NOW + laterMs).asked).toEqual([]);
    expect(take(node, beyond, NOW + 200).asked).toHaveLength(1);
    node.handle(typed("Tea", 0), NOW + 210);
    expect(take(node, beyond, NOW + 210).asked).toHaveLength(1);
  });
});

describe("how far it has come", () => {
  it("G42: is told with every piece, in growing shares, and last with 1; what comes whole is not told of", () => {
    const { note, next } = largeNote();
    const node = connectedNoteNode(5, 1);
    const shares: number[] = [];
    while (node.text.length < LARGE.length) shares.push(...take(node, next(node.note.version())).shares);
    expect(shares).toEqual([...shares].sort((left, right) => left - right));
    expect(new Set(shares).size).toBe(shares.length);
    expect([shares.at(0)! > 0, shares.at(-1)]).toEqual([true, 1]);
    note.edit(typing("more", 0), NOW);
    expect(take(node, next(node.note.version())).shares).toEqual([]);
  });

  it("G42: is measured by one neighbor: another that has less does not end it, and its pieces count as well", () => {
    const { next } = largeNote();
    const node = connectedNoteNode(5, 2);
    const [first] = take(node, next(node.note.version())).shares;
    const fromBob = (has: Note<TextOperation>) =>
      node
        .handle({ type: "received", peer: bob, bytes: pieceOf(has, node.note.version()) }, NOW)
        .flatMap((effect) => (effect.type === "receiving" ? [effect.share] : []));
    const little = createNote(7).note;
    little.edit(typing("!", 0), NOW);
    expect(fromBob(little)).toEqual([first]);
    const part = createNote(8).note;
    for (let pieces = 0; pieces < 4; pieces++) {
      const piece = decodeMessage(next(part.version()));
      if (piece.type === "delta") part.merge(piece.delta, NOW);
    }
    const [second] = fromBob(part);
    expect(second).toBeGreaterThan(first!);
    expect(second).toBeLessThan(node.note.shareOf(part.version()));
    const [third] = fromBob(part);
    expect(third).toBeGreaterThan(second!);
    expect(third).toBeLessThan(node.note.shareOf(part.version()));
  });

  it("G42: ends with 1 where the neighbor goes, or opens a new channel", () => {
    for (const type of ["disconnected", "connected"] as const) {
      const { next } = largeNote();
      const node = connectedNoteNode(5, 2);
      take(node, next(node.note.version()));
      expect(node.handle({ type: "disconnected", peer: bob }, NOW)).toEqual([]);
      expect(node.handle({ type, peer: ada }, NOW)).toContainEqual({ type: "receiving", share: 1 });
    }
  });

  it("G42: ends with 1 where the neighbor claims more than anyone can have, and takes it back", () => {
    const { note } = createNote(1);
    note.edit({ part: "title", operation: { text: "a title" } }, NOW);
    const node = connectedNoteNode(5, 1);
    const boaster = createNote(2).note;
    boaster.edit(typing("much", 0), NOW);
    const delta = note.since(undefined, MAX_PIECE_BYTES)!;
    const boast = encodeMessage({ type: "delta", isRumor: false, version: boaster.version(), delta });
    expect(take(node, boast).shares).toEqual([0]);
    const humble = encodeMessage({
      type: "delta",
      isRumor: false,
      version: note.version(),
      delta: new Uint8Array(0),
    });
    expect(take(node, humble)).toEqual({ asked: [], shares: [1] });
    expect(node.handle(titled("ours"), NOW)).toEqual([{ type: "changed", by: "self" }]);
  });
});
