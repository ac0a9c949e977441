import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Edit } from "./library";

/** What one person typed, in order. */
export interface SequentialTrace {
  readonly edits: readonly Edit[];
  readonly endContent: string;
}

/** What several typed at once: each step at the version that its parents make. */
export interface ConcurrentTrace {
  readonly writers: number;
  readonly steps: readonly Step[];
  readonly endContent: string;
}

export interface Step {
  readonly writer: number;
  /** Indices of earlier steps. */
  readonly parents: readonly number[];
  readonly edits: readonly Edit[];
}

/** Beside the repository. */
const TRACES = new URL("../../../../shared/data/traces/", import.meta.url);

/** The traces that the bench reads and that are not there. */
export function missingTraces(): readonly string[] {
  return ["automerge-paper", "friendsforever", "seph-blog1"].filter((name) => !existsSync(fileOf(name)));
}

export function readAutomergePaper(): SequentialTrace {
  const { txns, endContent } = readRecorded("automerge-paper");
  const patches = txns.flatMap((txn) => txn.patches);
  const timesMs = rhythm(patches.length);
  return { edits: patches.map((patch, index) => editOf(patch, timesMs[index] ?? 0)), endContent };
}

export function readFriendsForever(): ConcurrentTrace {
  const { txns, endContent, numAgents = 1 } = readRecorded("friendsforever");
  const timesMs = rhythm(txns.length);
  const steps = txns.map(({ agent = 0, parents = [], patches }, index) => {
    return { writer: agent, parents, edits: patches.map((patch) => editOf(patch, timesMs[index] ?? 0)) };
  });
  return { writers: numAgents, steps, endContent };
}

interface Recorded {
  readonly endContent: string;
  readonly numAgents?: number;
  readonly txns: readonly RecordedTransaction[];
}

interface RecordedTransaction {
  readonly time: string;
  readonly patches: readonly Patch[];
  readonly agent?: number;
  readonly parents?: readonly number[];
}

type Patch = readonly [at: number, removed: number, inserted: string];

/**
 * Times for `count` edits in the rhythm of seph-blog1, over and over. The times of automerge-paper all lie within
 * 0.3 s and those of friendsforever are all zero: they are not when it was typed.
 */
function rhythm(count: number): readonly number[] {
  const recorded = readRecorded("seph-blog1").txns.map(({ time }) => Date.parse(time));
  const start = recorded[0] ?? 0;
  const round = (recorded.at(-1) ?? 0) - start + 1_000;
  return Array.from({ length: count }, (_, index) => {
    return (recorded[index % recorded.length] ?? 0) + Math.floor(index / recorded.length) * round;
  });
}

/** The positions are code points. That makes them UTF-16 units as well, as long as there is no surrogate pair. */
function editOf([at, removed, inserted]: Patch, timeMs: number): Edit {
  if (/[\ud800-\udfff]/.test(inserted)) throw new Error("Expected a trace without surrogate pairs");
  return { at, removed, inserted, timeMs };
}

function readRecorded(name: string): Recorded {
  return JSON.parse(gunzipSync(readFileSync(fileOf(name))).toString()) as Recorded;
}

function fileOf(name: string): URL {
  return new URL(`${name}.json.gz`, TRACES);
}
