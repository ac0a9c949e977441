import type { Note, TextOperation } from "@hearsay/merge";
import { describe, expect, it, vi } from "vitest";
import { stateOf } from "./divergence";
import { encodeMessage, MAX_PIECE_BYTES } from "./message";
import { HELLO_INTERVAL_MS } from "./node-options";
import { LITTLE_BYTES } from "./repair";
import { connectedNoteNode, createNote, createNoteNode, type NoteNode, titled, typed } from "./test-fixtures/note-node";
import { connectedNode, drain, NOW, peerId, sends, sentTo } from "./test-fixtures/test-node";

const ada = peerId(1);
const NOTHING = new Uint8Array(0);

const receive = (node: NoteNode, bytes: Uint8Array, now: number) =>
  node.handle({ type: "received", peer: ada, bytes }, now);
const say = (node: NoteNode, version: Uint8Array) => receive(node, encodeMessage({ type: "have", version }), NOW);
/** What Ada is pushed. */
const push = (node: NoteNode, now: number) => {
  const sent = sentTo(ada, node.handle({ type: "timerFired", timer: "push" }, now));
  drain(node, ada, now);
  return sent;
};
/** A delta of all that `note` has beyond `version`. */
const lacking = (note: Note<TextOperation>, version: Uint8Array | undefined, isRumor: boolean) => ({
  type: "delta",
  isRumor,
  version: note.version(),
  delta: note.since(version, MAX_PIECE_BYTES) ?? NOTHING,
});

describe("a replica that pushes what is lacking", () => {
  it("G35: a neighbor is sent what it has not said that it has, and what the sender has", () => {
    const node = connectedNoteNode(0, 1);
    node.handle(typed("Milk", 0), NOW);
    const milk = node.note.version();
    say(node, milk);
    node.handle(typed(" and eggs", 4), NOW);
    node.handle(titled("To buy"), NOW);
    expect(push(node, NOW)).toEqual([lacking(node.note, milk, false)]);
    expect(lacking(node.note, milk, false).delta.length).toBeLessThan(
      lacking(node.note, undefined, false).delta.length,
    );
  });

  it("G35: who has all is told so, by a delta of nothing", () => {
    const node = connectedNoteNode(0, 1);
    node.handle(typed("Milk", 0), NOW);
    say(node, node.note.version());
    expect(push(node, NOW)).toEqual([{ type: "delta", isRumor: false, version: node.note.version(), delta: NOTHING }]);
    const other = connectedNoteNode(5, 1);
    const empty = encodeMessage({ type: "delta", isRumor: false, version: node.note.version(), delta: NOTHING });
    expect(receive(other, empty, NOW)).toEqual([]);
  });

  it("G10: a node that holds nothing says just that, and what it lacks comes back", () => {
    const [empty, full] = [connectedNoteNode(0, 1), connectedNoteNode(5, 1)];
    full.handle(typed("Milk", 0), NOW);
    say(full, full.note.version());
    const [request] = push(empty, NOW);
    expect(request).toMatchObject({ type: "delta", delta: NOTHING });
    if (request?.type === "delta") receive(full, encodeMessage(request), NOW);
    expect(push(full, NOW)).toEqual([lacking(full.note, undefined, false)]);
  });

  it("G35: a rumor is a delta too, and asks whether it was news", () => {
    const node = connectedNoteNode(0, 1);
    node.handle({ type: "spreadChosen", spread: { strategy: "rumor", intervalMs: 200 } }, NOW);
    drain(node, ada, NOW);
    node.handle(typed("psst", 0), NOW);
    const [rumor] = push(node, NOW + 1);
    expect(rumor).toEqual(lacking(node.note, undefined, true));
    const other = connectedNoteNode(5, 1);
    const hear = (now: number) =>
      rumor?.type === "delta" ? sentTo(ada, receive(other, encodeMessage(rumor), now)) : [];
    expect(hear(NOW + 2)).toEqual([{ type: "feedback", knew: false }]);
    drain(other, ada, NOW + 2);
    expect(hear(NOW + 3)).toEqual([{ type: "feedback", knew: true }]);
  });

  it("G16: a node whose replica pushes all it holds understands a delta, and the other way round", () => {
    const node = connectedNode(5, 1);
    node.handle({ type: "edited", operation: { text: "Milk" } }, NOW);
    const [pushed] = sentTo(ada, node.handle({ type: "timerFired", timer: "push" }, NOW));
    const delta = pushed?.type === "push" ? pushed.delta : NOTHING;
    const other = connectedNode(6, 1);
    const bytes = encodeMessage({ type: "delta", isRumor: false, version: node.register.version(), delta });
    other.handle({ type: "received", peer: ada, bytes }, NOW);
    expect(other.register.text).toBe("Milk");

    const { note } = createNote(7);
    note.edit({ part: "title", operation: { text: "To buy" } }, NOW);
    const reader = connectedNoteNode(8, 1);
    receive(reader, encodeMessage({ type: "push", delta: note.since(undefined, MAX_PIECE_BYTES)! }), NOW);
    expect(reader.note.title.text).toBe("To buy");
  });
});

