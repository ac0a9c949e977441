import { expect, test } from "vitest";
import { LIBRARY_MEMBERS } from "./library-members";
import { withShortNames, withShortPrivates } from "./short-members-plugin";

test("a private member gets a short name where it is declared and where it is asked of this", () => {
  expect(withShortPrivates("class A { private count = 1; next() { return ++this.count; } }")).toBe(
    "class A { private $0 = 1; next() { return ++this.$0; } }",
  );
  expect(withShortPrivates("class A { constructor(private readonly host: Host) {} go() { this.host.go(); } }")).toBe(
    "class A { constructor(private readonly $0: Host) {} go() { this.$0.go(); } }",
  );
});

test.each([
  ["that is asked of something else", "class A { private size = 1; is(b: A) { return b.size === this.size; } }"],
  ["that is taken apart", "class A { private size = 1; get() { const { size } = this; return size; } }"],
  ["that a text names", 'class A { private size = 1; has(changed) { return changed.has("size") && this.size; } }'],
  ["that a decorator is told of", "class A { @state() private size = 1; get() { return this.size; } }"],
  ["that is a variable too", "class A { constructor(private size: number) { use(size, this.size); } }"],
  ["of an heir of a class elsewhere", 'import { B } from "./b"; class A extends B { private size = this.size; }'],
  ["that another class here declares to all", "class A { private size = 1; } class B { size = this.size; }"],
])("a private member %s keeps its name", (_, code) => {
  expect(withShortPrivates(code)).toBe(code);
});

test("a library's member gets its short name whatever it is asked of, and a variable stays", () => {
  expect(withShortNames("class A { b() { let { size } = this, c = { size }; return size + d.size; } }", ["size"])).toBe(
    "class A { b() { let { _0: size } = this, c = { _0: size }; return size + d._0; } }",
  );
});

test("each of a library's members is listed once", () => {
  expect(new Set(LIBRARY_MEMBERS).size).toBe(LIBRARY_MEMBERS.length);
});
