import { ByteWriter, MAX_TEXT_UNITS, replicaIdToBytes } from "@hearsay/merge";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeMessage, MAX_DELTA_BYTES, MAX_PIECE_BYTES, MAX_VERSION_BYTES } from "./message";
import { connectedNoteNode, createNote, type NoteNode, typed, typing } from "./test-fixtures/note-node";
import { reachableBytes } from "./test-fixtures/reachable";
import { drain, NOW, peerId, sentTo } from "./test-fixtures/test-node";

const ada = peerId(1);
const NOTHING = new Uint8Array(0);

/** Hands the node a message of Ada's; returns the types of what goes back. */
function receive(node: NoteNode, bytes: Uint8Array): readonly string[] {
  const effects = node.handle({ type: "received", peer: ada, bytes }, NOW);
  return [...sentTo(ada, effects), ...drain(node, ada, NOW)].map(({ type }) => type);
}

/** A version that claims so many units of so many authors that nobody knows, and no title. */
function claimOf(authors: number, units: number): Uint8Array {
  const writer = new ByteWriter().unsigned(0);
  for (let i = 0; i < authors; i++) writer.raw(Uint8Array.of(9, 9, 9, 9, 9, 9, i >> 8, i & 255)).unsigned(units);
  return writer.finish();
}

const anyVersion = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.tuple(fc.nat(50), fc.nat(MAX_TEXT_UNITS)).map((parts) => claimOf(...parts)),
);

