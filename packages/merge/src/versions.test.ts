import { describe, expect, it } from "vitest";
import { Note } from "./note";
import { Register } from "./register";
import type { Replica } from "./replica";
import { parseReplicaId, type ReplicaId } from "./replica-id";
import { Text } from "./text/text";
import { TEXT_RULES } from "./text/text-rules";

const [ADA, BOB] = ["00000000000000aa", "00000000000000bb"].map((id) => parseReplicaId(id) as ReplicaId) as [
  ReplicaId,
  ReplicaId,
];
const NOW = 1_000_000_000;
const typing = (insert: string) => ({ type: "edit" as const, edits: [{ from: 0, to: 0, insert }], joinsUndo: false });
const noteOf = (id: ReplicaId) => new Note(new Register(id), new Text(id, TEXT_RULES));

function pass<Operation>(from: Replica<Operation>, to: Replica<Operation>): void {
  const delta = from.since(to.version(), 1_000);
  if (delta) to.merge(delta, NOW);
}

describe("versions", () => {
  it("M31: a holder of a version has what it has seen, and not what it has not", () => {
    const [ada, bob] = [new Text(ADA, TEXT_RULES), new Text(BOB, TEXT_RULES)];
    const blank = ada.version();
    ada.edit(typing("Milk"), NOW);
    const milk = ada.version();
    pass(ada, bob);
    bob.edit(typing("Bread"), NOW);
    expect(ada.includes(bob.version(), milk)).toBe(true);
    ada.edit(typing("!"), NOW);
    expect(ada.includes(bob.version(), ada.version())).toBe(false);
    expect(ada.includes(blank, milk)).toBe(false);
    expect(ada.includes(milk, milk)).toBe(true);
    expect(ada.includes(Uint8Array.of(1, 2, 3), milk)).toBe(false);
  });

  it("M31: so does a register, where the later has all that was before", () => {
    const [ada, bob] = [new Register(ADA), new Register(BOB)];
    const blank = ada.version();
    ada.edit({ text: "first" }, NOW);
    const first = ada.version();
    bob.edit({ text: "second" }, NOW + 1);
    expect(ada.includes(bob.version(), first)).toBe(true);
    expect(bob.includes(first, bob.version())).toBe(false);
    expect(ada.includes(blank, first)).toBe(false);
    expect(ada.includes(blank, blank)).toBe(true);
  });

  it("M31: of a note both parts count", () => {
    const [ada, bob] = [noteOf(ADA), noteOf(BOB)];
    ada.edit({ part: "body", operation: typing("Milk") }, NOW);
    pass(ada, bob);
    expect(ada.includes(bob.version(), ada.version())).toBe(true);
    ada.edit({ part: "title", operation: { text: "To buy" } }, NOW);
    expect(ada.includes(bob.version(), ada.version())).toBe(false);
    pass(ada, bob);
    expect(ada.includes(bob.version(), ada.version())).toBe(true);
    expect(ada.includes(new Uint8Array(0), ada.version())).toBe(false);
  });
});
