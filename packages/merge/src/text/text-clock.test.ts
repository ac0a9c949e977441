import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { compareTimestamps, MAX_DRIFT_MS, type Timestamp } from "../timestamp";
import { anySession, EVERYTHING, type Member, playSession, START } from "./test-fixtures/sessions";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";

const HOUR_MS = 3_600_000;

function append(text: Text, insert: string, now: number): Text {
  const at = text.length;
  text.edit({ type: "edit", edits: [{ from: at, to: at, insert }], joinsUndo: false }, now);
  return text;
}

const wrote = (author: number, insert: string, now: number) =>
  append(new Text(replicaId(author), TEXT_RULES), insert, now);
const whole = (text: Text) => text.since(undefined, EVERYTHING)!;

describe("the clock of a text", { timeout: 60_000 }, () => {
  it("T10: whatever is written is later than all that its writer has, among clocks that disagree and step back", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const latest = new Map<Member, Timestamp>();
        playSession(steps, TEXT_RULES, (_, member, step) => {
          const { timestamp } = member.text;
          const before = latest.get(member);
          if (before && timestamp) expect(compareTimestamps(timestamp, before)).toBeGreaterThanOrEqual(0);
          if (before && timestamp && compareTimestamps(timestamp, before) > 0 && step.type === "edit") {
            expect(timestamp.replica).toBe(member.id);
          }
          if (timestamp) latest.set(member, timestamp);
        });
      }),
    );
  });

  it("T10: its time is that of the clock in whole seconds, and each unit counts on within it", () => {
    const text = wrote(1, "ab", START + 1_999);
    expect(text.timestamp).toEqual({ timeMs: START + 1_000, counter: 1, replica: replicaId(1) });
    append(text, "c", START);
    expect(text.timestamp).toEqual({ timeMs: START + 1_000, counter: 2, replica: replicaId(1) });
    append(text, "d", START + 2_000);
    expect(text.timestamp).toEqual({ timeMs: START + 2_000, counter: 0, replica: replicaId(1) });
  });

  it("T10: no two units of one author bear one timestamp", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const { journal } = playSession(steps, TEXT_RULES, () => {});
        const names = [...journal.timestamps.values()].map((at) => `${at.timeMs} ${at.counter} ${at.replica}`);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  it("T10: a time that is none throws, and changes nothing", () => {
    const text = wrote(1, "abc", START);
    const before = [text.toString(), text.version(), text.author];
    for (const now of [Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => append(text, "d", now)).toThrow(RangeError);
      expect(() => text.edit({ type: "undo" }, now)).toThrow(RangeError);
      expect([text.toString(), text.version(), text.author]).toEqual(before);
    }
    expect(text.canUndo).toBe(true);
  });
});

describe("what is ahead", { timeout: 60_000 }, () => {
  it("T11: a delta is refused while it is ahead, leaves no trace, and is accepted once time has come near enough", () => {
    const delta = whole(wrote(1, "early", START + MAX_DRIFT_MS + 1_000));
    const text = wrote(2, "mine", START);
    const before = [text.toString(), whole(text), text.timestamp];
    expect(text.merge(delta, START)).toEqual({ type: "refused", reason: "ahead" });
    expect([text.toString(), whole(text), text.timestamp, text.heldDeltas]).toEqual([...before, 0]);
    expect(text.merge(delta, START + 1_000).type).toBe("changed");
  });

  it("T11: of a delta that reaches ahead, what does not is taken in, and the rest once it may be", () => {
    const writer = append(wrote(1, "now ", START), "later", START + HOUR_MS);
    const text = new Text(replicaId(2), TEXT_RULES);
    expect(text.merge(whole(writer), START).type).toBe("changed");
    expect(text.toString()).toBe("now ");
    expect(text.merge(whole(writer), START)).toEqual({ type: "refused", reason: "ahead" });
    expect(text.merge(whole(writer), START + HOUR_MS).type).toBe("changed");
    expect(text.toString()).toBe("now later");
  });

  it("T11: what is ahead does not move the clock", () => {
    const text = wrote(2, "mine", START);
    text.merge(whole(wrote(1, "early", START + HOUR_MS)), START);
    append(text, "!", START);
    expect(text.timestamp?.timeMs).toBe(START);
  });

  it("T11: however old, a delta is sound", () => {
    const text = wrote(2, "new", START);
    expect(text.merge(whole(wrote(1, "old ", 0)), START).type).toBe("changed");
    expect(text.toString()).toBe("old new");
  });

  it("T11: what waits for a cause and is ahead is not taken in when the cause comes", () => {
    const writer = wrote(1, "a", START);
    const first = whole(writer);
    const version = writer.version();
    const second = append(writer, "b", START + HOUR_MS).since(version, EVERYTHING)!;
    const text = new Text(replicaId(2), TEXT_RULES);
    text.merge(second, START);
    text.merge(first, START);
    expect(text.toString()).toBe("a");
    text.merge(second, START + HOUR_MS);
    expect(text.toString()).toBe("ab");
  });
});

