import { describe, expect, it } from "vitest";
import { utf8Length } from "./bytes";
import { MAX_NOTE_DELTA_BYTES, MAX_TITLE_BYTES } from "./note";
import { MAX_NOTE_BYTES } from "./register";
import { deltaOf, forgeDelta, replicaId, timestamp } from "./test-fixtures/deltas";
import { type AnyNote, beyond, entitle, forgeNoteDelta, registerNote, textNote, write } from "./test-fixtures/notes";
import { forgeTextDelta } from "./text/test-fixtures/forged-deltas";
import { MAX_DRIFT_MS } from "./timestamp";

const NOW = 1_700_000_000_000;
const HOUR_MS = 3_600_000;
const EVERYTHING = Number.POSITIVE_INFINITY;
const malformed = { type: "refused", reason: "malformed" };

/** All that can be asked of a note. */
const stateOf = <Operation>({ note, body }: AnyNote<Operation>) => [
  note.title.text,
  body(),
  note.version(),
  note.since(undefined, EVERYTHING),
];

/** Note 1, with a title and a body. */
function written() {
  const ada = textNote(1);
  entitle(ada, "To buy", NOW);
  write(ada, "Milk", 0, NOW);
  return ada;
}

const titleOf = (text: string, timeMs: number) =>
  forgeDelta({ timestamp: timestamp(timeMs, 0, 2), ancestors: [], text });
/** A body of author 2 that says `text`, written so many seconds after 1970. */
const bodyOf = (text: string, seconds: number) =>
  forgeTextDelta([
    {
      author: replicaId(2),
      from: 0,
      characters: 0,
      operations: [{ type: "insert", text, left: undefined, right: undefined }],
      seconds,
      count: 0,
    },
  ]);

describe("a note", () => {
  it("M25: takes title and body from one delta, each by its own rule, whichever body it has", () => {
    for (const create of [textNote, registerNote] as const) {
      const [ada, bob] = [create(1), create(2)] as [AnyNote<unknown>, AnyNote<unknown>];
      entitle(ada, "To buy", NOW);
      write(ada, "Milk", 0, NOW);
      entitle(bob, "Shopping", NOW + 1);
      const delta = deltaOf(ada.note);
      expect(bob.note.merge(delta, NOW)).toMatchObject({ type: "changed", lost: { text: "To buy" } });
      expect([bob.note.title.text, bob.body()]).toEqual(["Shopping", "Milk"]);
      expect(bob.note.merge(delta, NOW).type).toBe("unchanged");
    }
  });

  it("M25: pushes as its body does", () => {
    expect([textNote(1).note.pushes, registerNote(1).note.pushes]).toEqual(["lacking", "whole"]);
  });
});

