import { STRATEGIES } from "@hearsay/gossip";
import { type ByteReader, ByteWriter, decodeOrUndefined, MalformedError } from "@hearsay/merge";
import type { LinkEnds } from "../picture/scene";
import { MESSAGE_BYTES } from "./data";
import { MAX_MOVES, type Moment, type Move, type RunRecord, type TimedMove } from "./move";
import {
  MAX_DEGREE,
  MAX_INTERVAL_MS,
  MAX_LATENCY_MS,
  MAX_LOSS_PERCENT,
  MAX_NODES,
  MAX_SEED,
  MIN_DEGREE,
  MIN_INTERVAL_MS,
  MIN_NODES,
  type PlaygroundSettings,
  SHAPES,
} from "./settings";

/** A run and what its trace came to, as they stand in an address. */
export interface SharedRun {
  readonly record: RunRecord;
  /** 16 hex digits. */
  readonly traceHash: string;
}

/** No address holds a longer run. */
export const MAX_RUN_CHARS = 16_000;

/** A run in the letters that an address may hold; undefined where it would have more than `MAX_RUN_CHARS` of them. */
export function encodeRun({ record: { settings, moves, end }, traceHash }: SharedRun): string | undefined {
  const writer = new ByteWriter().byte(VERSION);
  writeSettings(writer, settings);
  writer.unsigned(moves.length);
  let before: Moment = START;
  for (const { move, ...moment } of moves) {
    writeMoment(writer, moment, before);
    writeMove(writer, move, settings.nodes);
    before = moment;
  }
  writeMoment(writer, end, before);
  for (let i = 0; i < traceHash.length; i += 2) writer.byte(Number.parseInt(traceHash.slice(i, i + 2), 16));
  const text = toBase64(writer.finish());
  return text.length > MAX_RUN_CHARS ? undefined : text;
}

/** Reads what `encodeRun` wrote, from anyone; undefined where it is nothing of the kind. */
export function decodeRun(text: string): SharedRun | undefined {
  const bytes = text.length > MAX_RUN_CHARS ? undefined : fromBase64(text);
  return bytes && decodeOrUndefined(bytes, readRun);
}

const VERSION = 1;
const START: Moment = { steps: 0, atUs: 0 };
/** A day of virtual time, and more events than anyone would wait for. */
const MAX_TIME_US = 86_400_000_000;
const MAX_STEPS = 20_000_000;
const MAX_BYTES_PER_SECOND = 1_000_000_000;
const HASH_BYTES = 8;
const MOVES = ["write", "writeAndCrash", "crash", "revive", "cut", "mend", "change"] as const;

function readRun(reader: ByteReader): SharedRun {
  if (reader.byte() !== VERSION) throw new MalformedError("Expected a run of this version");
  const settings = readSettings(reader);
  const count = reader.unsigned(MAX_MOVES);
  const moves: TimedMove[] = [];
  let before: Moment = START;
  for (let i = 0; i < count; i++) {
    before = readMoment(reader, before);
    moves.push({ ...before, move: readMove(reader, settings.nodes) });
  }
  const end = readMoment(reader, before);
  const hash = reader.raw(HASH_BYTES);
  const traceHash = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { record: { settings, moves, end }, traceHash };
}

function writeMoment(writer: ByteWriter, { steps, atUs }: Moment, before: Moment): void {
  writer.unsigned(steps - before.steps).unsigned(atUs - before.atUs);
}

function readMoment(reader: ByteReader, before: Moment): Moment {
  const steps = before.steps + reader.unsigned(MAX_STEPS - before.steps);
  return { steps, atUs: before.atUs + reader.unsigned(MAX_TIME_US - before.atUs) };
}

function writeSettings(writer: ByteWriter, settings: PlaygroundSettings): void {
  const { seed, nodes, shape, degree, strategy, intervalMs, latencyMs, messagesPerSecond, lossPercent } = settings;
  writer.unsigned(seed).unsigned(nodes).byte(SHAPES.indexOf(shape)).unsigned(degree);
  writer.byte(STRATEGIES.indexOf(strategy)).unsigned(intervalMs).unsigned(latencyMs);
  writer.unsigned(messagesPerSecond === undefined ? 0 : Math.round(messagesPerSecond * MESSAGE_BYTES));
  writer.unsigned(lossPercent);
}

