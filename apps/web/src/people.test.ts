import { describe, expect, it } from "vitest";
import { defaultName } from "./default-name";
import { COLOR_COUNT, colorOf } from "./palette";
import { peopleOf, unlessSame } from "./people";
import { encodePresence } from "./presence";
import { neighbors, peerId } from "./test-fixtures/mesh-state";

describe("the people here", () => {
  const own = { peer: peerId(99), name: "Ada" };

  it("are this tab first, then the others", () => {
    expect(peopleOf(own, neighbors(2), undefined).map(({ peer, self }) => [peer, self])).toEqual([
      [peerId(99), true],
      [peerId(1), false],
      [peerId(2), false],
    ]);
  });

  it("have the name and color that they gave", () => {
    const [neighbor] = neighbors(1);
    const presence = encodePresence({ name: "Bob", color: 7, linkedTo: [] });
    expect(peopleOf(own, [{ ...neighbor!, presence }], undefined)[1]).toMatchObject({ name: "Bob", color: 7 });
  });

  it("have the name of their id where they gave none, or nonsense", () => {
    const [neighbor] = neighbors(1);
    for (const presence of [new Uint8Array(), new Uint8Array([9, 9, 9])]) {
      const [, person] = peopleOf(own, [{ ...neighbor!, presence }], undefined);
      expect(person).toMatchObject({ name: defaultName(peerId(1)), color: colorOf(peerId(1)) });
    }
  });

  it("have colors that differ while there are colors left, the same in every tab", () => {
    const presence = encodePresence({ name: "Twin", color: 3, linkedTo: [] });
    const everyone = neighbors(COLOR_COUNT + 2).map((neighbor) => ({ ...neighbor, presence }));
    const here = peopleOf({ peer: peerId(99), name: "Ada" }, everyone.slice(0, COLOR_COUNT - 1), undefined);
    expect(new Set(here.map(({ color }) => color)).size).toBe(COLOR_COUNT);
    const colors = peopleOf(own, everyone, undefined).slice(1);
    for (const { peer, color } of colors) expect(color, peer).toBeLessThan(COLOR_COUNT);
  });

  it("stay the very same while nothing is said of them that is new", () => {
    const caret = { follows: peerId(1) };
    const [one, ...rest] = neighbors(2);
    const say = (name: string) => ({ ...one!, presence: encodePresence({ name, color: 3, caret, linkedTo: [] }) });
    const said = say("Bob");
    const before = peopleOf(own, [said, ...rest], undefined);
    expect(unlessSame(before, peopleOf(own, [said, ...rest], undefined))).toBe(before);
    const changes = [peopleOf(own, [said], undefined), peopleOf(own, [said, ...rest], peerId(1))];
    for (const other of [say("Rob"), { ...said, suspected: true }])
      changes.push(peopleOf(own, [other, ...rest], undefined));
    for (const now of changes) expect(unlessSame(before, now)).toBe(now);
  });

  it("show whose text stands", () => {
    expect(peopleOf(own, neighbors(2), peerId(2)).map(({ newest }) => newest)).toEqual([false, false, true]);
  });
});

describe("what a peer's id gives", () => {
  it("is a name of two words and a color of the palette", () => {
    for (const peer of [peerId(0), peerId(0xffff_ffff_ffff), peerId(0x1234_5678_9abc)]) {
      expect(defaultName(peer)).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
      expect(colorOf(peer)).toBeLessThan(COLOR_COUNT);
    }
  });
});
