import { describe, expect, it } from "vitest";
import { decodeMessage, encodeMessage, MAX_PIECE_BYTES } from "../message";
import {
  connectedNoteNode,
  createNote,
  deltaMessage,
  type NoteNode,
  titled,
  typed,
  typing,
} from "../test-fixtures/note-node";
import { drain, NOW, peerId, sends, sentTo } from "../test-fixtures/test-node";

const [ada, bob] = [peerId(1), peerId(2)];
const BRANCHES = [[peerId(0), 0]];

function broadcasting(number: number, count: number): NoteNode {
  const node = connectedNoteNode(number, count);
  node.handle({ type: "spreadChosen", spread: { strategy: "broadcast", intervalMs: 200 } }, NOW);
  for (let i = 1; i <= count; i++) drain(node, peerId(i), NOW);
  return node;
}

const receive = (node: NoteNode, bytes: Uint8Array) => node.handle({ type: "received", peer: ada, bytes }, NOW);

describe("broadcast of a note", () => {
  it("G14: what its user changed goes to every neighbor, once, and nothing that was there before", () => {
    const node = broadcasting(0, 3);
    node.handle(typed("Milk", 0), NOW);
    for (let i = 1; i <= 3; i++) drain(node, peerId(i), NOW);
    const before = node.note.version();
    const effects = node.handle(typed("!", 4), NOW);
    expect(sends(effects)).toHaveLength(3);
    const delta = node.note.since(before, MAX_PIECE_BYTES);
    for (let i = 1; i <= 3; i++) {
      expect(sentTo(peerId(i), effects)).toEqual([
        { type: "news", branches: BRANCHES, version: node.note.version(), delta },
      ]);
      expect(drain(node, peerId(i), NOW)).toEqual([]);
    }
  });

  it("G14: edits that fall due while a message is under way become one, and none is left out", () => {
    const node = broadcasting(0, 1);
    node.handle(typed("a", 0), NOW);
    const first = node.note.version();
    for (const [at, letter] of [..."bcd"].entries()) {
      expect(sends(node.handle(typed(letter, at + 1), NOW))).toEqual([]);
    }
    const delta = node.note.since(first, MAX_PIECE_BYTES);
    expect(drain(node, ada, NOW)).toEqual([{ type: "news", branches: BRANCHES, version: node.note.version(), delta }]);
  });

  it("G14: a neighbor that came amid that is sent what was written since it came", () => {
    const node = broadcasting(0, 1);
    node.handle(typed("a", 0), NOW);
    node.handle({ type: "connected", peer: bob }, NOW);
    const before = node.note.version();
    node.handle(typed("b", 1), NOW);
    const delta = node.note.since(before, MAX_PIECE_BYTES);
    const sent = drain(node, bob, NOW).filter(({ type }) => type === "news");
    expect(sent).toEqual([{ type: "news", branches: BRANCHES, version: node.note.version(), delta }]);
  });

  it("G23: what a neighbor was still to be sent is not owed to its next channel", () => {
    const node = broadcasting(0, 1);
    node.handle(typed("a", 0), NOW);
    node.handle(typed("b", 1), NOW);
    node.handle({ type: "connected", peer: ada }, NOW);
    expect(drain(node, ada, NOW).map(({ type }) => type)).toEqual(["have"]);
    const before = node.note.version();
    const sent = sentTo(ada, node.handle(typed("c", 2), NOW));
    expect(sent).toMatchObject([{ type: "news", delta: node.note.since(before, MAX_PIECE_BYTES) }]);
  });

  it("G15: what goes on from something that was lost is held, and nobody is asked for it", () => {
    const { note } = createNote(1);
    note.edit(typing("Milk", 0), NOW);
    const milk = note.version();
    note.edit(typing(" and eggs", 4), NOW);
    const node = broadcasting(5, 1);
    const effects = receive(node, deltaMessage(note, milk));
    expect(effects).toEqual([]);
    expect(drain(node, ada, NOW)).toEqual([]);
    expect(node.text.toString()).toBe("");
  });

  it("G15: what was lost is not asked for on the occasion of an edit that stands by itself either", () => {
    const { note } = createNote(1);
    note.edit(typing("Milk", 0), NOW);
    const milk = note.version();
    note.edit({ part: "title", operation: { text: "To buy" } }, NOW);
    const node = broadcasting(5, 1);
    const effects = receive(node, deltaMessage(note, milk));
    expect(effects).toEqual([{ type: "changed", by: "peer" }]);
    expect(drain(node, ada, NOW)).toEqual([]);
    expect(node.note.title.text).toBe("To buy");
  });

  it("G44: the rest of an edit that is too large for one message is asked for, and comes", () => {
    const large = "a line of text\n".repeat(20_000);
    const [writer, reader] = [broadcasting(0, 1), broadcasting(1, 1)];
    let messages = sends(writer.handle(typed(large, 0), NOW));
    for (let i = 0; i < 100 && messages.length > 0; i++) {
      const [from, to] = i % 2 === 0 ? [writer, reader] : [reader, writer];
      const answers = messages.flatMap(({ bytes }) => sends(receive(to, bytes)));
      drain(from, ada, NOW);
      messages = [...answers];
    }
    expect(reader.text.toString() === large).toBe(true);
  });

  it("G44: a keystroke goes before the next piece", () => {
    const node = broadcasting(0, 1);
    node.handle(typed("a line of text\n".repeat(20_000), 0), NOW);
    const ask = encodeMessage({ type: "ask", version: createNote(7).note.version() });
    receive(node, ask);
    node.handle(titled("A title"), NOW);
    const [news, piece, ...rest] = drain(node, ada, NOW);
    expect(rest).toEqual([]);
    const reader = createNote(8);
    if (news?.type === "news") reader.note.merge(news.delta, NOW);
    expect(reader.note.title.text).toBe("A title");
    expect(news?.type === "news" && news.delta.length < 100).toBe(true);
    expect(piece?.type === "delta" && piece.delta.length > MAX_PIECE_BYTES / 2).toBe(true);
  });

  it("G20: what is written again, since it was ahead, is broadcast like an edit", () => {
    const node = broadcasting(0, 2);
    node.handle(typed("news", 0), NOW + 3_600_000);
    for (const peer of [ada, bob]) drain(node, peer, NOW + 3_600_000);
    const effects = node.handle({ type: "writable", peer: ada }, NOW);
    expect(effects).toContainEqual({ type: "changed", by: "restamp" });
    const reader = createNote(8);
    for (const { bytes } of sends(effects).filter(({ peer }) => peer === bob)) {
      const message = decodeMessage(bytes);
      if (message.type === "news") expect(reader.note.merge(message.delta, NOW).type).toBe("changed");
    }
    expect(reader.text.toString()).toBe("news");
  });
});
