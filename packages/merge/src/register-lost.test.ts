import { describe, expect, it } from "vitest";
import { MAX_ANCESTORS, Register } from "./register";
import type { MergeResult } from "./replica";
import { deltaOf, forgeDelta, replicaId, timestamp } from "./test-fixtures/deltas";
import { compareTimestamps, MAX_COUNTER, MAX_DRIFT_MS, MAX_TIME_MS } from "./timestamp";

const NOW = 1_000_000_000;

/** A register of replica `number` that wrote `text` at `at` upon what `upon` held. */
function writer(number: number, text: string, at: number, upon: Register | undefined): Register {
  const register = new Register(replicaId(number));
  if (upon) register.merge(deltaOf(upon), at);
  register.edit({ text }, at);
  return register;
}

const lostOf = (result: MergeResult) =>
  result.type === "changed" || result.type === "unchanged" ? result.lost?.text : undefined;
const give = (to: Register, from: Register, now: number) => to.merge(deltaOf(from), now);

describe("the text that lost", () => {
  it("M18: of two concurrent texts the earlier is handed over with its timestamp, at whichever side they meet", () => {
    const ada = writer(1, "Ada's", NOW, undefined);
    const bob = writer(2, "Bob's", NOW + 1, undefined);
    const early = deltaOf(ada);
    const lost = { text: "Ada's", timestamp: timestamp(NOW, 0, 1) };
    expect(give(ada, bob, NOW)).toEqual({ type: "changed", lost });
    expect(bob.merge(early, NOW)).toEqual({ type: "unchanged", lost });
    expect([ada.text, bob.text]).toEqual(["Bob's", "Bob's"]);
  });

  it("M18: a text is lost to one that goes on from another, and not to one that goes on from itself", () => {
    const ada = writer(1, "Ada's", NOW, undefined);
    const bob = writer(2, "Bob's", NOW + 1, undefined);
    const cid = writer(3, "Bob's and Cid's", NOW + 2, bob);
    expect(lostOf(give(ada, cid, NOW))).toBe("Ada's");
    expect(lostOf(give(bob, cid, NOW))).toBeUndefined();
  });

  it("M18: a text that lost stays lost to what is written upon the winner", () => {
    const ada = writer(1, "Ada's", NOW, undefined);
    const bob = writer(2, "Bob's", NOW + 1, undefined);
    const adas = deltaOf(ada);
    give(ada, bob, NOW);
    ada.edit({ text: "Bob's and more" }, NOW + 2);
    const reader = new Register(replicaId(4));
    reader.merge(adas, NOW);
    // Ada herself wrote the later text, and was offered the earlier one when it lost.
    expect(lostOf(give(reader, ada, NOW))).toBeUndefined();
    const cid = writer(3, "Cid's", NOW + 3, bob);
    expect(lostOf(cid.merge(adas, NOW))).toBe("Ada's");
  });

  it("M19: a text that others carried on, one after the other, is not lost at who held any of them", () => {
    const ada = writer(1, "a", NOW, undefined);
    const bob = writer(2, "ab", NOW, ada);
    const cid = writer(3, "abc", NOW, bob);
    const dan = writer(4, "abcd", NOW, cid);
    for (const register of [ada, bob, cid]) {
      const earlier = deltaOf(register);
      expect(lostOf(give(register, dan, NOW))).toBeUndefined();
      expect(dan.merge(earlier, NOW)).toEqual({ type: "unchanged", lost: undefined });
    }
  });

  it("M19: an earlier write of the same writer is not lost, though a reader missed what was between", () => {
    const ada = writer(1, "a", NOW, undefined);
    const reader = new Register(replicaId(2));
    give(reader, ada, NOW);
    for (const text of ["ab", "abc"]) ada.edit({ text }, NOW);
    expect(lostOf(give(reader, ada, NOW))).toBeUndefined();
  });

  it("M19: the same text is not lost, nor is an empty one", () => {
    const ada = writer(1, "same", NOW, undefined);
    expect(lostOf(give(ada, writer(2, "same", NOW + 1, undefined), NOW))).toBeUndefined();
    const empty = writer(1, "", NOW, undefined);
    expect(lostOf(give(empty, writer(2, "text", NOW + 1, undefined), NOW))).toBeUndefined();
  });

  it("M18: a text is lost to an empty one whose writer had not seen it", () => {
    const ada = writer(1, "Ada's", NOW, undefined);
    expect(lostOf(give(ada, writer(2, "", NOW + 1, undefined), NOW))).toBe("Ada's");
  });

  it("M20: the ancestry names no more writers than its limit, and forgets the oldest", () => {
    const writers: Register[] = [];
    for (let i = 0; i <= MAX_ANCESTORS + 1; i++) writers.push(writer(i, `text ${i}`, NOW + i, writers.at(-1)));
    const last = writers.at(-1)!;
    const lost = writers.slice(0, -1).map((register) => lostOf(last.merge(deltaOf(register), NOW)));
    expect(lost).toEqual(["text 0", ...Array(MAX_ANCESTORS).fill(undefined)]);
    const tooMany = Array.from({ length: MAX_ANCESTORS + 1 }, (_, i) => timestamp(NOW - i, 0, i));
    const forged = forgeDelta({ timestamp: timestamp(NOW + 1, 0, 99), ancestors: tooMany, text: "" });
    expect(last.merge(forged, NOW)).toEqual({ type: "refused", reason: "malformed" });
  });

  it("M20: the ancestry never decides which text is held", () => {
    const register = writer(1, "later", NOW, undefined);
    const claims = forgeDelta({
      timestamp: timestamp(NOW - 1, 0, 2),
      ancestors: [timestamp(NOW - 2, 0, 1)],
      text: "earlier",
    });
    register.merge(claims, NOW);
    expect(register.text).toBe("later");
  });

  it("M21: a forged ancestry of the future is malformed, or all who write upon it would hide losses", () => {
    const soundAncestry = [timestamp(NOW - 1, 3, 2), timestamp(NOW - 1, 2, 1)];
    const forgeries = [
      [timestamp(MAX_TIME_MS, MAX_COUNTER, 1)],
      [timestamp(NOW, 0, 3)],
      [timestamp(NOW - 2, 0, 1), timestamp(NOW - 1, 0, 2)],
      [timestamp(NOW - 1, 1, 1), timestamp(NOW - 1, 0, 1)],
    ];
    const forge = (ancestors: typeof soundAncestry) =>
      forgeDelta({ timestamp: timestamp(NOW, 0, 3), ancestors, text: "theirs" });
    for (const ancestors of forgeries) {
      const result = new Register(replicaId(4)).merge(forge(ancestors), NOW);
      expect(result).toEqual({ type: "refused", reason: "malformed" });
    }
    expect(new Register(replicaId(4)).merge(forge(soundAncestry), NOW).type).toBe("changed");
  });
});

