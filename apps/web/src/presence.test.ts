import { MAX_PRESENCE_BYTES } from "@hearsay/gossip";
import { ByteWriter, replicaIdFromBytes, type TextAnchor } from "@hearsay/merge";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLOR_COUNT } from "./palette";
import { cleanName, initialsOf, MAX_NAME_CHARACTERS } from "./person-name";
import { decodePresence, encodePresence, MAX_MARKS, markOf, marksOf } from "./presence";

const anyText = fc.string({ unit: "binary", maxLength: 80 });
const anyName = anyText.map(cleanName).filter((name) => name !== undefined);
const anyColor = fc.nat({ max: COLOR_COUNT - 1 });

const bytesOf = (format: number, color: number, name: string, ...marks: readonly number[]) => {
  const writer = new ByteWriter().byte(format).byte(color).string(name).byte(0).byte(marks.length);
  for (const mark of marks) writer.unsigned(mark);
  return writer.finish();
};
const anyAnchor: fc.Arbitrary<TextAnchor> = fc.option(
  fc.record({
    author: fc.uint8Array({ minLength: 8, maxLength: 8 }).map(replicaIdFromBytes),
    counter: fc.maxSafeNat(),
  }),
  { nil: undefined },
);
const anyMarks = fc
  .uniqueArray(fc.nat({ max: 2 ** 32 - 1 }), { maxLength: MAX_MARKS })
  .map((marks) => marks.sort((left, right) => left - right));
const anyAuthor = fc.uint8Array({ minLength: 8, maxLength: 8 }).map(replicaIdFromBytes);
const anySelection = fc.record({ anchor: anyAnchor, head: anyAnchor });
const anyCaret = fc.option(fc.oneof(anySelection, fc.record({ follows: anyAuthor })), { nil: undefined });

describe("a presence", () => {
  it("comes back from its bytes, and they are few enough", () => {
    fc.assert(
      fc.property(anyName, anyColor, anyCaret, anyMarks, (name, color, caret, linkedTo) => {
        const bytes = encodePresence({ name, color, caret, linkedTo });
        expect(bytes.length).toBeLessThanOrEqual(MAX_PRESENCE_BYTES);
        expect(decodePresence(bytes)).toEqual({ name, color, caret, linkedTo });
      }),
    );
  });

  it("fits its bytes where everything in it is as long as it can be", () => {
    const author = replicaIdFromBytes(new Uint8Array(8).fill(255));
    const anchor: TextAnchor = { author, counter: Number.MAX_SAFE_INTEGER };
    const linkedTo = Array.from({ length: MAX_MARKS }, (_, i) => 2 ** 32 - MAX_MARKS + i);
    const name = "𝒳".repeat(MAX_NAME_CHARACTERS);
    const bytes = encodePresence({ name, color: 9, caret: { anchor, head: anchor }, linkedTo });
    expect(bytes.length).toBeLessThanOrEqual(MAX_PRESENCE_BYTES);
  });

  it("is undefined or has one form, whatever bytes come in", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: MAX_PRESENCE_BYTES * 2 }),
      fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: COLOR_COUNT }), anyText).map(([a, b, text]) => bytesOf(a, b, text)),
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
    ["no color", new Uint8Array([4])],
    ["another format", bytesOf(3, 0, "Ada")],
    ["a color outside the palette", bytesOf(4, COLOR_COUNT, "Ada")],
    ["no name", bytesOf(4, 0, "")],
    ["a name of spaces", bytesOf(4, 0, "   ")],
    ["a name of two lines", bytesOf(4, 0, "Ada\nBob")],
    ["a name that turns the text around", bytesOf(4, 0, "Ada\u202Ebob")],
    ["a name that nobody sees", bytesOf(4, 0, "\u200B\u3164")],
    ["a name that is too long", bytesOf(4, 0, "x".repeat(MAX_NAME_CHARACTERS + 1))],
    ["broken UTF-8", new Uint8Array([4, 0, 2, 0x41, 0xc3, 0, 0])],
    ["too many neighbors", bytesOf(4, 0, "Ada", ...Array(MAX_MARKS + 1).keys())],
    ["a neighbor that is named twice", bytesOf(4, 0, "Ada", 7, 7)],
    ["neighbors in another order", bytesOf(4, 0, "Ada", 8, 7)],
    ["a neighbor that is none", bytesOf(4, 0, "Ada", 2 ** 32)],
    ["a caret of no kind", new Uint8Array([4, 0, 1, 0x41, 3, 0])],
    ["too many bytes", new Uint8Array(MAX_PRESENCE_BYTES + 1).fill(1)],
  ])("is not read from %s", (_, bytes) => {
    expect(decodePresence(bytes)).toBeUndefined();
  });

  it("is not written with a name or a color that nobody would accept", () => {
    expect(() => encodePresence({ name: " Ada", color: 0, linkedTo: [] })).toThrow(RangeError);
    expect(() => encodePresence({ name: "Ada", color: COLOR_COUNT, linkedTo: [] })).toThrow(RangeError);
  });
});

describe("the neighbors that a tab names", () => {
  const peers = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      replicaIdFromBytes(Uint8Array.of((i * 251) % 256, i, 7, 7, 0, 0, 0, 0)),
    ).sort();

  it("are all of them where there is room", () => {
    const [self, ...others] = peers(MAX_MARKS + 1);
    expect(marksOf(self!, others)).toEqual(others.map(markOf));
  });

  it("are as many as find room, and of any two in a room of 33 one names the other", () => {
    const everyone = peers(2 * MAX_MARKS + 1);
    const said = new Map(
      everyone.map((self) => [
        self,
        marksOf(
          self,
          everyone.filter((peer) => peer !== self),
        ),
      ]),
    );
    for (const left of everyone) {
      expect(said.get(left)).toHaveLength(MAX_MARKS);
      for (const right of everyone) {
        if (left === right) continue;
        const isNamed = said.get(left)?.includes(markOf(right)) || said.get(right)?.includes(markOf(left));
        expect(isNamed).toBe(true);
      }
    }
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
