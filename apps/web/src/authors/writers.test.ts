import type { ReplicaId } from "@hearsay/merge";
import { expect, test } from "vitest";
import { type Share, writersOf } from "./writers";

const names = {
  nameOf: (author: ReplicaId) => (author.startsWith("a") ? "Anna" : "Ben"),
  colorOf: (author: ReplicaId) => (author.endsWith("3") ? 13 : 4),
};

test("whoever wrote most comes first", () => {
  expect(writersOf([share("b1", 2), share("a1", 5), share("b1", 1)], names)).toEqual([
    { name: "Anna", color: 4, units: 5 },
    { name: "Ben", color: 4, units: 3 },
  ]);
});

test("a person who came back under another author is one, and one with the same name in another color is not", () => {
  expect(writersOf([share("a1", 2), share("a2", 2), share("a3", 1)], names)).toEqual([
    { name: "Anna", color: 4, units: 4 },
    { name: "Anna", color: 3, units: 1 },
  ]);
});

test("of whom nothing stands is not among them", () => {
  expect(writersOf([share("a1", 0)], names)).toEqual([]);
});

function share(author: string, units: number): Share {
  return { author: author as ReplicaId, units };
}