describe("a restamp", () => {
  it("M22: nothing happens to what is empty, old, or ahead by no more than the bound", () => {
    expect(new Register(replicaId(1)).restamp(NOW)).toBeUndefined();
    const register = writer(1, "text", NOW, undefined);
    const before = deltaOf(register);
    for (const now of [NOW - MAX_DRIFT_MS, NOW, NOW + 9 * MAX_DRIFT_MS]) expect(register.restamp(now)).toBeUndefined();
    expect(deltaOf(register)).toBe(before);
  });

  it("M22: what lies ahead is written again under the own id, and others accept it", () => {
    const register = writer(1, "text", NOW + 3_600_000, undefined);
    expect(register.restamp(NOW)).toEqual({ lost: undefined });
    expect(register.timestamp).toEqual(timestamp(NOW, 0, 1));
    expect(register.restamp(NOW)).toBeUndefined();
    const other = new Register(replicaId(2));
    expect(give(other, register, NOW).type).toBe("changed");
    expect(other.text).toBe("text");
  });

  it("M22: a text that was taken from another is written again, later than its sound ancestors and without others", () => {
    const ada = writer(1, "a", NOW + 30_000, undefined);
    const bob = writer(2, "ab", NOW + 3_600_000, ada);
    const cid = writer(3, "abc", NOW + 3_600_000, bob);
    const dan = new Register(replicaId(4));
    give(dan, cid, NOW + 3_600_000);
    expect(dan.restamp(NOW)).toEqual({ lost: undefined });
    expect(dan.timestamp).toEqual(timestamp(NOW + 30_000, 1, 4));
    expect(give(ada, dan, NOW)).toEqual({ type: "changed", lost: undefined });
    expect(lostOf(dan.merge(deltaOf(writer(2, "else", NOW, undefined)), NOW))).toBe("else");
  });

  it("M22: an edit begins with a restamp, and so is never refused for what came before it", () => {
    const register = writer(1, "text", NOW + 3_600_000, undefined);
    register.edit({ text: "more" }, NOW);
    expect(register.timestamp).toEqual(timestamp(NOW, 1, 1));
  });

  it("M22: where a full counter at the very bound carries past it, the restamp waits for the next ms", () => {
    const edge = forgeDelta({
      timestamp: timestamp(NOW + MAX_DRIFT_MS, MAX_COUNTER, 2),
      ancestors: [],
      text: "theirs",
    });
    const register = new Register(replicaId(1));
    register.merge(edge, NOW);
    register.edit({ text: "ours" }, NOW);
    const before = deltaOf(register);
    expect(register.restamp(NOW)).toBeUndefined();
    expect(register.restamp(NOW + 1)).toBeUndefined();
    expect(deltaOf(register)).toBe(before);
    expect(give(new Register(replicaId(3)), register, NOW + 1).type).toBe("changed");
  });

  it("M23: an own write of before a restamp that comes back later than the restamp hands over what it replaces", () => {
    const register = writer(1, "first", NOW + MAX_DRIFT_MS + 1, undefined);
    const first = deltaOf(register);
    for (const text of ["second", "third"]) register.edit({ text }, NOW + 3_600_000);
    expect(register.restamp(NOW)).toEqual({ lost: undefined });
    expect(lostOf(register.merge(first, NOW + 1))).toBe("third");
    expect(register.text).toBe("first");
  });

  it("M23: so does a text that another wrote upon what this copy set aside", () => {
    const register = writer(1, "before", NOW + 3_600_000, undefined);
    const other = writer(2, "theirs", NOW + 3_600_000, register);
    register.edit({ text: "after" }, NOW);
    expect(lostOf(give(register, other, NOW + 3_600_000))).toBe("after");
  });

  it("M23: a text that another forged under the own id hands over what it replaces", () => {
    const register = writer(1, "ours", NOW, undefined);
    const forged = forgeDelta({ timestamp: timestamp(NOW + 1, 0, 1), ancestors: [], text: "forged" });
    expect(lostOf(register.merge(forged, NOW))).toBe("ours");
  });

  it("M24: a restamp does not give out the timestamp of an earlier write that the ancestry has forgotten", () => {
    const ada = writer(1, "a", NOW + 30_000, undefined);
    const bob = writer(2, "ab", NOW, ada);
    const sound = bob.timestamp!;
    for (const text of ["abc", "abcd"]) bob.edit({ text }, NOW + 3_600_000);
    expect(bob.restamp(NOW)).toEqual({ lost: undefined });
    expect(compareTimestamps(bob.timestamp!, sound)).toBeGreaterThan(0);
  });

  it("M24: nor does an edit give out that of a write that was set aside", () => {
    const ada = deltaOf(writer(1, "a", NOW + 30_000, undefined));
    const bob = new Register(replicaId(2));
    bob.merge(ada, NOW);
    bob.edit({ text: "ab" }, NOW);
    const setAside = bob.timestamp!;
    expect(bob.restamp(NOW - 60_000)).toEqual({ lost: undefined });
    bob.merge(ada, NOW);
    bob.edit({ text: "ac" }, NOW);
    expect(compareTimestamps(bob.timestamp!, setAside)).toBeGreaterThan(0);
  });
});
