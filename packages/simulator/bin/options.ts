import { parseArgs } from "node:util";
import { DEFAULT_RUMOR_COUNTER, DEFAULT_SPREAD, type Strategy } from "@hearsay/gossip";
import { textOfMessageSize } from "../src/message-size";
import * as notation from "../src/quantities";
import type { Network, Run } from "../src/run";
import { IDEAL, strategy } from "../src/scenario-steps";
import type { Topology } from "../src/topology";
import { type Crash, crashSteps, parseCrash } from "./crash";
import { UsageError } from "./usage";

/** What the command line asks for. What has no default of its own is undefined where it was not given. */
export interface Options {
  readonly help: boolean;
  readonly nodes: number | undefined;
  readonly strategy: Strategy;
  readonly topology: Topology;
  readonly intervalMs: number;
  readonly messageBytes: number;
  readonly rumorCounter: number;
  readonly timing: Run["timing"];
  readonly network: Network;
  readonly crashes: readonly Crash[];
  readonly seed: number;
  readonly seeds: number | undefined;
  /** In µs of virtual time. */
  readonly limitUs: number;
  readonly json: boolean;
  readonly trace: boolean;
  readonly sweep: boolean;
  readonly out: string;
}

/** Reads the command line. Throws a `UsageError` that names the option and says what was expected. */
export function parseOptions(args: readonly string[]): Options {
  const values = split(args);
  const read = <Value>(name: TextOption, fallback: Value, parse: (text: string) => Value): Value => {
    const text = values[name];
    return text === undefined ? fallback : named(name, () => parse(text));
  };
  const options: Options = {
    help: values.help ?? false,
    nodes: read("nodes", undefined, positive),
    strategy: read("strategy", "push", strategy.parse),
    topology: read("topology", { type: "complete" }, notation.topology.parse),
    intervalMs: read("delta", DEFAULT_SPREAD.intervalMs, parseMs),
    messageBytes: read("size", 100, parseMessageSize),
    rumorCounter: read("counter", DEFAULT_RUMOR_COUNTER, positive),
    timing: values.lockstep ? "lockstep" : "free",
    network: {
      latency: read("latency", { type: "fixed", us: 50_000 }, notation.latency.parse),
      uplinkBytesPerSecond: read("throughput", IDEAL.uplinkBytesPerSecond, notation.rate.parse),
      loss: read("loss", IDEAL.loss, notation.chance.parse),
      duplication: read("duplication", IDEAL.duplication, notation.chance.parse),
      reorder: read("reorder", IDEAL.reorder, notation.chance.parse),
    },
    crashes: (values.crash ?? []).map((text) => named("crash", () => parseCrash(text))),
    seed: read("seed", 1, notation.wholeNumber.parse),
    seeds: read("seeds", undefined, positive),
    limitUs: read("limit", 600_000_000, notation.duration.parse),
    json: values.json ?? false,
    trace: values.trace ?? false,
    sweep: read("sweep", false, parseSweep),
    out: values.out ?? ".",
  };
  if (options.trace && (options.json || (options.seeds ?? 1) > 1)) {
    throw new UsageError("--trace: expected one run and no --json, since a transcript is no object");
  }
  const ignored = options.sweep ? Object.keys(values).find((name) => !SWEEP_OPTIONS.has(name)) : undefined;
  if (ignored !== undefined) throw new UsageError(`--${ignored}: expected one run, got --sweep`);
  return options;
}

/** The run that the options describe, for one of their seeds. */
export function runOf(options: Options, seed: number): Run {
  const nodes = options.nodes ?? 100;
  return {
    seed,
    nodes,
    topology: options.topology,
    spread: { strategy: options.strategy, intervalMs: options.intervalMs },
    rumorCounter: options.rumorCounter,
    network: options.network,
    timing: options.timing,
    steps: [
      ...options.crashes.flatMap((crash) => crashSteps(crash, nodes, seed)),
      { atUs: 0, type: "write", node: 0, text: textOfMessageSize(options.messageBytes) },
    ],
  };
}

const FLAG = { type: "boolean" } as const;
const TEXT = { type: "string" } as const;
const OPTIONS = {
  nodes: TEXT,
  strategy: TEXT,
  topology: TEXT,
  delta: TEXT,
  size: TEXT,
  counter: TEXT,
  lockstep: FLAG,
  latency: TEXT,
  throughput: TEXT,
  loss: TEXT,
  duplication: TEXT,
  reorder: TEXT,
  crash: { type: "string", multiple: true },
  seed: TEXT,
  seeds: TEXT,
  limit: TEXT,
  json: FLAG,
  trace: FLAG,
  sweep: TEXT,
  out: TEXT,
  help: FLAG,
} as const;

/** What a sweep takes; the rest would say nothing in it. */
const SWEEP_OPTIONS: ReadonlySet<string> = new Set(["sweep", "nodes", "delta", "size", "seed", "seeds", "out", "help"]);

type TextOption = {
  [Name in keyof typeof OPTIONS]: (typeof OPTIONS)[Name] extends typeof TEXT
    ? (typeof OPTIONS)[Name] extends { readonly multiple: true }
      ? never
      : Name
    : never;
}[keyof typeof OPTIONS];

function split(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function named<Value>(name: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Error) throw new UsageError(`--${name}: ${error.message}`);
    throw error;
  }
}

function positive(text: string): number {
  const value = notation.wholeNumber.parse(text);
  if (value === 0) throw notation.unexpected("a whole number from 1", text);
  return value;
}

function parseMs(text: string): number {
  const ms = notation.duration.parse(text) / 1_000;
  if (!Number.isInteger(ms)) throw notation.unexpected("whole ms", text);
  return ms;
}

function parseMessageSize(text: string): number {
  const bytes = notation.size.parse(text);
  textOfMessageSize(bytes);
  return bytes;
}

function parseSweep(text: string): boolean {
  if (text !== "latency,throughput") throw notation.unexpected("latency,throughput", text);
  return true;
}