describe("what a note refuses", () => {
  it("M26: a part that is malformed keeps the other out, and leaves both as they were", () => {
    const [title, body] = [titleOf("theirs", NOW + 1), bodyOf("theirs", 1_700_000_000)];
    const noise = Uint8Array.of(1, 2, 3);
    for (const delta of [
      forgeNoteDelta(title, noise),
      forgeNoteDelta(noise, body),
      forgeNoteDelta(title, body).subarray(0, -1),
      Uint8Array.of(...forgeNoteDelta(title, body), 0),
      forgeNoteDelta(undefined, undefined),
      new Uint8Array(0),
      Uint8Array.of(200, 1),
    ]) {
      const ada = written();
      const before = stateOf(ada);
      expect(ada.note.merge(delta, NOW)).toEqual(malformed);
      expect(stateOf(ada)).toEqual(before);
    }
    expect(written().note.merge(forgeNoteDelta(title, body), NOW).type).toBe("changed");
  });

  it("M26: so does a contradiction in either", () => {
    const contradiction = { type: "refused", reason: "contradiction" };
    for (const isTitle of [true, false]) {
      const ada = textNote(1);
      ada.note.merge(forgeNoteDelta(titleOf("true", NOW), bodyOf("true", 1_700_000_000)), NOW);
      const before = stateOf(ada);
      const lie = isTitle
        ? forgeNoteDelta(titleOf("a lie", NOW), bodyOf("true, and more", 1_700_000_000))
        : forgeNoteDelta(titleOf("later", NOW + 1), bodyOf("a lie", 1_700_000_000));
      expect(ada.note.merge(lie, NOW)).toEqual(contradiction);
      expect(stateOf(ada)).toEqual(before);
    }
  });

  it("M27: a title that is ahead does not keep the body out, and is taken once its time has come", () => {
    const ada = written();
    const at = NOW + MAX_DRIFT_MS + 1;
    const delta = forgeNoteDelta(titleOf("early", at), bodyOf(" and eggs", 1_700_000_000));
    expect(ada.note.merge(delta, NOW).type).toBe("changed");
    expect(ada.note.title.text).toBe("To buy");
    expect([...ada.body()].sort()).toEqual([..."Milk and eggs"].sort());
    expect(ada.note.merge(delta, NOW)).toMatchObject({ type: "refused", reason: "ahead" });
    expect(ada.note.merge(delta, NOW + 1).type).toBe("changed");
    expect(ada.note.title.text).toBe("early");
  });

  it("M27: a body that is ahead does not keep the title out, nor the title's loss from being told", () => {
    const ada = written();
    const ahead = bodyOf("early", 1_700_000_000 + HOUR_MS / 1_000);
    expect(ada.note.merge(forgeNoteDelta(titleOf("theirs", NOW + 1), ahead), NOW)).toMatchObject({
      type: "changed",
      lost: { text: "To buy" },
    });
    expect([ada.note.title.text, ada.body()]).toEqual(["theirs", "Milk"]);
    const stale = forgeNoteDelta(titleOf("stale", NOW - 1), ahead);
    expect(ada.note.merge(stale, NOW)).toMatchObject({ type: "refused", reason: "ahead" });
    const unseen = forgeDelta({ timestamp: timestamp(NOW - 1, 0, 3), ancestors: [], text: "unseen" });
    expect(ada.note.merge(forgeNoteDelta(unseen, ahead), NOW)).toMatchObject({
      type: "refused",
      reason: "ahead",
      lost: { text: "unseen" },
    });
  });

  it("M27: a body that lacks its cause waits, and does not keep the title out", () => {
    const ada = written();
    const before = ada.note.version();
    write(ada, "!", 4, NOW);
    const first = ada.note.version();
    write(ada, "?", 5, NOW);
    const bob = textNote(2);
    bob.note.merge(beyond(written().note, undefined), NOW);
    const [, body] = partsOf(beyond(ada.note, first));
    expect(bob.note.merge(forgeNoteDelta(titleOf("theirs", NOW + 1), body), NOW).type).toBe("changed");
    expect([bob.note.title.text, bob.body()]).toEqual(["theirs", "Milk"]);
    expect(bob.note.merge(forgeNoteDelta(undefined, body), NOW).type).toBe("held");
    bob.note.merge(beyond(ada.note, before), NOW);
    expect(bob.body()).toBe("Milk!?");
  });
});

describe("a title", () => {
  it("M28: of exactly the limit is written and taken in; of one byte more it throws, and nothing changes", () => {
    for (const letter of ["a", "ï", "📝"]) {
      const ada = textNote(1);
      const text = letter.repeat(MAX_TITLE_BYTES / utf8Length(letter));
      entitle(ada, text, NOW);
      const bob = textNote(2);
      expect(bob.note.merge(beyond(ada.note, undefined), NOW).type).toBe("changed");
      expect(bob.note.title.text).toBe(text);
      const before = stateOf(ada);
      expect(() => entitle(ada, `${text}a`, NOW)).toThrow(RangeError);
      expect(stateOf(ada)).toEqual(before);
    }
  });

  it("M28: that is larger than any delta of one may be is malformed", () => {
    const huge = titleOf("a".repeat(2 * MAX_TITLE_BYTES), NOW);
    expect(textNote(1).note.merge(forgeNoteDelta(huge, undefined), NOW)).toEqual(malformed);
  });

  it("M28: a lone surrogate in it counts as what it becomes", () => {
    const ada = textNote(1);
    const text = "\ud800".repeat(Math.floor(MAX_TITLE_BYTES / 3));
    entitle(ada, text, NOW);
    expect(ada.note.title.text).toBe(text.toWellFormed());
    expect(() => entitle(ada, `${text}aa`, NOW)).toThrow(RangeError);
  });
});