function readSettings(reader: ByteReader): PlaygroundSettings {
  const seed = reader.unsigned(MAX_SEED);
  const nodes = readFrom(reader, MIN_NODES, MAX_NODES);
  const shape = oneOf(reader, SHAPES);
  const degree = readFrom(reader, MIN_DEGREE, MAX_DEGREE);
  const strategy = oneOf(reader, STRATEGIES);
  const intervalMs = readFrom(reader, MIN_INTERVAL_MS, MAX_INTERVAL_MS);
  const latencyMs = reader.unsigned(MAX_LATENCY_MS);
  const bytesPerSecond = reader.unsigned(MAX_BYTES_PER_SECOND);
  const messagesPerSecond = bytesPerSecond === 0 ? undefined : bytesPerSecond / MESSAGE_BYTES;
  const lossPercent = reader.unsigned(MAX_LOSS_PERCENT);
  return { seed, nodes, shape, degree, strategy, intervalMs, latencyMs, messagesPerSecond, lossPercent };
}

function writeMove(writer: ByteWriter, move: Move, nodes: number): void {
  const name = move.type === "write" && move.crashes ? "writeAndCrash" : move.type;
  writer.byte(MOVES.indexOf(name));
  switch (move.type) {
    case "write":
    case "crash":
    case "revive":
      writer.unsigned(move.node);
      return;
    case "cut":
    case "mend":
      return writeLinks(writer, move.links, nodes);
    case "change":
      return writeSettings(writer, move.settings);
    default:
      move satisfies never;
  }
}

function readMove(reader: ByteReader, nodes: number): Move {
  const type = oneOf(reader, MOVES);
  switch (type) {
    case "write":
    case "writeAndCrash":
      return { type: "write", node: reader.unsigned(nodes - 1), crashes: type === "writeAndCrash" };
    case "crash":
    case "revive":
      return { type, node: reader.unsigned(nodes - 1) };
    case "cut":
    case "mend":
      return { type, links: readLinks(reader, nodes) };
    case "change":
      return { type, settings: readSettings(reader) };
    default:
      return type satisfies never;
  }
}

/** A line across a dense network cuts thousands of links, most of them side by side: so many not, so many yes. */
function writeLinks(writer: ByteWriter, links: readonly LinkEnds[], nodes: number): void {
  const numbers = links.map(([from, to]) => Math.min(from, to) * nodes + Math.max(from, to)).sort((a, b) => a - b);
  const runs: { readonly start: number; end: number }[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && number <= last.end) last.end = Math.max(last.end, number + 1);
    else runs.push({ start: number, end: number + 1 });
  }
  writer.unsigned(runs.length);
  let before = 0;
  for (const { start, end } of runs) {
    writer.unsigned(start - before).unsigned(end - start);
    before = end;
  }
}

function readLinks(reader: ByteReader, nodes: number): readonly LinkEnds[] {
  const pairs = nodes * nodes;
  const links: LinkEnds[] = [];
  const count = reader.unsigned(pairs);
  let next = 0;
  for (let i = 0; i < count; i++) {
    next += reader.unsigned(pairs - next);
    const end = next + reader.unsigned(pairs - next);
    for (; next < end; next++) {
      const ends: LinkEnds = [Math.floor(next / nodes), next % nodes];
      if (ends[0] >= ends[1]) throw new MalformedError("Expected the lower end of a link first");
      links.push(ends);
    }
  }
  return links;
}

function readFrom(reader: ByteReader, least: number, most: number): number {
  const value = reader.unsigned(most);
  if (value < least) throw new MalformedError(`Expected a number from ${least}, got ${value}`);
  return value;
}

function oneOf<T>(reader: ByteReader, values: readonly T[]): T {
  return values[reader.unsigned(values.length - 1)] as T;
}

function toBase64(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}