describe("a hostile neighbor", () => {
  it("G45: a version that is none counts as having nothing", () => {
    const node = connectedNoteNode(0, 1);
    node.handle(typed("Milk", 0), NOW);
    const all = node.note.since(undefined, MAX_PIECE_BYTES);
    for (const version of [NOTHING, Uint8Array.of(0, 1, 2, 3), new Uint8Array(MAX_VERSION_BYTES).fill(255)]) {
      receive(node, encodeMessage({ type: "have", version }));
      const pushed = sentTo(ada, node.handle({ type: "timerFired", timer: "push" }, NOW));
      drain(node, ada, NOW);
      expect(pushed).toMatchObject([{ type: "delta", delta: all }]);
    }
  });

  it("G45: whatever versions and deltas come, nothing throws, what is held stays, and answers are one for one", () => {
    const anyDelta = fc.oneof(fc.constant(NOTHING), fc.uint8Array({ maxLength: 60 }));
    const anyMessage = fc.oneof(
      fc.record({ type: fc.constantFrom("have" as const, "ask" as const), version: anyVersion }),
      fc.record({ type: fc.constant("delta" as const), isRumor: fc.boolean(), version: anyVersion, delta: anyDelta }),
    );
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 30 }), (messages) => {
        const node = connectedNoteNode(0, 1);
        node.handle(typed("Milk", 0), NOW);
        for (const message of messages) expect(receive(node, encodeMessage(message)).length).toBeLessThanOrEqual(2);
        expect(node.text.toString()).toContain("Milk");
      }),
      { numRuns: 300 },
    );
  });

  it("G45: who claims more than there is, is asked once for each delta that brought something, and not for others", () => {
    const { note } = createNote(2);
    const node = connectedNoteNode(0, 1);
    const claim = claimOf(3, 1_000);
    for (let i = 0; i < 5; i++) {
      const before = note.version();
      note.edit(typing("a", 0), NOW);
      const bytes = encodeMessage({
        type: "delta",
        isRumor: false,
        version: claim,
        delta: note.since(before, MAX_PIECE_BYTES)!,
      });
      expect(receive(node, bytes)).toEqual(["ask"]);
      for (let again = 0; again < 10; again++) expect(receive(node, bytes)).toEqual([]);
      const empty = encodeMessage({ type: "delta", isRumor: false, version: claim, delta: NOTHING });
      expect(receive(node, empty)).toEqual([]);
      expect(receive(node, encodeMessage({ type: "have", version: claim }))).toEqual([]);
    }
  });

  it("G45: who claims to have what it has not is sent nothing of it, and others are sent it", () => {
    const node = connectedNoteNode(0, 2);
    node.handle(typed("Milk", 0), NOW);
    const boast = new ByteWriter().unsigned(0).raw(replicaIdToBytes(node.self)).unsigned(MAX_TEXT_UNITS).finish();
    expect(receive(node, encodeMessage({ type: "ask", version: boast }))).toEqual(["delta"]);
    const deltas = new Map<string, Uint8Array>();
    for (let i = 0; i < 20; i++) {
      const effects = node.handle({ type: "timerFired", timer: "push" }, NOW);
      for (const peer of [ada, peerId(2)]) {
        for (const message of [...sentTo(peer, effects), ...drain(node, peer, NOW)]) {
          if (message.type === "delta") deltas.set(peer, message.delta);
        }
      }
    }
    expect(deltas.get(ada)).toEqual(NOTHING);
    expect(deltas.get(peerId(2))).toEqual(node.note.since(undefined, MAX_PIECE_BYTES));
  });

  it("G45: of a neighbor one version is kept, its last, and nothing of it once it is gone", () => {
    const node = connectedNoteNode(0, 2);
    node.handle(typed("Milk", 0), NOW);
    receive(node, encodeMessage({ type: "have", version: claimOf(1, 1) }));
    const before = reachableBytes(node.node);
    const largest = Math.floor((MAX_VERSION_BYTES - 1) / 12);
    for (let i = 0; i < 50; i++) {
      receive(node, encodeMessage({ type: i % 2 ? "have" : "ask", version: claimOf(largest - i, 2 ** 22) }));
    }
    expect(reachableBytes(node.node)).toBeLessThan(before + MAX_VERSION_BYTES + 1_000);
    node.handle({ type: "disconnected", peer: ada }, NOW);
    expect(reachableBytes(node.node)).toBeLessThan(before);
  });

  it("G45: deltas that go on from what nobody has are held within a limit, be they ever so many", () => {
    const node = connectedNoteNode(0, 1);
    node.handle(typed("Milk", 0), NOW);
    const before = reachableBytes(node.node);
    const { note } = createNote(2);
    note.edit(typing("a", 0), NOW);
    const first = note.version();
    note.edit(typing("x".repeat(MAX_PIECE_BYTES / 2), 1), NOW);
    const delta = note.since(first, MAX_DELTA_BYTES)!;
    const bytes = encodeMessage({ type: "delta", isRumor: false, version: note.version(), delta });
    for (let i = 0; i < 1_000; i++) expect(receive(node, bytes)).toEqual(i === 0 ? ["ask"] : []);
    expect(node.text.toString()).toBe("Milk");
    // What a text holds back is its own rule; here it must only not add up.
    expect(reachableBytes(node.node) - before).toBeLessThan(200 * delta.length);
  });

  it("G19: data for which there is no room is refused as full, which is reported, and not answered", () => {
    const node = connectedNoteNode(0, 1);
    node.handle(typed("Milk", 0), NOW);
    const deletion = new ByteWriter()
      .unsigned(2)
      .raw(replicaIdToBytes(peerId(7)))
      .raw(replicaIdToBytes(node.self));
    // Author 0, from its first unit, one operation without marks: the deletion of so many from the first character.
    deletion.unsigned(0).unsigned(0).unsigned(2);
    deletion.unsigned((MAX_TEXT_UNITS - 1) * 8 + 4).unsigned(2);
    const delta = new ByteWriter().unsigned(0).raw(deletion.finish()).finish();
    const bytes = encodeMessage({ type: "delta", isRumor: false, version: claimOf(1, 1), delta });
    const before = node.note.version();
    const effects = node.handle({ type: "received", peer: ada, bytes }, NOW);
    expect(effects).toEqual([{ type: "refused", peer: ada, reason: "full" }]);
    expect(node.note.version()).toEqual(before);
  });
});
