import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8Length } from "./bytes";
import { MAX_ANCESTORS, MAX_NOTE_BYTES, MAX_REGISTER_DELTA_BYTES, Register } from "./register";
import { deltaOf, forgeDelta, replicaId, timestamp } from "./test-fixtures/deltas";
import { MAX_COUNTER, MAX_DRIFT_MS, MAX_TIME_MS } from "./timestamp";

const NOW = 1_000_000;
const EVERYTHING = Number.POSITIVE_INFINITY;

/** A register of replica 1 that holds "ours", written at `NOW`. */
function holding(): Register {
  const register = new Register(replicaId(1));
  register.edit({ text: "ours" }, NOW);
  return register;
}

const WRITTEN_BY_ONE = { timestamp: timestamp(NOW, 0, 1), ancestors: [] };

const written = (timeMs: number, text: string) =>
  forgeDelta({ timestamp: timestamp(timeMs, 0, 2), ancestors: [], text });

describe("the register's rule", () => {
  it("M9: a later delta replaces data and timestamp together", () => {
    const register = holding();
    expect(register.merge(written(NOW + 1, "theirs"), NOW).type).toBe("changed");
    expect(register.text).toBe("theirs");
    expect(register.timestamp).toEqual(timestamp(NOW + 1, 0, 2));
  });

  it("M9: a stale delta is discarded", () => {
    const register = holding();
    expect(register.merge(written(NOW - 1, "theirs"), NOW).type).toBe("unchanged");
    expect(register.text).toBe("ours");
    expect(register.timestamp).toEqual(timestamp(NOW, 0, 1));
  });

  it("M9: an empty register takes the first delta, and holds no text and no timestamp before", () => {
    const register = new Register(replicaId(1));
    expect([register.text, register.timestamp]).toEqual(["", undefined]);
    expect(register.merge(written(NOW, "theirs"), NOW)).toEqual({ type: "changed", lost: undefined });
    expect(register.text).toBe("theirs");
  });

  it("M9: an empty text that is later replaces a text", () => {
    const register = holding();
    expect(register.merge(written(NOW + 1, ""), NOW).type).toBe("changed");
    expect(register.text).toBe("");
  });

  it("M9: the bytes that came in may be used again by whoever brought them, a Buffer's too", () => {
    for (const bytes of [written(NOW, "theirs"), Buffer.from(written(NOW, "theirs"))]) {
      const register = new Register(replicaId(1));
      register.merge(bytes, NOW);
      bytes.fill(0);
      expect(deltaOf(register)).toEqual(written(NOW, "theirs"));
    }
  });

  it("M5: an edit is later than what is held, though the clock has gone back", () => {
    const register = holding();
    register.edit({ text: "again" }, NOW - 30_000);
    expect(register.timestamp).toEqual(timestamp(NOW, 1, 1));
  });

  it("M6: an edit goes through upon the highest counter that a peer can send", () => {
    const register = new Register(replicaId(1));
    const highest = timestamp(NOW, MAX_COUNTER, 2);
    register.merge(forgeDelta({ timestamp: highest, ancestors: [], text: "theirs" }), NOW);
    register.edit({ text: "ours" }, NOW);
    expect(register.timestamp).toEqual(timestamp(NOW + 1, 0, 1));
    expect(new Register(replicaId(3)).merge(deltaOf(register), NOW).type).toBe("changed");
  });
});

