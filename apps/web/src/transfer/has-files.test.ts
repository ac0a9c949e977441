import { expect, test } from "vitest";
import { hasFiles } from "./has-files";

test("a paste has files only where there is no text to paste", () => {
  const carrying = (...types: string[]) => hasFiles({ types } as unknown as DataTransfer);
  expect(carrying("Files")).toBe(true);
  expect(carrying("text/plain", "Files")).toBe(false);
  expect(carrying("text/plain")).toBe(false);
  expect(hasFiles(null)).toBe(false);
});
