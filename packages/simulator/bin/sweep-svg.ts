import type { Sweep, SweepBoundary, SweepCell } from "./sweep";

const WIDTH = 640;
const HEIGHT = 480;
const MARGIN = { left: 80, right: 24, top: 72, bottom: 64 };

/** The sweep as a picture: a square where the naive way was faster, a dot where gossip was, and the boundary. */
export function sweepSvg(sweep: Sweep): string {
  const { nodes, intervalMs, messageBytes, cells, boundaries } = sweep;
  const x = logScale(
    cells.map(({ latencyMs }) => latencyMs),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const y = logScale(
    cells.map(({ throughputKbit }) => throughputKbit),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  );
  const line = (of: (boundary: SweepBoundary) => number | undefined) =>
    boundaries.flatMap((each) => {
      const kbit = of(each);
      return kbit === undefined ? [] : [`${fixed(x(each.latencyMs))},${fixed(y(kbit))}`];
    });
  const title = `Naive or gossip: ${nodes} nodes, Δ = ${intervalMs} ms, messages of ${messageBytes} bytes`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13">
<title>${title}</title>
<desc>Above the boundary naive broadcast reaches all nodes sooner, below it push gossip does.</desc>
<style>
svg { color-scheme: light dark; --ink: #222; --paper: #fff; --naive: #2563eb; --gossip: #15803d }
@media (prefers-color-scheme: dark) { svg { --ink: #ddd; --paper: #16181d; --naive: #7aa7ff; --gossip: #5fd08a } }
text { fill: var(--ink) } .axis { stroke: var(--ink) } .lines { fill: none; stroke: var(--ink); stroke-width: 1.5 }
.naive { fill: none; stroke: var(--naive); stroke-width: 1.5 } .gossip { fill: var(--gossip) }
</style>
<rect width="100%" height="100%" fill="var(--paper)"/>
<text x="${MARGIN.left}" y="24" font-weight="600">${title}</text>
${legend()}
${axes(x, y, cells)}
<g>
${cells.map((cell) => mark(x(cell.latencyMs), y(cell.throughputKbit), cell.naiveMs < cell.gossipMs)).join("\n")}
</g>
<g class="lines">
<polyline points="${line((each) => each.simulatedKbit).join(" ")}"/>
<polyline stroke-dasharray="6 4" points="${line((each) => each.formulaKbit).join(" ")}"/>
</g>
</svg>
`;
}

function mark(x: number, y: number, isNaive: boolean): string {
  if (!isNaive) return `<circle class="gossip" cx="${fixed(x)}" cy="${fixed(y)}" r="4"/>`;
  return `<rect class="naive" x="${fixed(x - 4)}" y="${fixed(y - 4)}" width="8" height="8"/>`;
}

function legend(): string {
  const y = 48;
  const at = (column: number) => MARGIN.left + column * 135;
  return [
    mark(at(0) + 4, y - 4, true),
    `<text x="${at(0) + 14}" y="${y}">naive is faster</text>`,
    mark(at(1) + 4, y - 4, false),
    `<text x="${at(1) + 14}" y="${y}">gossip is faster</text>`,
    `<g class="lines"><path d="M${at(2)} ${y - 4}h20"/><path stroke-dasharray="6 4" d="M${at(3)} ${y - 4}h20"/></g>`,
    `<text x="${at(2) + 26}" y="${y}">simulated</text>`,
    `<text x="${at(3) + 26}" y="${y}">by the formula</text>`,
  ].join("\n");
}

type Scale = (value: number) => number;

function axes(x: Scale, y: Scale, cells: readonly SweepCell[]): string {
  const [bottom, left] = [HEIGHT - MARGIN.bottom + 16, MARGIN.left - 16];
  const across = [1, 10, 100, 1_000].map(
    (ms) => `<text x="${fixed(x(ms))}" y="${bottom + 18}" text-anchor="middle">${ms}</text>`,
  );
  const up = ticks(cells.map(({ throughputKbit }) => throughputKbit)).map(
    (kbit) => `<text x="${left - 6}" y="${fixed(y(kbit) + 4)}" text-anchor="end">${kbit}</text>`,
  );
  return [
    `<path class="axis" fill="none" d="M${left} ${MARGIN.top - 8}V${bottom}H${WIDTH - MARGIN.right + 8}"/>`,
    ...across,
    ...up,
    `<text x="${WIDTH / 2}" y="${HEIGHT - 10}" text-anchor="middle">latency, ms</text>`,
    `<text transform="translate(18 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">throughput of an uplink, kbit/s</text>`,
  ].join("\n");
}

/** 1, 2 and 5 of every decade in which there are values. */
function ticks(values: readonly number[]): readonly number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const decades = [0.01, 0.1, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
  return decades.flatMap((decade) => [decade, 2 * decade, 5 * decade]).filter((tick) => tick >= low && tick <= high);
}

function logScale(values: readonly number[], from: number, to: number): Scale {
  const [low, high] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  return (value) => from + ((Math.log(value) - low) / (high - low)) * (to - from);
}

function fixed(value: number): string {
  return value.toFixed(1);
}
