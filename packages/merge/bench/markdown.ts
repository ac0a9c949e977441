import type { Figure } from "./results";

/** A table in Markdown; the first column stands left, the others right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) => (column === 0 ? "---" : "--:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The median and, where there were several repetitions, the least and the most; "-" where nothing was measured. */
export function withSpread(figure: Figure | undefined, show: (value: number) => string): string {
  if (figure === undefined) return "-";
  const { values, least, most } = figure;
  return values.length < 2 ? show(figure.median) : `${show(figure.median)} (${show(least)}–${show(most)})`;
}

/** A number with about three digits. */
export function short(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  if (Math.abs(value) >= 10) return value.toFixed(1);
  return Math.abs(value) >= 1 ? value.toFixed(2) : value.toFixed(3);
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}

export function kilobytes(bytes: number): string {
  return (bytes / 1e3).toFixed(1);
}
