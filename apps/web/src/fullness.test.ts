import { MAX_NOTE_BYTES } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import { DID_NOT_FIT, fullnessRemark } from "./fullness";

describe("the words for a full note", () => {
  it("are none while there is room", () => {
    expect(fullnessRemark("")).toBeUndefined();
    expect(fullnessRemark("a".repeat(Math.floor(MAX_NOTE_BYTES * 0.9)))).toBeUndefined();
  });

  it("count bytes, not characters", () => {
    expect(fullnessRemark("€".repeat(MAX_NOTE_BYTES / 4))).toBeUndefined();
    expect(fullnessRemark("€".repeat(Math.floor(MAX_NOTE_BYTES / 3)))).toBe("This note is nearly full: 255 of 256 KB.");
  });

  it("say that nothing was cut", () => {
    expect(DID_NOT_FIT).toBe(
      "That did not fit: a note holds 256 KB at most. Nothing was cut; what you added was not taken.",
    );
  });
});
