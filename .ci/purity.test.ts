import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { lintSamples } from "./lint-samples";

const PURITY = ["style/noRestrictedGlobals", "plugin"];

const IMPURE = [
  "Date.now();",
  "new Date();",
  "performance.now();",
  "setTimeout(() => {}, 1);",
  "setInterval(() => {}, 1);",
  "setImmediate(() => {});",
  "queueMicrotask(() => {});",
  "requestAnimationFrame(() => {});",
  "fetch('/');",
  "new WebSocket('/');",
  "new XMLHttpRequest();",
  "new RTCPeerConnection();",
  "new BroadcastChannel('x');",
  "new Worker('x');",
  "crypto.getRandomValues(new Uint8Array(1));",
  "document.title;",
  "window.name;",
  "self.name;",
  "navigator.language;",
  "location.href;",
  "localStorage.clear();",
  "sessionStorage.clear();",
  "indexedDB.open('x');",
  "process.hrtime();",
  "Buffer.from('x');",
  "require('fs');",
  "console.log('x');",
  "globalThis['Date'];",
  "global.Date;",
  "eval('1');",
  "new Function('return 1');",
  "new Intl.Collator();",
  "new WeakRef({});",
  "new FinalizationRegistry(() => {});",
  "typeof window;",
  "export const clock = { now: Date.now };",
  "export function stamp(now = Date.now()): number { return now; }",
  "export type When = Date;",
  "Math.random();",
  "Math['random']();",
  "Math?.random();",
  "export const { random } = Math;",
  "export const copy = Math;",
  "[0].map(Math.random);",
  "Math.floor(Math.random());",
  ...[
    "log",
    "log2",
    "log10",
    "log1p",
    "exp",
    "expm1",
    "pow",
    "sin",
    "cos",
    "tan",
    "atan2",
    "sinh",
    "cbrt",
    "hypot",
  ].map((name) => `Math.${name}(1);`),
  "export const root = (x: number) => x ** 0.5;",
  "export const power = (x: number) => 2 ** x;",
  "export const square = (x: number) => { let y = x; y **= 2; return y; };",
  "(5).toLocaleString();",
  "'a'['toLocaleUpperCase']();",
  "['a'].sort((a, b) => a.localeCompare(b));",
  "import('./other');",
  "import.meta.url;",
];

const PURE = [
  "// Math.random(), new Date() and setTimeout are only named here.",
  "/* globalThis */ export const title = 'Date.now() and Math.log(2)';",
  "export const text = `console.log(1)`;",
  "export const held = { Date: 1, console: 2, Math: 3, random: 4 };",
  "export const later = (timer: { setTimeout(ms: number): void }) => timer.setTimeout(1);",
  "export const next = (source: { random(): number }) => source.random();",
  "export const wait = (setTimeout: (ms: number) => void) => setTimeout(1);",
  "export const half = (x: number) => Math.floor(x / 2) + Math.imul(x, 3) + Math.max(1, Math.abs(x));",
  "export const LIMIT = 2 ** 48;",
  "export const bytes = new TextEncoder().encode('x');",
  "export const back = new TextDecoder('utf-8', { fatal: true });",
  "export * from './other';",
];

/** Those texts in which the purity check finds nothing, if each were a file of the folder. */
function letThrough(folder: string, texts: readonly string[], suffix = ".ts"): readonly string[] {
  const samples = texts.map((text, index) => ({ path: `${folder}/sample-${index}${suffix}`, text: `${text}\n` }));
  const found = lintSamples(samples, PURITY);
  return texts.filter((_text, index) => found[index]?.length === 0);
}

const PURE_FOLDERS = ["packages/merge/src", "packages/gossip/src", "packages/simulator/src"];

describe.each(PURE_FOLDERS)("in %s", (folder) => {
  test("every impure sample is caught", () => {
    expect(letThrough(folder, IMPURE)).toEqual([]);
  });

  test("every pure sample is let through", () => {
    expect(letThrough(folder, PURE)).toEqual(PURE);
  });

  test("files in folders of their own are caught too", () => {
    expect(letThrough(`${folder}/deep/deeper`, IMPURE)).toEqual([]);
  });

  test("tests may do what they like", () => {
    expect(letThrough(folder, IMPURE, ".test.ts")).toEqual(IMPURE);
  });

  test("no file switches the check off for itself", () => {
    const excused = sourcesIn(folder).filter((file) => readFileSync(file, "utf8").includes("biome-ignore"));
    expect(excused).toEqual([]);
  });
});

test("the mesh may do what it must", () => {
  expect(letThrough("packages/mesh/src", IMPURE)).toEqual(IMPURE);
});

function sourcesIn(folder: string): readonly string[] {
  const place = fileURLToPath(new URL(`../${folder}`, import.meta.url));
  if (!existsSync(place)) return [];
  return readdirSync(place, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => join(place, file));
}
