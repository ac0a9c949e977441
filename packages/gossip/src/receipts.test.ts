import { describe, expect, it } from "vitest";
import { digestOf } from "./digest";
import { stateOf } from "./divergence";
import { encodeMessage, type Message } from "./message";
import type { PeerId } from "./peer-id";
import { Receipts } from "./receipts";
import { connectedNoteNode, createNote, createNoteNode, type NoteNode, typed, typing } from "./test-fixtures/note-node";
import { NoteRoom } from "./test-fixtures/rooms";
import { connectedNode, NOW, peerId } from "./test-fixtures/test-node";
import { completeLinks, losesNothing } from "./test-fixtures/virtual-room";

const [ada, bob] = [peerId(1), peerId(2)];

function receive(node: NoteNode, peer: PeerId, message: Message): void {
  node.handle({ type: "received", peer, bytes: encodeMessage(message) }, NOW);
}

describe("receipts", () => {
  it("G54: who says that it has what was written counts, also where it has more, and no one else", () => {
    const node = connectedNoteNode(0, 2);
    expect(node.node.receipts).toBeUndefined();
    node.handle(typed("Milk", 0), NOW);
    expect(node.node.receipts?.size).toBe(0);
    receive(node, ada, { type: "have", version: createNote(1).note.version() });
    expect(node.node.receipts?.size).toBe(0);
    receive(node, ada, { type: "digest", digest: stateOf(node.note, ada) });
    expect(node.node.receipts?.size).toBe(1);
    const { note } = createNote(2);
    note.merge(node.note.since(undefined, 1_000) ?? new Uint8Array(0), NOW);
    note.edit(typing("!", 4), NOW);
    receive(node, bob, { type: "have", version: note.version() });
    expect(node.node.receipts?.size).toBe(2);
  });

  it("G60: who tells the digest of the very state in which the user wrote last counts, and who tells another does not", () => {
    const { note } = createNote(0);
    const receipts = new Receipts(note);
    const before = digestOf(note.version());
    note.edit(typing("Milk", 0), NOW);
    receipts.wrote();
    receipts.heardDigest(ada, before);
    expect(receipts.peers?.size).toBe(0);
    receipts.heardDigest(ada, digestOf(note.version()));
    expect(receipts.peers?.size).toBe(1);
  });

  it("G54: a new edit is on no other tab yet, what others write changes nothing, and who is gone does not count", () => {
    const node = connectedNoteNode(0, 2);
    node.handle(typed("a", 0), NOW);
    for (const peer of [ada, bob]) receive(node, peer, { type: "have", version: node.note.version() });
    const { note } = createNote(9);
    note.edit(typing("b", 0), NOW);
    const delta = note.since(undefined, 1_000) ?? new Uint8Array(0);
    receive(node, ada, { type: "delta", isRumor: false, version: note.version(), delta });
    // It says that it has less now: it is believed.
    expect(node.node.receipts?.size).toBe(1);
    node.handle({ type: "disconnected", peer: bob }, NOW);
    expect(node.node.receipts?.size).toBe(0);
    receive(node, ada, { type: "have", version: node.note.version() });
    expect(node.node.receipts?.size).toBe(1);
    node.handle(typed("c", 0), NOW);
    expect(node.node.receipts?.size).toBe(0);
  });

  it("G54: how a neighbor stands goes by what it said last, as long as its channel lasts", () => {
    const node = connectedNoteNode(0, 2);
    node.handle(typed("Milk", 0), NOW);
    expect(node.node.standingOf(ada)).toBe("unknown");
    receive(node, ada, { type: "have", version: createNote(1).note.version() });
    expect(node.node.standingOf(ada)).toBe("less");
    receive(node, ada, { type: "have", version: node.note.version() });
    expect(node.node.standingOf(ada)).toBe("same");
    node.handle(typed("!", 4), NOW);
    expect(node.node.standingOf(ada)).toBe("less");
    const { note } = createNote(2);
    note.merge(node.note.since(undefined, 1_000) ?? new Uint8Array(0), NOW);
    note.edit(typing("?", 5), NOW);
    receive(node, bob, { type: "have", version: note.version() });
    expect(node.node.standingOf(bob)).toBe("more");
    node.handle({ type: "disconnected", peer: bob }, NOW);
    expect(node.node.standingOf(bob)).toBe("unknown");
  });

  it("G54: where nobody tells what it has, nothing is said to be known", () => {
    const node = connectedNode(0, 2);
    node.handle({ type: "edited", operation: { text: "news" } }, NOW);
    expect(node.node.receipts).toBeUndefined();
  });

  it("G54: in a room of six the writer knows within two seconds that all have it", () => {
    const members = Array.from({ length: 6 }, (_, i) => createNoteNode(i, { rumorCounter: 3 }));
    const room = new NoteRoom(members, completeLinks(6), losesNothing);
    room.handle(0, { type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: 200 } });
    room.run(5_000);
    for (let i = 0; i < 20; i++) {
      room.handle(i % 6, typed("a", 0));
      room.runUntil(() => members[i % 6]?.node.receipts?.size === 5, 2_000);
    }
  });
});