describe("a clock that was ahead and is set right", { timeout: 60_000 }, () => {
  it("T12: what was written ahead is written again, the same text at the right time, and others take it", () => {
    const text = append(wrote(1, "before ", START), "ahead", START + HOUR_MS);
    expect(text.restamp(START + 5_000)).toEqual({ lost: undefined });
    expect(text.toString()).toBe("before ahead");
    expect(text.timestamp!.timeMs).toBeLessThanOrEqual(START + MAX_DRIFT_MS);
    const other = new Text(replicaId(2), TEXT_RULES);
    expect(other.merge(whole(text), START + 5_000).type).toBe("changed");
    expect(other.toString()).toBe("before ahead");
    expect(text.restamp(START + 5_000)).toBeUndefined();
  });

  it("T12: it is written under another id, so that nobody has two texts under one", () => {
    const text = append(wrote(1, "before ", START), "ahead", START + HOUR_MS);
    const peer = new Text(replicaId(2), TEXT_RULES);
    // A peer whose clock is as far ahead has taken it.
    peer.merge(whole(text), START + HOUR_MS);
    text.restamp(START);
    expect(text.author).not.toBe(replicaId(1));
    expect(peer.merge(whole(text), START + HOUR_MS).type).toBe("changed");
  });

  it("T12: deletions that were ahead are made again, in the middle of others' text too", () => {
    const text = new Text(replicaId(1), TEXT_RULES);
    text.merge(whole(wrote(2, "keep drop keep", START)), START);
    text.edit({ type: "edit", edits: [{ from: 4, to: 9, insert: " and" }], joinsUndo: false }, START + HOUR_MS);
    expect(text.toString()).toBe("keep and keep");
    text.restamp(START);
    expect(text.toString()).toBe("keep and keep");
    const other = new Text(replicaId(3), TEXT_RULES);
    expect(other.merge(whole(text), START).type).toBe("changed");
    expect(other.toString()).toBe("keep and keep");
  });

  it("T12: what was taken back ahead is taken back again", () => {
    const text = wrote(1, "abc", START);
    text.edit({ type: "edit", edits: [{ from: 1, to: 2, insert: "" }], joinsUndo: false }, START);
    text.edit({ type: "undo" }, START + HOUR_MS);
    text.restamp(START);
    expect(text.toString()).toBe("abc");
  });

  it("T12: what others wrote ahead is not written again for them, and is handed to the caller", () => {
    const text = wrote(1, "mine", START);
    text.merge(whole(wrote(2, "theirs", START + HOUR_MS)), START + HOUR_MS);
    const restamped = text.restamp(START);
    expect(restamped?.lost?.text).toBe("theirs");
    expect(restamped?.lost?.timestamp.replica).toBe(replicaId(2));
    expect(text.toString()).toBe("mine");
  });

  it("T12: any session whose clocks were ahead says the same to its writer after a restamp, and others can take it", () => {
    fc.assert(
      fc.property(anySession, fc.nat(3), (steps, who) => {
        const session = playSession(steps, TEXT_RULES, () => {});
        const { text } = session.members[who]!;
        const sound = session.now + 100_000;
        text.restamp(sound);
        append(text, "early 📝", sound + HOUR_MS);
        if (text.length > 12) {
          text.edit(
            { type: "edit", edits: [{ from: 0, to: text.length - 9, insert: "" }], joinsUndo: false },
            sound + HOUR_MS,
          );
        }
        const before = text.toString();
        text.restamp(sound);
        expect(text.toString()).toBe(before);
        const other = session.newMember(replicaId(99)).text;
        expect(other.merge(whole(text), sound).type).toBe("changed");
        expect(other.toString()).toBe(before);
        expect([text.canUndo, text.canRedo]).toEqual([false, false]);
      }),
    );
  });
});