describe("what a neighbor said", () => {
  it("G36: is all that counts: what was sent is sent again until the neighbor says that it has it", () => {
    const node = connectedNoteNode(0, 1);
    node.handle(typed("Milk", 0), NOW);
    const all = [lacking(node.note, undefined, false)];
    for (let i = 1; i <= 5; i++) expect(push(node, NOW + i)).toEqual(all);
    say(node, node.note.version());
    expect(push(node, NOW + 6)).toMatchObject([{ delta: NOTHING }]);
  });

  it("G36: holds until it says something else, be it less: then it is sent what it lacks again", () => {
    const node = connectedNoteNode(0, 1);
    const nothing = node.note.version();
    node.handle(typed("Milk", 0), NOW);
    say(node, node.note.version());
    say(node, nothing);
    expect(push(node, NOW)).toEqual([lacking(node.note, undefined, false)]);
  });

  it("G36: is heard from its deltas, its asking, and what it says by itself", () => {
    for (const type of ["delta", "have", "ask"] as const) {
      const node = connectedNoteNode(0, 1);
      node.handle(typed("Milk", 0), NOW);
      const version = node.note.version();
      const bytes = encodeMessage(
        type === "delta" ? { type, isRumor: false, version, delta: NOTHING } : { type, version },
      );
      // The bytes may be used again by whoever brought them.
      receive(node, bytes, NOW);
      bytes.fill(0);
      expect(push(node, NOW)).toMatchObject([{ delta: NOTHING }]);
    }
  });

  it("G37: a node says what it has when a channel opens, and with every hello that is repeated", () => {
    const node = createNoteNode(0, { rumorCounter: 3 });
    node.node.start(NOW);
    node.handle(typed("Milk", 0), NOW);
    const have = { type: "have", version: node.note.version(), state: stateOf(node.note, node.self) };
    expect(sentTo(ada, node.handle({ type: "connected", peer: ada }, NOW))).toMatchObject([{ type: "hello" }]);
    expect(drain(node, ada, NOW)).toEqual([have]);
    for (let i = 1; i <= 3; i++) {
      const now = NOW + i * HELLO_INTERVAL_MS;
      expect(sentTo(ada, node.handle({ type: "timerFired", timer: "hello" }, now))).toMatchObject([{ type: "hello" }]);
      expect(drain(node, ada, now)).toEqual([have]);
    }
  });

  it("G37: a node whose replica pushes all it holds does not say what it has: nobody would make use of it", () => {
    const node = connectedNode(0, 0);
    node.handle({ type: "edited", operation: { text: "Milk" } }, NOW);
    node.handle({ type: "connected", peer: ada }, NOW);
    expect(drain(node, ada, NOW)).toEqual([]);
    node.handle({ type: "timerFired", timer: "hello" }, NOW);
    expect(drain(node, ada, NOW)).toEqual([]);
  });

  it("G38: is void with a new channel, also where the old one's end was not noticed", () => {
    for (const noticed of [true, false]) {
      const node = connectedNoteNode(0, 1);
      node.handle(typed("Milk", 0), NOW);
      say(node, node.note.version());
      if (noticed) node.handle({ type: "disconnected", peer: ada }, NOW);
      node.handle({ type: "connected", peer: ada }, NOW);
      drain(node, ada, NOW);
      expect(push(node, NOW)).toEqual([lacking(node.note, undefined, false)]);
    }
  });

  it("G38: what a stranger says is not kept for the channel that it opens later", () => {
    const node = connectedNoteNode(0, 0);
    node.handle(typed("Milk", 0), NOW);
    say(node, node.note.version());
    expect(sends(node.handle({ type: "timerFired", timer: "push" }, NOW))).toEqual([]);
    node.handle({ type: "connected", peer: ada }, NOW);
    drain(node, ada, NOW);
    expect(push(node, NOW)).toEqual([lacking(node.note, undefined, false)]);
  });

  it("G81: to find out whether a neighbor lacks something, little of it is made", () => {
    const node = connectedNoteNode(0, 1);
    node.handle({ type: "spreadChosen", spread: { strategy: "plumtree", intervalMs: 200 } }, NOW);
    node.handle(typed("x".repeat(100_000), 0), NOW);
    drain(node, ada, NOW);
    const since = vi.spyOn(node.note, "since");
    say(node, NOTHING);
    say(node, node.note.version());
    say(node, Uint8Array.of(1, 2, 3));
    expect(since.mock.calls.length).toBeLessThanOrEqual(6);
    for (const [, maxBytes] of since.mock.calls) expect(maxBytes).toBeLessThanOrEqual(2 * LITTLE_BYTES);
  });
});
