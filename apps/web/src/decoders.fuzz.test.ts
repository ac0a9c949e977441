import { TEXT_RULES, Text } from "@hearsay/merge";
import { createPeerId, createRoomKey } from "@hearsay/mesh";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_PROBLEMS, parseAddressSettings } from "./address-settings";
import { caretPlaces } from "./caret-places";
import { parseNoteLink } from "./note-link";
import { decodePresence, encodePresence } from "./presence";
import { parseRoute } from "./route";
import { packedRow, plainRow, unpackRow } from "./storage/row-format";
import { decodeEntry, MAX_KEPT_TITLE } from "./storage/stored-note";

/** As for the decoders of the mesh: few in the suite, a million by `npm run fuzz`. */
const numRuns = Number(process.env.FUZZ_INPUTS ?? 3_000);
const options = { numRuns, seed: Number(process.env.FUZZ_SEED ?? 1) };
const timeout = 60_000 + 2 * numRuns;
const MAX_ROW_BYTES = 10_000;

const KEY = createRoomKey();
const AUTHOR = createPeerId();

/** Random bytes, and one of `samples` with some of its bytes changed, left out or put in. */
function hostileBytes(samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const change = fc.record({ at: fc.nat(), removed: fc.nat(3), put: fc.uint8Array({ maxLength: 3 }) });
  const changed = fc.tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 4 })).map(([sample, changes]) =>
    changes.reduce((bytes, { at, removed, put }) => {
      const from = at % (bytes.length + 1);
      return Uint8Array.of(...bytes.subarray(0, from), ...put, ...bytes.subarray(from + removed));
    }, sample),
  );
  return fc.oneof({ weight: 5, arbitrary: changed }, fc.uint8Array({ maxLength: 80 }));
}

/** Anything, and now and then what is right. */
const orAnything = (right: unknown) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(right) }, fc.anything({ maxDepth: 2, maxKeys: 3 }));

describe("what may come from anybody", { timeout }, () => {
  test("presence: none throws, each has one form, and its caret is somewhere in the text or nowhere", () => {
    const text = new Text(AUTHOR, TEXT_RULES);
    text.edit({ type: "edit", edits: [{ from: 0, to: 0, insert: "milk and eggs" }], joinsUndo: false }, 1);
    const caret = { anchor: text.anchorAt(3), head: text.anchorAt(5) };
    const samples = [undefined, caret, { follows: AUTHOR }].map((each) =>
      encodePresence({ name: "Ada 🥚", color: 1, caret: each, linkedTo: [7, 2 ** 32 - 1] }),
    );
    const property = fc.property(hostileBytes(samples), (bytes) => {
      const presence = decodePresence(bytes);
      if (!presence) return;
      expect(encodePresence(presence)).toEqual(bytes);
      const places = presence.caret && caretPlaces(text, presence.caret);
      for (const position of [places?.anchor ?? 0, places?.head ?? 0]) {
        if (!(position >= 0 && position <= text.length)) throw new Error(`Expected a position, got ${position}`);
      }
    });
    fc.assert(property, options);
  });

  test("stored rows: none throws, and none brings more than it may", async () => {
    const delta = new TextEncoder().encode("so it goes, ".repeat(20));
    const samples = [plainRow(delta), await packedRow(delta), await packedRow(new Uint8Array(100_000))];
    const property = fc.asyncProperty(hostileBytes(samples), async (bytes) => {
      const unpacked = await unpackRow(bytes, MAX_ROW_BYTES);
      if (unpacked && unpacked.length > MAX_ROW_BYTES) throw new Error("Expected no more than the limit");
    });
    await fc.assert(property, options);
  });

  test("entries of stored notes: none throws, and what is taken is sound", () => {
    const anyEntry = fc.oneof(
      fc.record(
        {
          key: orAnything(KEY),
          rule: orAnything("text"),
          title: orAnything("To buy"),
          updatedAtMs: orAnything(1_700_000_000_000),
          incarnation: orAnything("abc-def"),
        },
        { requiredKeys: [] },
      ),
      fc.anything(),
    );
    const property = fc.property(anyEntry, (value) => {
      const entry = decodeEntry(value);
      if (!entry) return;
      new Date(entry.updatedAtMs).toISOString();
      expect([entry.title.length <= MAX_KEPT_TITLE, entry.key]).toEqual([true, KEY]);
    });
    fc.assert(property, options);
  });

  test("addresses: none throws, and problems are few and short", () => {
    const word = fc.oneof(
      fc.constantFrom("rule", "strategy", "interval", "delay", "rate", "loss", "skew", "latest", "push", "plumtree"),
      fc.constantFrom(
        "=",
        "&",
        "?",
        "#",
        "-",
        "0.5",
        "1e9",
        "NaN",
        "%",
        "%00",
        "%ff",
        "200",
        KEY,
        "https://a.example/",
      ),
      fc.string({ maxLength: 6, unit: "binary" }),
    );
    const address = fc.array(word, { maxLength: 12 }).map((words) => words.join(""));
    const property = fc.property(address, (text) => {
      const { problems, faults } = parseAddressSettings(`?${text}`);
      if (problems.length > MAX_PROBLEMS + 1 || problems.some(({ length }) => length > 250)) {
        throw new Error(`Expected few and short problems, got ${problems.join("\n")}`);
      }
      expect(Object.values(faults).every(Number.isFinite)).toBe(true);
      parseNoteLink(text);
      parseRoute(`#${text}`);
    });
    fc.assert(property, options);
  });
});
