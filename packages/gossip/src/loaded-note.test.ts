import { MAX_DRIFT_MS } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import { MAX_DELTA_BYTES } from "./message";
import { connectedNoteNode, createNote, typing } from "./test-fixtures/note-node";
import { deltaOf, NOW, peerId, sends, sentTo } from "./test-fixtures/test-node";

describe("a note that was stored", () => {
  it("G34: comes back whole, though it is larger than any message may be", () => {
    const { note, text } = createNote(8);
    note.edit(typing("a line of text\n".repeat(70_000), 0), NOW);
    const delta = deltaOf(note);
    expect(delta.length).toBeGreaterThan(MAX_DELTA_BYTES);
    const node = connectedNoteNode(9, 0);
    expect(node.handle({ type: "loaded", delta }, NOW)).toEqual([{ type: "changed", by: "storage" }]);
    expect(node.text.toString() === text.toString()).toBe(true);
  });

  it("G34: comes back in rows, in whatever order they are read, and one that is damaged changes nothing", () => {
    const { note } = createNote(8);
    const rows: Uint8Array[] = [];
    for (const [at, letter] of [..."hearsay"].entries()) {
      const before = note.version();
      note.edit(typing(letter, at), NOW);
      rows.push(note.since(before, Number.POSITIVE_INFINITY)!);
    }
    const node = connectedNoteNode(9, 0);
    for (const delta of [...rows].reverse()) {
      node.handle({ type: "loaded", delta }, NOW);
      expect(node.handle({ type: "loaded", delta: delta.subarray(1) }, NOW)).toEqual([]);
    }
    expect(node.text.toString()).toBe("hearsay");
  });

  it("G34: whatever the clock said, gets a sound timestamp under the id of who loads it, and spreads", () => {
    const { note } = createNote(9);
    note.edit(typing("from the other clock", 0), NOW + 10 * MAX_DRIFT_MS);
    const node = connectedNoteNode(9, 1);
    node.handle({ type: "loaded", delta: deltaOf(note) }, NOW);
    const effects = node.handle({ type: "timerFired", timer: "push" }, NOW + 1);
    expect(effects[0]).toEqual({ type: "changed", by: "restamp" });
    expect(sends(effects)).toHaveLength(1);
    const [delta] = sentTo(peerId(1), effects);
    const reader = createNote(7);
    if (delta?.type === "delta") expect(reader.note.merge(delta.delta, NOW + 1).type).toBe("changed");
    expect(reader.text.toString()).toBe("from the other clock");
  });

  it("G34: what another had written ahead of all clocks is shown or handed over, and never gone without a word", () => {
    const { note } = createNote(8);
    note.edit(typing("of the far future", 0), NOW + 10 * MAX_DRIFT_MS);
    const node = connectedNoteNode(9, 1);
    node.handle({ type: "loaded", delta: deltaOf(note) }, NOW);
    const effects = node.handle({ type: "writable", peer: peerId(1) }, NOW + 1);
    const lost = effects.flatMap((effect) => (effect.type === "lost" ? [effect.lost.text] : []));
    expect([node.text.toString(), ...lost].join("")).toBe("of the far future");
  });
});
