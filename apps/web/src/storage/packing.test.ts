import { Register, type ReplicaId } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import type { StoredRow } from "./note-store";
import { packRows } from "./pack-note";
import { isPackingDue, isPackingUrgent, plainRows, unpackRows, wholeDeltas } from "./packing";
import { plainRow } from "./row-format";
import { PACKING } from "./test-fixtures/tab";
import { WordLog } from "./test-fixtures/word-log";

/** A row for each word, each of which goes on from the one before. */
function wordByWord(author: string, words: readonly string[]): Uint8Array[] {
  const log = new WordLog(author);
  return words.map((word) => {
    const version = log.version();
    log.write(word);
    return plainRow(log.since(version, Number.MAX_SAFE_INTEGER) ?? new Uint8Array(0));
  });
}

function stored(rows: readonly Uint8Array[]): StoredRow[] {
  return rows.map((bytes, sequence) => ({ sequence, whole: false, bytes }));
}

async function wordsIn(rows: readonly StoredRow[]): Promise<readonly string[]> {
  const log = new WordLog("reader");
  for (const { delta } of await unpackRows(rows, PACKING.maxDeltaBytes)) log.merge(delta, 0);
  return log.words;
}

describe("rows packed together", () => {
  it("hold what the rows held, in fewer", async () => {
    const rows = stored([...wordByWord("ada", ["a", "b", "c"]), ...wordByWord("bob", ["x", "y"])]);
    const packed = await packRows(rows, PACKING);
    expect(packed?.covered).toEqual([0, 1, 2, 3, 4]);
    expect(packed?.rows).toHaveLength(1);
    expect(await wordsIn(stored(packed?.rows.map(({ bytes }) => bytes) ?? []))).toEqual(await wordsIn(rows));
  });

  it("are as many as a limit on one delta needs", async () => {
    const words = Array.from({ length: 120 }, (_, i) => `word ${i}`);
    const rows = stored(wordByWord("ada", words));
    const packed = await packRows(rows, PACKING);
    expect(packed?.rows.length).toBeGreaterThan(2);
    expect(packed?.covered).toHaveLength(120);
    expect(await wordsIn(stored(packed?.rows.map(({ bytes }) => bytes) ?? []))).toHaveLength(120);
  });

  it("leave alone what waits for its cause and what cannot be read", async () => {
    const [first, second, third] = wordByWord("ada", ["a", "b", "c"]);
    const [, later] = wordByWord("bob", ["x", "y"]);
    const rows = [first, second, later, Uint8Array.of(9, 9), plainRow(Uint8Array.of(1)), third];
    const packed = await packRows(stored(rows.filter((row) => row !== undefined)), PACKING);
    expect(packed?.covered).toEqual([0, 1, 5]);
  });

  it("are not made where nothing is gained", async () => {
    expect(await packRows([], PACKING)).toBeUndefined();
    expect(await packRows(stored(wordByWord("ada", ["a"])), PACKING)).toBeUndefined();
    expect(await packRows(stored([Uint8Array.of(9)]), PACKING)).toBeUndefined();
  });

  it("of a register are its latest text alone", async () => {
    const register = new Register("00000000000000aa" as ReplicaId);
    const packing = {
      createReplica: () => new Register("00000000000000bb" as ReplicaId),
      maxDeltaBytes: 1_000,
      now: () => 2_000,
    };
    const rows = ["one", "two", "three"].map((text, i) => {
      register.edit({ text }, 1_000 + i);
      return plainRow(register.since(undefined, 1_000) ?? new Uint8Array(0));
    });
    const packed = await packRows(stored(rows), packing);
    expect(packed?.covered).toEqual([0, 1, 2]);
    const copy = packing.createReplica();
    const [only] = await unpackRows(stored(packed?.rows.map(({ bytes }) => bytes) ?? []), 1_000);
    copy.merge(only?.delta ?? new Uint8Array(0), 2_000);
    expect(copy.text).toBe("three");
  });
});

describe("the whole of a copy", () => {
  it("is cut into deltas that one who merges them in order takes in", () => {
    const log = new WordLog("ada");
    for (let i = 0; i < 100; i++) log.write(`word ${i}`);
    const deltas = wholeDeltas(log, PACKING);
    expect(Math.max(...deltas.map(({ length }) => length))).toBeLessThanOrEqual(PACKING.maxDeltaBytes);
    const copy = new WordLog("reader");
    for (const delta of deltas) expect(copy.merge(delta, 0).type).toBe("changed");
    expect(copy.words).toEqual(log.words);
    expect(plainRows(deltas, true).every(({ whole }) => whole)).toBe(true);
  });

  it("is refused where deltas of that size cannot carry it", () => {
    const log = new WordLog("ada");
    log.write("a word that is much too long".repeat(100));
    expect(() => wholeDeltas(log, PACKING)).toThrow("Expected deltas of 1000 bytes to carry the whole note");
  });

  it("is refused, and not sought for ever, where a copy does not take it in", () => {
    const deaf = {
      ...PACKING,
      createReplica: () => Object.assign(new WordLog("deaf"), { merge: () => ({ type: "held" }) }),
    };
    const log = new WordLog("ada");
    log.write("word");
    expect(() => wholeDeltas(log, deaf)).toThrow("Expected a copy to merge what it lacks");
  });
});

describe("packing", () => {
  it("is due when rows are many and no longer short beside the note, and urgent when they are very many", () => {
    expect(isPackingDue({ rows: 63, bytes: 10_000, wholeBytes: 0 })).toBe(false);
    expect(isPackingDue({ rows: 64, bytes: 10_000, wholeBytes: 0 })).toBe(true);
    expect(isPackingDue({ rows: 64, bytes: 1_000, wholeBytes: 1_000_000 })).toBe(false);
    expect(isPackingDue({ rows: 64, bytes: 250_000, wholeBytes: 1_000_000 })).toBe(true);
    expect(isPackingDue({ rows: 1024, bytes: 1_000, wholeBytes: 1_000_000 })).toBe(true);
    expect(isPackingUrgent({ rows: 1023, bytes: 0, wholeBytes: 0 })).toBe(false);
    expect(isPackingUrgent({ rows: 1024, bytes: 0, wholeBytes: 0 })).toBe(true);
  });
});