describe("version, since and share of a note", () => {
  it("M29: whoever lacks something of either part gets that, and no more than that", () => {
    const ada = written();
    expect(ada.note.since(ada.note.version(), EVERYTHING)).toBeUndefined();
    const before = ada.note.version();
    entitle(ada, "Shopping", NOW);
    const [title, noBody] = partsOf(beyond(ada.note, before));
    expect([title.length > 0, noBody.length]).toEqual([true, 0]);
    const entitled = ada.note.version();
    write(ada, "!", 4, NOW);
    const [noTitle, body] = partsOf(beyond(ada.note, entitled));
    expect([noTitle.length, body.length > 0]).toEqual([0, true]);
  });

  it("M29: no delta is larger than was asked for, and piece by piece all of it arrives", () => {
    const ada = textNote(1);
    entitle(ada, "A title that takes some bytes", NOW);
    for (let i = 0; i < 300; i++) write(ada, `naïve 📝 ${i} `, i * 7, NOW + i * 1_000);
    for (let maxBytes = -1; maxBytes < 100; maxBytes++) {
      expect(ada.note.since(undefined, maxBytes)?.length ?? 0).toBeLessThanOrEqual(Math.max(0, maxBytes));
    }
    for (const maxBytes of [150, 1_000]) {
      const bob = textNote(2);
      for (let i = 0; i < 1_000; i++) {
        const piece = ada.note.since(bob.note.version(), maxBytes);
        if (!piece) break;
        expect(piece.length).toBeLessThanOrEqual(maxBytes);
        expect(bob.note.merge(piece, NOW + HOUR_MS).type).toBe("changed");
      }
      expect([bob.note.title.text, bob.body()]).toEqual([ada.note.title.text, ada.body()]);
    }
  });

  it("M29: the largest note of two registers fits its limit", () => {
    const ada = registerNote(1);
    entitle(ada, "a".repeat(MAX_TITLE_BYTES), NOW);
    write(ada, "a".repeat(MAX_NOTE_BYTES), 0, NOW);
    expect(beyond(ada.note, undefined).length).toBeLessThanOrEqual(MAX_NOTE_DELTA_BYTES);
    expect(registerNote(2).note.merge(beyond(ada.note, undefined), NOW).type).toBe("changed");
  });

  it("M29: a version that does not decode has seen nothing, and there is nothing of it to have", () => {
    const ada = written();
    for (const version of [Uint8Array.of(5, 1), new Uint8Array(0), new Uint8Array(60).fill(255)]) {
      expect(ada.note.since(version, EVERYTHING)).toEqual(deltaOf(ada.note));
      expect(ada.note.shareOf(version)).toBe(1);
    }
  });

  it("M29: the share is 1 only where nothing is lacking, neither of the body nor of the title", () => {
    const ada = written();
    const bob = textNote(2);
    expect([bob.note.shareOf(ada.note.version()), ada.note.shareOf(bob.note.version())]).toEqual([0, 1]);
    const [title, body] = partsOf(beyond(ada.note, undefined));
    bob.note.merge(forgeNoteDelta(undefined, body), NOW);
    expect(bob.note.shareOf(ada.note.version())).toBeGreaterThan(0.9);
    expect(bob.note.shareOf(ada.note.version())).toBeLessThan(1);
    bob.note.merge(forgeNoteDelta(title, undefined), NOW);
    expect(bob.note.shareOf(ada.note.version())).toBe(1);
    write(ada, "Milk", 0, NOW);
    expect(bob.note.shareOf(ada.note.version())).toBe(0.5);
  });
});

describe("a note that is ahead", () => {
  it("M30: writes again what is ahead of either part, and leaves the other alone", () => {
    for (const part of ["title", "body"] as const) {
      const ada = textNote(1);
      entitle(ada, "To buy", part === "title" ? NOW + HOUR_MS : NOW);
      write(ada, "Milk", 0, part === "body" ? NOW + HOUR_MS : NOW);
      expect(ada.note.restamp(NOW + HOUR_MS)).toBeUndefined();
      const other = part === "title" ? ada.note.body.version() : ada.note.title.version();
      expect(ada.note.restamp(NOW)).toEqual({ lost: undefined });
      expect(ada.note.restamp(NOW)).toBeUndefined();
      expect(part === "title" ? ada.note.body.version() : ada.note.title.version()).toEqual(other);
      const bob = textNote(2);
      expect(bob.note.merge(deltaOf(ada.note), NOW).type).toBe("changed");
      expect([bob.note.title.text, bob.body()]).toEqual(["To buy", "Milk"]);
    }
  });

  it("M30: hands over what others wrote ahead into the body", () => {
    const bob = textNote(2);
    write(bob, "of Bob", 0, NOW + HOUR_MS);
    const ada = textNote(1);
    ada.note.merge(deltaOf(bob.note), NOW + HOUR_MS);
    expect(ada.note.restamp(NOW)).toMatchObject({ lost: { text: "of Bob" } });
    expect(ada.body()).toBe("");
  });

  it("M30: what lost in both parts at once is handed over as one text", () => {
    const [ada, bob] = [registerNote(1), registerNote(2)];
    entitle(ada, "Ada's title", NOW);
    write(ada, "Ada's text", 0, NOW);
    entitle(bob, "Bob's title", NOW + 1);
    write(bob, "Bob's text", 0, NOW + 1);
    const lost = { text: "Ada's title\nAda's text", timestamp: timestamp(NOW, 0, 1) };
    expect(ada.note.merge(deltaOf(bob.note), NOW)).toEqual({ type: "changed", lost });
  });
});

/** The parts of a note's delta whose title takes less than 128 bytes. */
function partsOf(delta: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const [length = 0] = delta;
  return [delta.subarray(1, 1 + length), delta.subarray(1 + length)];
}
