import { describe, expect, it } from "vitest";
import { encodeMessage, MAX_PIECE_BYTES } from "./message";
import { connectedNoteNode, createNote, deltaMessage, titled, typed, typing } from "./test-fixtures/note-node";
import { NOW, peerId, sentTo } from "./test-fixtures/test-node";

const ada = peerId(1);
const HOUR_MS = 3_600_000;

describe("a note whose time turns out to be ahead", () => {
  it("G20: takes an edit at the places that its user saw, though what others wrote ahead falls out of it", () => {
    const { note } = createNote(2);
    note.edit(typing("Bob's words ", 0), NOW + HOUR_MS);
    const node = connectedNoteNode(5, 1);
    node.handle({ type: "received", peer: ada, bytes: deltaMessage(note, undefined) }, NOW + HOUR_MS);
    node.handle(typed("Ada's", 12), NOW + HOUR_MS);
    const effects = node.handle(typed(" and more", 17), NOW);
    expect(effects.map((effect) => (effect.type === "changed" ? effect.by : effect.type))).toEqual([
      "self",
      "restamp",
      "lost",
    ]);
    expect(effects).toContainEqual(
      expect.objectContaining({ lost: expect.objectContaining({ text: "Bob's words " }) }),
    );
    expect(node.text.toString()).toBe("Ada's and more");
  });

  it("G20: is told to a neighbor that had said it has all, and can be taken in by one whose clock is right", () => {
    const node = connectedNoteNode(5, 1);
    node.handle(typed("words", 0), NOW + HOUR_MS);
    const version = node.note.version();
    node.handle({ type: "received", peer: ada, bytes: encodeMessage({ type: "have", version }) }, NOW + HOUR_MS);
    const [delta] = sentTo(ada, node.handle({ type: "timerFired", timer: "push" }, NOW));
    expect(delta).toMatchObject({ type: "delta", delta: node.note.since(version, MAX_PIECE_BYTES) });
    const reader = createNote(7);
    if (delta?.type === "delta") expect(reader.note.merge(delta.delta, NOW).type).toBe("changed");
    expect(reader.text.toString()).toBe("words");
  });

  it("G18: is refused by others as long as it is ahead, which they answer, and the title is taken all the same", () => {
    const { note } = createNote(2);
    note.edit({ part: "title", operation: { text: "A title" } }, NOW);
    note.edit(typing("early", 0), NOW + HOUR_MS);
    const node = connectedNoteNode(5, 1);
    const bytes = deltaMessage(note, undefined);
    node.handle({ type: "received", peer: ada, bytes }, NOW);
    expect([node.note.title.text, node.text.toString()]).toEqual(["A title", ""]);
    node.handle({ type: "disconnected", peer: ada }, NOW);
    node.handle({ type: "connected", peer: ada }, NOW);
    for (let i = 0; i < 3; i++) node.handle({ type: "writable", peer: ada }, NOW);
    const effects = node.handle({ type: "received", peer: ada, bytes }, NOW);
    expect(effects).toContainEqual({ type: "refused", peer: ada, reason: "ahead" });
    expect(sentTo(ada, effects)).toEqual([{ type: "ahead" }]);
    node.handle({ type: "received", peer: ada, bytes }, NOW + HOUR_MS);
    expect(node.text.toString()).toBe("early");
  });

  it("G17: a title that lost is reported, though the body beside it is refused", () => {
    const { note } = createNote(2);
    note.edit({ part: "title", operation: { text: "Bob's" } }, NOW - 1);
    note.edit(typing("early", 0), NOW + HOUR_MS);
    const node = connectedNoteNode(5, 1);
    node.handle(titled("Ada's"), NOW);
    const effects = node.handle({ type: "received", peer: ada, bytes: deltaMessage(note, undefined) }, NOW);
    expect(effects).toContainEqual({ type: "refused", peer: ada, reason: "ahead" });
    expect(effects).toContainEqual(
      expect.objectContaining({ type: "lost", lost: expect.objectContaining({ text: "Bob's" }) }),
    );
    expect(node.note.title.text).toBe("Ada's");
  });

  it("G42: who has nothing left that this node would take is not received from any more", () => {
    const { note } = createNote(2);
    note.edit({ part: "title", operation: { text: "A title" } }, NOW);
    note.edit(typing("early", 0), NOW + HOUR_MS);
    const node = connectedNoteNode(5, 1);
    const shares = () =>
      node
        .handle({ type: "received", peer: ada, bytes: deltaMessage(note, node.note.version()) }, NOW)
        .flatMap((effect) => (effect.type === "receiving" ? [effect.share] : []));
    expect([shares(), shares(), shares()]).toEqual([[0], [1], []]);
  });
});
