import { MAX_LOSS_PERCENT, MAX_NODES, MAX_ROUNDS, type SpreadCurve, type SpreadSettings } from "./spread-curve";

/** What a worker is asked for: how a write spreads, once for each seed. */
export interface CoverageRequest extends SpreadSettings {
  readonly type: "spread";
  readonly seeds: readonly number[];
}

/** What it answers, bit by bit. */
export type CoverageReport =
  | { readonly type: "curves"; readonly curves: readonly SpreadCurve[] }
  | { readonly type: "done" };

/** How many seeds a request may name. */
export const MAX_SEEDS = 1_000;

/** Undefined where `data` is no request. */
export function decodeCoverageRequest(data: unknown): CoverageRequest | undefined {
  if (!isRecord(data) || data.type !== "spread") return undefined;
  const { nodes, lossPercent, seeds } = data;
  if (!isWhole(nodes, 2, MAX_NODES) || !isWhole(lossPercent, 0, MAX_LOSS_PERCENT)) return undefined;
  if (!areWhole(seeds, MAX_SEEDS, Number.MAX_SAFE_INTEGER)) return undefined;
  return { type: "spread", nodes, lossPercent, seeds };
}

/** Undefined where `data` is no report. */
export function decodeCoverageReport(data: unknown): CoverageReport | undefined {
  if (!isRecord(data)) return undefined;
  if (data.type === "done") return { type: "done" };
  if (data.type !== "curves" || !Array.isArray(data.curves) || data.curves.length > MAX_SEEDS) return undefined;
  const curves = data.curves.map(decodeCurve).filter((curve) => curve !== undefined);
  return curves.length === data.curves.length ? { type: "curves", curves } : undefined;
}

function decodeCurve(data: unknown): SpreadCurve | undefined {
  if (!isRecord(data) || !isWhole(data.seed, 0, Number.MAX_SAFE_INTEGER)) return undefined;
  const { seed, covered } = data;
  if (!areWhole(covered, MAX_ROUNDS + 1, MAX_NODES) || covered.length === 0) return undefined;
  return { seed, covered };
}

function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null;
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function areWhole(values: unknown, maxLength: number, most: number): values is readonly number[] {
  return Array.isArray(values) && values.length <= maxLength && values.every((value) => isWhole(value, 0, most));
}
