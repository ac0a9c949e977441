import { describe, expect, it } from "vitest";
import { HASH_BYTES } from "./blake2s";
import { Register } from "./register";
import { forgeDelta, replicaId, timestamp } from "./test-fixtures/deltas";
import { beyond, entitle, forgeNoteDelta, registerNote, textNote, write } from "./test-fixtures/notes";

const NOW = 1_700_000_000_000;
const of = (replica: { fingerprint(): Uint8Array }) => Buffer.from(replica.fingerprint()).toString("hex");

describe("fingerprints", () => {
  it("M32: a register's stands for its text, timestamp and ancestry", () => {
    const texts = [
      { text: "Milk", timestamp: timestamp(NOW, 0, 1), ancestors: [] },
      { text: "Mild", timestamp: timestamp(NOW, 0, 1), ancestors: [] },
      { text: "Milk", timestamp: timestamp(NOW, 1, 1), ancestors: [] },
      { text: "Milk", timestamp: timestamp(NOW, 0, 1), ancestors: [timestamp(1, 0, 2)] },
    ];
    const fingerprints = texts.map((text) => {
      const register = new Register(replicaId(9));
      const blank = of(register);
      register.merge(forgeDelta(text), NOW);
      expect(of(register)).not.toBe(blank);
      return of(register);
    });
    expect(new Set(fingerprints).size).toBe(texts.length);
    const register = new Register(replicaId(9));
    expect(register.fingerprint()).toHaveLength(HASH_BYTES);
    // A later text took the place of one: what was before is not in it.
    register.merge(forgeDelta(texts[0]!), NOW);
    register.merge(forgeDelta(texts[2]!), NOW);
    expect(of(register)).toBe(fingerprints[2]);
  });

  it("M32: a note's stands for title and body, and is the same for all who hold the same", () => {
    for (const kind of [textNote, registerNote] as const) {
      const [ada, bob] = [kind(1), kind(2)] as [ReturnType<typeof textNote>, ReturnType<typeof textNote>];
      const seen = [of(ada.note)];
      entitle(ada, "To buy", NOW);
      seen.push(of(ada.note));
      write(ada, "Milk", 0, NOW);
      seen.push(of(ada.note));
      expect(new Set(seen).size).toBe(3);
      bob.note.merge(beyond(ada.note, undefined), NOW);
      expect(of(bob.note)).toBe(seen[2]);
    }
  });

  it("M32: a note of one version with two titles under one timestamp has two", () => {
    const fingerprints = ["Milk", "Mild"].map((text) => {
      const { note } = textNote(1);
      note.merge(forgeNoteDelta(forgeDelta({ text, timestamp: timestamp(NOW, 0, 1), ancestors: [] }), undefined), NOW);
      return { version: note.version(), print: of(note) };
    });
    expect(fingerprints[0]!.version).toEqual(fingerprints[1]!.version);
    expect(fingerprints[0]!.print).not.toBe(fingerprints[1]!.print);
  });
});
