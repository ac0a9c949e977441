import { expect, test } from "vitest";
import { dependencies } from "../package.json";
import { pinnedVersion } from "./rival-folder";

test("the rival's page has the note's own editor", () => {
  for (const name of ["@codemirror/commands", "@codemirror/state", "@codemirror/view"] as const)
    expect(pinnedVersion(name)).toBe(dependencies[name]);
});
