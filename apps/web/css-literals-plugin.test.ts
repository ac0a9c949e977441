import { expect, test } from "vitest";
import { withShortCss } from "./css-literals-plugin";

test("comments and indentation go, what a rule says stays", () => {
  const source = "const a = css`\n  /* Why\n  so. */\n  .one > .two {\n    margin: 0 calc(1px + 2em);\n  }\n`;\n";
  expect(withShortCss(source)).toBe("const a = css`.one > .two {margin: 0 calc(1px + 2em);}`;\n");
});

test("what is not css stays as it is", () => {
  const source = "// css\nconst a = html`\n  <p>\n    text\n  </p>`;\n";
  expect(withShortCss(source)).toBe(source);
});
