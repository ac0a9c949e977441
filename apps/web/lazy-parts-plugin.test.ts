import { expect, test } from "vitest";
import { withoutLists } from "./lazy-parts-plugin";

test("what is loaded on demand comes without a list of the files that it needs", () => {
  const list = 'const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["a.js","b.js"])))=>i.map(i=>d[i]);\n';
  const code =
    'import"./c.js";load(()=>import("./a.js"),__vite__mapDeps([0,1]));load(()=>import("./b.js"), __vite__mapDeps([]));';
  expect(withoutLists(list + code)).toBe('import"./c.js";load(()=>import("./a.js"));load(()=>import("./b.js"));');
  expect(withoutLists(code.replace(/__vite__mapDeps/g, "other"))).toBe(code.replace(/__vite__mapDeps/g, "other"));
});
