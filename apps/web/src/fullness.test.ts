import { MAX_NOTE_BYTES, MAX_TEXT_LENGTH } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import { didNotFit, fullnessOfLatest, fullnessOfText } from "./fullness";

describe("the words for a full note", () => {
  it("are none while there is room", () => {
    expect(fullnessOfLatest("")).toBeUndefined();
    expect(fullnessOfLatest("a".repeat(Math.floor(MAX_NOTE_BYTES * 0.9)))).toBeUndefined();
    expect(fullnessOfText(MAX_TEXT_LENGTH * 0.9)).toBeUndefined();
  });

  it("count bytes of a register, not characters", () => {
    expect(fullnessOfLatest("€".repeat(MAX_NOTE_BYTES / 4))).toBeUndefined();
    expect(fullnessOfLatest("€".repeat(Math.floor(MAX_NOTE_BYTES / 3)))).toBe(
      "This note is nearly full: 255 of 256 KB.",
    );
  });

  it("count characters of a text", () => {
    expect(fullnessOfText(MAX_TEXT_LENGTH - 1)).toBe("This note is nearly full: 16.7 of 16.7 million characters.");
  });

  it("say that nothing was cut", () => {
    expect(didNotFit("latest")).toBe(
      "That did not fit: a note holds 256 KB at most. Nothing was cut; what you added was not taken.",
    );
  });
});