describe("what a register refuses", () => {
  it("M12: a delta is refused while it is ahead, and accepted once time has come near enough", () => {
    const register = holding();
    const ahead = written(NOW + MAX_DRIFT_MS + 1, "theirs");
    expect(register.merge(ahead, NOW)).toEqual({ type: "refused", reason: "ahead" });
    expect(register.text).toBe("ours");
    expect(register.merge(ahead, NOW + 1).type).toBe("changed");
    expect(register.text).toBe("theirs");
  });

  it("M12: what is ahead does not move the clock", () => {
    const register = holding();
    register.merge(written(MAX_TIME_MS, "theirs"), NOW);
    register.edit({ text: "again" }, NOW + 5);
    expect(register.timestamp).toEqual(timestamp(NOW + 5, 0, 1));
  });

  it("M13: the timestamp that is held with other data is a contradiction, with the same data is nothing new", () => {
    const register = holding();
    const same = forgeDelta({ timestamp: timestamp(NOW, 0, 1), ancestors: [], text: "ours" });
    const liar = forgeDelta({ timestamp: timestamp(NOW, 0, 1), ancestors: [], text: "lies" });
    expect(register.merge(same, NOW)).toEqual({ type: "unchanged", lost: undefined });
    expect(register.merge(liar, NOW)).toEqual({ type: "refused", reason: "contradiction" });
    expect(register.text).toBe("ours");
  });

  it("M14: what is refused leaves no trace, in what is held nor in what is written next", () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string().map((text) => written(NOW + MAX_DRIFT_MS + 1, text)),
      fc.string().map((text) => forgeDelta({ timestamp: timestamp(NOW, 0, 1), ancestors: [], text })),
    );
    fc.assert(
      fc.property(fc.array(anyBytes), (deltas) => {
        const register = holding();
        const twin = holding();
        for (const delta of deltas) {
          const untouched = [register.version(), deltaOf(register)];
          const result = register.merge(delta, NOW);
          if (result.type === "refused") expect([register.version(), deltaOf(register)]).toEqual(untouched);
          else twin.merge(delta, NOW);
        }
        register.edit({ text: "next" }, NOW);
        twin.edit({ text: "next" }, NOW);
        expect(deltaOf(register)).toEqual(deltaOf(twin));
      }),
    );
  });

  it("M2: hostile bytes are refused or merged, and never throw; what is sound but for one byte too", () => {
    const sound = deltaOf(holding());
    const mutated = fc
      .tuple(fc.nat(sound.length - 1), fc.nat(255))
      .map(([index, byte]) => sound.map((each, i) => (i === index ? byte : each)));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), mutated), (bytes) => {
        const register = new Register(replicaId(3));
        const { type } = register.merge(bytes, NOW);
        expect(["changed", "refused"]).toContain(type);
        if (type === "changed") expect(deltaOf(register)).toEqual(bytes);
      }),
      { numRuns: 5000 },
    );
  });

  it("M2: every truncation of a delta is malformed, and so is what goes on after its end", () => {
    const sound = written(NOW, "naïve");
    const cut = Array.from({ length: sound.length }, (_, length) => sound.subarray(0, length));
    for (const bytes of [...cut, Uint8Array.of(...sound, 0)]) {
      expect(new Register(replicaId(1)).merge(bytes, NOW)).toEqual({ type: "refused", reason: "malformed" });
    }
  });
});

describe("what a register would refuse", () => {
  it("M14: is said beforehand, and is what it then refuses; asking changes nothing", () => {
    const sound = deltaOf(holding());
    const anyDelta = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(sound, sound.subarray(1), forgeDelta({ ...WRITTEN_BY_ONE, text: "a lie" })),
      fc.tuple(fc.integer({ min: -2, max: 2 }), fc.constantFrom("", "a", "ours")).map(([by, text]) => {
        return written(NOW + MAX_DRIFT_MS + by, text);
      }),
    );
    fc.assert(
      fc.property(fc.array(anyDelta, { maxLength: 6 }), (deltas) => {
        const register = holding();
        for (const delta of deltas) {
          const before = deltaOf(register);
          const reason = register.refusalOf(delta, NOW);
          expect(deltaOf(register)).toBe(before);
          const result = register.merge(delta, NOW);
          expect(result.type === "refused" ? result.reason : undefined).toBe(reason);
        }
      }),
    );
    expect(holding().refusalOf(forgeDelta({ ...WRITTEN_BY_ONE, text: "a lie" }), NOW)).toBe("contradiction");
  });
});

