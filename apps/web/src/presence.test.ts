import { MAX_PRESENCE_BYTES } from "@hearsay/gossip";
import { ByteWriter, replicaIdFromBytes, type TextAnchor } from "@hearsay/merge";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLOR_COUNT } from "./palette";
import { cleanName, initialsOf, MAX_NAME_CHARACTERS } from "./person-name";
import { decodePresence, encodePresence } from "./presence";

const anyText = fc.string({ unit: "binary", maxLength: 80 });
const anyName = anyText.map(cleanName).filter((name) => name !== undefined);
const anyColor = fc.nat({ max: COLOR_COUNT - 1 });

const bytesOf = (format: number, color: number, name: string) =>
  new ByteWriter().byte(format).byte(color).string(name).byte(0).finish();
const anyAnchor: fc.Arbitrary<TextAnchor> = fc.option(
  fc.record({
    author: fc.uint8Array({ minLength: 8, maxLength: 8 }).map(replicaIdFromBytes),
    counter: fc.maxSafeNat(),
  }),
  { nil: undefined },
);
const anyCaret = fc.option(fc.record({ anchor: anyAnchor, head: anyAnchor }), { nil: undefined });

describe("a presence", () => {
  it("comes back from its bytes, and they are few enough", () => {
    fc.assert(
      fc.property(anyName, anyColor, anyCaret, (name, color, caret) => {
        const bytes = encodePresence({ name, color, caret });
        expect(bytes.length).toBeLessThanOrEqual(MAX_PRESENCE_BYTES);
        expect(decodePresence(bytes)).toEqual({ name, color, caret });
      }),
    );
  });

  it("is undefined or has one form, whatever bytes come in", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: MAX_PRESENCE_BYTES * 2 }),
      fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: COLOR_COUNT }), anyText).map(([a, b, text]) => bytesOf(a, b, text)),
    );
    fc.assert(
      fc.property(bytes, (bytes) => {
        const presence = decodePresence(bytes);
        if (presence) expect(encodePresence(presence)).toEqual(bytes);
      }),
    );
  });

  it.each([
    ["nothing at all", new Uint8Array()],
    ["no color", new Uint8Array([2])],
    ["another format", bytesOf(1, 0, "Ada")],
    ["a color outside the palette", bytesOf(2, COLOR_COUNT, "Ada")],
    ["no name", bytesOf(2, 0, "")],
    ["a name of spaces", bytesOf(2, 0, "   ")],
    ["a name of two lines", bytesOf(2, 0, "Ada\nBob")],
    ["a name that turns the text around", bytesOf(2, 0, "Ada\u202Ebob")],
    ["a name that nobody sees", bytesOf(2, 0, "\u200B\u3164")],
    ["a name that is too long", bytesOf(2, 0, "x".repeat(MAX_NAME_CHARACTERS + 1))],
    ["broken UTF-8", new Uint8Array([2, 0, 2, 0x41, 0xc3, 0])],
    ["too many bytes", new Uint8Array(MAX_PRESENCE_BYTES + 1).fill(1)],
  ])("is not read from %s", (_, bytes) => {
    expect(decodePresence(bytes)).toBeUndefined();
  });

  it("is not written with a name or a color that nobody would accept", () => {
    expect(() => encodePresence({ name: " Ada", color: 0 })).toThrow(RangeError);
    expect(() => encodePresence({ name: "Ada", color: COLOR_COUNT })).toThrow(RangeError);
  });
});

describe("a clean name", () => {
  it("stays as it is when cleaned again", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(cleanName(name)).toBe(name);
      }),
    );
  });

  it("has at most so many characters, and splits none", () => {
    expect(cleanName("𝒳".repeat(40))).toBe("𝒳".repeat(MAX_NAME_CHARACTERS));
  });

  it("is on one line, without spaces around it", () => {
    expect(cleanName("  Ada \t\n Lovelace ")).toBe("Ada Lovelace");
  });

  it("has initials", () => {
    expect(["Quiet Heron", "ada", "Ada King Lovelace", "Ω"].map(initialsOf)).toEqual(["QH", "A", "AL", "Ω"]);
  });
});
