import { MAX_INTERVAL_MS, MAX_LATENCY_MS, MAX_NODES, MAX_SEED, MIN_INTERVAL_MS, MIN_NODES } from "../settings";

/** All that decides a race, as a reader sees it. */
export interface RaceChoice {
  readonly seed: number;
  readonly nodes: number;
  readonly intervalMs: number;
  readonly latencyMs: number;
  readonly bytesPerSecond: number;
  readonly messageBytes: number;
  readonly writer: number;
}

/** A race in the letters that an address may hold: its numbers, with dots between them. */
export function encodeRace(race: RaceChoice): string {
  return FIELDS.map(({ name }) => race[name]).join(".");
}

/** Reads what `encodeRace` wrote, from anyone; undefined where it is nothing of the kind. */
export function decodeRace(text: string): RaceChoice | undefined {
  const parts = text.length > MAX_CHARS ? [] : text.split(".");
  if (parts.length !== FIELDS.length) return undefined;
  const values = FIELDS.map(({ least, most }, index) => {
    const part = parts[index] ?? "";
    const value = /^\d+$/.test(part) ? Number(part) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  });
  if (values.includes(undefined)) return undefined;
  const race = Object.fromEntries(FIELDS.map(({ name }, index) => [name, values[index]])) as unknown as RaceChoice;
  return race.writer < race.nodes ? race : undefined;
}

const MAX_CHARS = 80;

const FIELDS: readonly { readonly name: keyof RaceChoice; readonly least: number; readonly most: number }[] = [
  { name: "seed", least: 0, most: MAX_SEED },
  { name: "nodes", least: MIN_NODES, most: MAX_NODES },
  { name: "intervalMs", least: MIN_INTERVAL_MS, most: MAX_INTERVAL_MS },
  { name: "latencyMs", least: 0, most: MAX_LATENCY_MS },
  { name: "bytesPerSecond", least: 1, most: 1_000_000_000 },
  { name: "messageBytes", least: 1, most: 1_000_000 },
  { name: "writer", least: 0, most: MAX_NODES - 1 },
];
