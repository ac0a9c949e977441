import { describe, expect, test } from "vitest";
import { fileNameOf } from "./export-note";

describe("the name of an exported file", () => {
  test.each([
    ["Shopping list", "Shopping list.md"],
    ["Über die Füße 😀", "Über die Füße 😀.md"],
    ["", "note.md"],
    ["   ", "note.md"],
    ["...", "note.md"],
    ["../../etc/passwd", "etc passwd.md"],
    ['a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j.md"],
    [".hidden", "hidden.md"],
    ["ends with dots...", "ends with dots.md"],
    ["two\nlines\tand\u0000more", "two lines and more.md"],
    ["evil\u202egnp.exe", "evil gnp.exe.md"],
    ["con", "con note.md"],
    ["Aux.old", "Aux.old note.md"],
    ["Contents", "Contents.md"],
  ])("of %j is %j", (title, name) => {
    expect(fileNameOf(title, "md")).toBe(name);
  });

  test("is short and whole, however long the title", () => {
    const name = fileNameOf("😀".repeat(500), "txt");
    expect(name).toBe(`${"😀".repeat(60)}.txt`);
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
    expect(fileNameOf("\ud800", "txt")).toBe("note.txt");
  });
});
