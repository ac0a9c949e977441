import { expect, test } from "vitest";
import { withoutMembers, withoutSelectors } from "./unused-members-plugin";

test("the methods named are taken out, and those of other classes and of other names stay", () => {
  expect(withoutMembers("class A { a() {} b() {} }\nclass B { b() {} }", ["A.b"], {})).toBe(
    "class A { a() {}  }\nclass B { b() {} }",
  );
});

test("a method that the library does not have is an error", () => {
  expect(() => withoutMembers("class A { a() {} }", ["A.b"], {})).toThrow("A.b");
  expect(() => withoutMembers("class A { a() {} }", [], { "A.b": "b() {}" })).toThrow("A.b");
});

test("a method that does too much is replaced", () => {
  expect(withoutMembers("class A { a() { long(); } b() {} }", ["A.b"], { "A.a": "a() {}" })).toBe(
    "class A { a() {}  }",
  );
});

test("rules that nothing in a note has are taken out with all that is within them, and there must be some", () => {
  const style = 'theme({ ".a": { x: 1, ".b": {} }, ".b": { ".b": {} }, "& .b": {} })';
  expect(withoutSelectors(style, /b$/).replace(/\s+/g, "")).toBe('theme({".a":{x:1,},})');
  expect(() => withoutSelectors(style, /c$/)).toThrow("c$");
});
