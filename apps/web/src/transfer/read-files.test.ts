import { describe, expect, test } from "vitest";
import { readFiles } from "./read-files";

const LIMIT = { maxBytes: 100 };

describe("reading files", () => {
  test("takes a text file, with its name as the title", async () => {
    expect(await readFiles([file("My note.md", "# Hello\n")], LIMIT)).toEqual({ title: "My note", text: "# Hello\n" });
    expect(await readFiles([file("data", "a,b", "text/csv")], LIMIT)).toEqual({ title: "data", text: "a,b" });
    expect(await readFiles([file("v1.2.TXT", "")], LIMIT)).toEqual({ title: "v1.2", text: "" });
  });

  test("joins several in their order, with a blank line between", async () => {
    const files = [file("b.txt", "one"), file("a.md", "two\n"), file("c.txt", "three")];
    expect(await readFiles(files, LIMIT)).toEqual({ title: "b", text: "one\n\ntwo\n\nthree" });
  });

  test("parts lines by line feeds and drops a byte order mark", async () => {
    expect(await readFiles([file("a.txt", "\ufeffone\r\ntwo\rthree")], LIMIT)).toMatchObject({
      text: "one\ntwo\nthree",
    });
  });

  test("says what is no text file, and takes none of the others", async () => {
    const files = [file("a.txt", "one"), file("photo.png", "PNG", "image/png")];
    expect(await readFiles(files, LIMIT)).toEqual({
      problem: "“photo.png” is not a text file. Files in .md and .txt can be added.",
    });
  });

  test("says what is not UTF-8, or is binary under another name", async () => {
    const problem = "“a.txt” is not text in UTF-8. Save it as UTF-8 and add it again.";
    expect(await readFiles([file("a.txt", new Uint8Array([0x66, 0xfc, 0x72]))], LIMIT)).toEqual({ problem });
    expect(await readFiles([file("a.txt", "a\0b")], LIMIT)).toEqual({ problem });
  });

  test("bounds the size of all together", async () => {
    expect(await readFiles([file("a.txt", "x".repeat(100))], LIMIT)).toMatchObject({ title: "a" });
    expect(await readFiles([file("a.txt", "x".repeat(101))], { maxBytes: 2_048 })).toMatchObject({ title: "a" });
    expect(await readFiles([file("a.txt", "x".repeat(2_049))], { maxBytes: 2_048 })).toEqual({
      problem: "“a.txt” is too large: at most 2 KB can be added at once.",
    });
    expect(await readFiles([file("a.txt", "x".repeat(60)), file("b.txt", "x".repeat(60))], LIMIT)).toMatchObject({
      problem: expect.stringContaining("These 2 files are too large"),
    });
  });

  test("says where there is nothing, or nothing that can be read", async () => {
    expect(await readFiles([], LIMIT)).toEqual({ problem: "No file came with it." });
    const folder = file("folder.txt", "");
    folder.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotFoundError"));
    expect(await readFiles([folder], LIMIT)).toEqual({
      problem: "“folder.txt” could not be read. It may be a folder, or have been moved.",
    });
  });
});

function file(name: string, content: string | Uint8Array<ArrayBuffer>, type = ""): File {
  return new File([content], name, { type });
}
