import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { withStaticFields } from "./static-fields-plugin";

test("what is assigned to a class right behind it is moved into it", () => {
  const code =
    "class A {\n    b() {\n        return 1;\n    }\n}\nA.empty = /*@__PURE__*/new A();\nclass C {\n}\nC.d = f();\n";
  expect(withStaticFields(code)).toBe(
    "class A {\n    b() {\n        return 1;\n    }\n    static empty = /*@__PURE__*/new A();\n}\nclass C {\n}\nC.d = f();\n",
  );
});

test("CodeMirror's commands still have what it is for", () => {
  const path = createRequire(import.meta.url)
    .resolve("@codemirror/commands")
    .replace(/\.cjs$/, ".js");
  const code = readFileSync(path, "utf8");
  expect(withStaticFields(code)).not.toBe(code);
  expect(withStaticFields(code)).toContain("static empty = /*@__PURE__*/new HistoryState(none, none);");
});
