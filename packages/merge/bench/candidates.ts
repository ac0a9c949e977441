/** A library under measurement, by what the parent process knows of it. */
export interface Candidate {
  /** How `--only` and file names call it. */
  readonly name: string;
  readonly title: string;
  /** Its adapter, below the bench. */
  readonly adapter: string;
  /** The package whose version is shown; undefined for this repository's own. */
  readonly packageName: string | undefined;
  /** What a page would bundle to do what the adapter does, resolved from the folder of the adapter. */
  readonly bundle: string;
  /** WebAssembly that a page would load besides, below the rivals' `node_modules`. */
  readonly wasm: string | undefined;
  /** What its whole history cannot tell. */
  readonly historyLacks: string;
}

/** What every ratio is against. */
export const BASELINE = "yjs";
export const OURS = "hearsay";

export const CANDIDATES: readonly Candidate[] = [
  {
    name: BASELINE,
    title: "Yjs",
    adapter: "rivals/yjs.ts",
    packageName: "yjs",
    bundle: `export { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";`,
    wasm: undefined,
    historyLacks: "times; who deleted, and when (`gc: false`, version 2 of its format)",
  },
  {
    name: OURS,
    title: "**Hearsay**",
    adapter: "hearsay.ts",
    packageName: undefined,
    bundle: `export { parseReplicaId, TEXT_RULES, Text } from "../src/index";`,
    wasm: undefined,
    historyLacks: "nothing",
  },
  {
    name: "json-joy",
    title: "json-joy",
    adapter: "rivals/json-joy.ts",
    packageName: "json-joy",
    bundle: `export { Model } from "json-joy/lib/json-crdt"; export { Patch, s } from "json-joy/lib/json-crdt-patch";`,
    wasm: undefined,
    historyLacks: "what was deleted; times; who deleted, and when",
  },
  {
    name: "list-positions",
    title: "list-positions",
    adapter: "rivals/list-positions.ts",
    packageName: "list-positions",
    bundle: `export { Order, Text } from "list-positions";`,
    wasm: undefined,
    historyLacks: "what was deleted; times; who deleted, and when",
  },
  {
    name: "loro",
    title: "Loro (wasm)",
    adapter: "rivals/loro.ts",
    packageName: "loro-crdt",
    bundle: `export { LoroDoc } from "loro-crdt/web";`,
    wasm: "loro-crdt/web/loro_wasm_bg.wasm",
    historyLacks: "times (off by default)",
  },
  {
    name: "diamond-types",
    title: "diamond-types (wasm)",
    adapter: "rivals/diamond-types.ts",
    packageName: "diamond-types-node",
    bundle: `export { Doc } from "diamond-types-node";`,
    wasm: "diamond-types-node/dt_bg.wasm",
    historyLacks: "times",
  },
  {
    name: "automerge",
    title: "Automerge (wasm)",
    adapter: "rivals/automerge.ts",
    packageName: "@automerge/automerge",
    bundle: `export { applyChanges, change, getLastLocalChange, init, load, save, splice } from "@automerge/automerge/slim";`,
    wasm: "@automerge/automerge/dist/automerge.wasm",
    historyLacks: "nothing (compressed by itself)",
  },
];