describe("version and since", () => {
  it("M15: whoever lacks what is held gets it, and nobody else", () => {
    const register = new Register(replicaId(1));
    expect(register.since(undefined, EVERYTHING)).toBeUndefined();
    const nothing = register.version();
    expect(nothing.length).toBe(0);

    register.edit({ text: "one" }, NOW);
    const one = register.version();
    expect(register.since(one, EVERYTHING)).toBeUndefined();
    expect(register.since(nothing, EVERYTHING)).toEqual(deltaOf(register));

    const before = deltaOf(register);
    register.edit({ text: "two" }, NOW);
    expect(register.since(one, EVERYTHING)).toEqual(deltaOf(register));
    const behind = new Register(replicaId(2));
    behind.merge(before, NOW);
    expect(behind.since(register.version(), EVERYTHING)).toBeUndefined();
  });

  it("M15: a version that does not decode has seen nothing", () => {
    const register = holding();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9 }), (version) => {
        expect(register.since(version, EVERYTHING)).toEqual(deltaOf(register));
      }),
    );
  });

  it("M15: the share of what a holder of a version has is 1 where that is held or passed, and 0 where it is not", () => {
    const [one, two] = [holding(), holding()];
    two.edit({ text: "more" }, NOW + 1);
    const shares = [one.version(), two.version(), new Uint8Array(0)].map((version) => [
      one.shareOf(version),
      two.shareOf(version),
      new Register(replicaId(3)).shareOf(version),
    ]);
    expect(shares).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [1, 1, 1],
    ]);
    expect(new Register(replicaId(3)).shareOf(Uint8Array.of(1, 2, 3))).toBe(1);
  });

  it("M15: a push carries all that is held", () => {
    expect(holding().pushes).toBe("whole");
  });

  it("M15: what does not fit is not given", () => {
    const register = holding();
    const { length } = deltaOf(register);
    expect(register.since(undefined, length)).toEqual(deltaOf(register));
    expect(register.since(undefined, length - 1)).toBeUndefined();
  });
});

describe("the size of a text", () => {
  it("M16: a text of exactly the limit is written and accepted, in bytes and not in letters", () => {
    for (const letter of ["a", "ï", "📝"]) {
      const text = letter.repeat(MAX_NOTE_BYTES / utf8Length(letter));
      const register = new Register(replicaId(1));
      register.edit({ text }, NOW);
      const other = new Register(replicaId(2));
      expect(other.merge(deltaOf(register), NOW).type).toBe("changed");
      expect(other.text === text).toBe(true);
    }
  });

  it("M16: a text of one byte more throws when written, and nothing changes", () => {
    for (const more of ["a", "ï".repeat(MAX_NOTE_BYTES / 2)]) {
      const register = holding();
      const before = deltaOf(register);
      const text = more.length > 1 ? `${more}a` : "a".repeat(MAX_NOTE_BYTES) + more;
      expect(() => register.edit({ text }, NOW + 1)).toThrow(RangeError);
      expect(deltaOf(register)).toBe(before);
    }
  });

  it("M16: a text of one byte more is malformed when it comes, and so is a delta over its limit", () => {
    const register = new Register(replicaId(1));
    const malformed = { type: "refused", reason: "malformed" };
    expect(register.merge(written(NOW, "a".repeat(MAX_NOTE_BYTES)), NOW).type).toBe("changed");
    expect(register.merge(written(NOW + 1, "a".repeat(MAX_NOTE_BYTES + 1)), NOW)).toEqual(malformed);
    expect(register.merge(new Uint8Array(MAX_REGISTER_DELTA_BYTES + 1), NOW)).toEqual(malformed);
  });

  it("M16: the largest delta there can be fits its limit", () => {
    const ancestors = Array.from({ length: MAX_ANCESTORS }, (_, i) => timestamp(MAX_TIME_MS - 1, MAX_COUNTER - i, i));
    const largest = forgeDelta({
      timestamp: timestamp(MAX_TIME_MS, MAX_COUNTER, 255),
      ancestors,
      text: "a".repeat(MAX_NOTE_BYTES),
    });
    expect(largest.length).toBeLessThanOrEqual(MAX_REGISTER_DELTA_BYTES);
    expect(new Register(replicaId(1)).merge(largest, MAX_TIME_MS).type).toBe("changed");
  });

  it("M17: a lone surrogate becomes U+FFFD when it is written, so that writer and reader have the same", () => {
    const anyUnits = fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 })).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(anyUnits, (text) => {
        const register = new Register(replicaId(1));
        register.edit({ text }, NOW);
        const other = new Register(replicaId(2));
        other.merge(deltaOf(register), NOW);
        expect(register.text).toBe(text.toWellFormed());
        expect(other.text).toBe(register.text);
      }),
    );
  });
});
