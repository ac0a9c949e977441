import { expect, test } from "vitest";
import { lintSamples } from "./lint-samples";

type Arrow = readonly [from: string, to: string];

const FORBIDDEN: readonly Arrow[] = [
  ["packages/merge/src/a.ts", "@hearsay/gossip"],
  ["packages/merge/src/a.ts", "node:fs"],
  ["packages/merge/src/a.ts", "fs"],
  ["packages/merge/src/a.ts", "lodash/fp"],
  ["packages/merge/src/a.ts", "vitest"],
  ["packages/merge/src/a.ts", "../../gossip/src/index"],
  ["packages/merge/src/deep/a.ts", "../../../gossip/src/index"],
  ["packages/merge/src/a.test.ts", "@hearsay/gossip"],
  ["packages/gossip/src/a.ts", "@hearsay/mesh"],
  ["packages/gossip/src/a.ts", "@hearsay/merge/src/register"],
  ["packages/gossip/src/a.ts", "node:crypto"],
  ["packages/gossip/src/a.ts", "fast-check"],
  ["packages/gossip/src/a.test.ts", "@hearsay/simulator"],
  ["packages/simulator/src/a.ts", "@hearsay/mesh"],
  ["packages/simulator/src/a.ts", "@hearsay/web"],
  ["packages/mesh/src/a.ts", "@hearsay/simulator"],
  ["packages/mesh/src/a.ts", "@hearsay/signal"],
  ["packages/mesh/src/a.ts", "../../../apps/signal/src/main"],
  ["packages/mesh/src/a.ts", "socket.io"],
  ["packages/mesh/src/a.ts", "node:net"],
  ["apps/web/src/a.ts", "@hearsay/signal"],
  ["apps/web/src/a.ts", "../../signal/src/main"],
  ["apps/web/e2e/a.e2e.ts", "../../signal/src/main"],
  ["apps/web/src/a.ts", "../../../packages/mesh/src/index"],
  ["apps/web/src/a.ts", "@hearsay/mesh/src/faults"],
  ["apps/signal/src/a.ts", "@hearsay/web"],
  ["apps/signal/src/a.ts", "@hearsay/merge"],
  ["apps/signal/src/a.ts", "../../web/src/main"],
  ["apps/signal/src/a.ts", "../../../packages/mesh/src/signal-events"],
];

const ALLOWED: readonly Arrow[] = [
  ["packages/merge/src/a.ts", "./timestamp"],
  ["packages/merge/src/deep/a.ts", "../timestamp"],
  ["packages/merge/src/a.test.ts", "vitest"],
  ["packages/merge/src/a.test.ts", "fast-check"],
  ["packages/merge/src/a.test.ts", "node:fs"],
  ["packages/merge/src/test-fixtures/a.ts", "fast-check"],
  ["packages/mesh/src/test-fixtures/a.ts", "vitest"],
  ["packages/merge/bench/a.ts", "../src/index"],
  ["packages/merge/bench/a.ts", "node:perf_hooks"],
  ["packages/gossip/src/a.ts", "@hearsay/merge"],
  ["packages/gossip/src/strategies/a.ts", "../node"],
  ["packages/gossip/src/a.test.ts", "@hearsay/merge"],
  ["packages/simulator/src/a.ts", "@hearsay/gossip"],
  ["packages/simulator/src/a.ts", "@hearsay/merge"],
  ["packages/mesh/src/a.ts", "@hearsay/gossip"],
  ["packages/mesh/src/a.ts", "@noble/ciphers/chacha.js"],
  ["packages/mesh/src/a.ts", "simple-peer/simplepeer.min.js"],
  ["packages/mesh/src/a.ts", "socket.io-client"],
  ["apps/web/src/a.ts", "@hearsay/mesh"],
  ["apps/web/src/a.ts", "@hearsay/merge"],
  ["apps/web/src/deep/a.ts", "../signal/lamp"],
  ["apps/web/e2e/a.e2e.ts", "../src/address"],
  ["apps/signal/src/a.ts", "@hearsay/mesh"],
  ["apps/signal/src/a.ts", "socket.io"],
  ["apps/signal/src/a.test.ts", "socket.io-client"],
];

const WAYS = [
  (to: string) => `import { thing } from "${to}";`,
  (to: string) => `import type { Thing } from "${to}";`,
  (to: string) => `export * from "${to}";`,
];

/** The imports that the lint lets through, as the lines that make them. */
function letThrough(arrows: readonly Arrow[]): readonly string[] {
  const imports = arrows.flatMap(([from, to]) => WAYS.map((write) => ({ from, line: write(to) })));
  const samples = imports.map(({ from, line }, index) => ({ path: numbered(from, index), text: `${line}\n` }));
  const found = lintSamples(samples, ["style/noRestrictedImports"]);
  return imports.filter((_, index) => found[index]?.length === 0).map(({ from, line }) => `${from}: ${line}`);
}

/** The same place with a name of its own, so that each import stands in its own file. */
function numbered(path: string, index: number): string {
  return path.replace(/\/a(\.[^/]+)$/, `/a-${index}$1`);
}

test("no import against the arrows gets through", () => {
  expect(letThrough(FORBIDDEN)).toEqual([]);
});

test("every import along the arrows gets through", () => {
  expect(letThrough(ALLOWED)).toHaveLength(ALLOWED.length * WAYS.length);
});
