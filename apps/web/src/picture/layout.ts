/** How the nodes stand to each other: those of a ring or of a tangle in a circle, those of a line in rows. */
export type Arrangement = "circle" | "line" | "grid";

/** A point of the picture, in CSS pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where the nodes stand. */
export interface Layout {
  readonly points: readonly Point[];
  /** The side of a node's square. */
  readonly square: number;
  /** Where a node's number stands; empty where there is no room for numbers. */
  readonly numbers: readonly Point[];
}

/** Places the nodes: in rows for a line, in a grid for a grid, else in a circle, clockwise from the top. */
export function layOut(arrangement: Arrangement, nodes: number, size: Size): Layout {
  switch (arrangement) {
    case "line":
      return rows(size, snake(nodes, columnsOfLine(nodes, size)));
    case "grid":
      // As the simulator links them.
      return rows(size, reading(nodes, gridColumns(nodes)));
    case "circle":
      return circle(nodes, size);
    default:
      return arrangement satisfies never;
  }
}

/** How many nodes stand side by side in a grid. */
export function gridColumns(nodes: number): number {
  return Math.ceil(Math.sqrt(nodes));
}

/** The distance of a point from the line between two others, as far as it runs. */
export function distanceToLine(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length2;
  const nearest = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - nearest * dx, point.y - from.y - nearest * dy);
}

const MAX_SQUARE = 36;
const MIN_SQUARE = 6;
/** Smaller squares go without numbers. */
const MIN_NUMBERED = 18;
const MARGIN = 8;
const NUMBER_ROOM = 18;

/** Where a circle has no room for all, its nodes stand on several, one after the other farther in. */
function circle(nodes: number, { width, height }: Size): Layout {
  const reach = Math.min(width, height) / 2 - MARGIN;
  const numbered = bestRings(nodes, reach - NUMBER_ROOM);
  const hasNumbers = numbered.square >= MIN_NUMBERED && numbered.levels === 1;
  // Without numbers their room is the nodes'.
  const outer = hasNumbers ? reach - NUMBER_ROOM : reach;
  const { square, levels, pitch } = hasNumbers ? numbered : bestRings(nodes, outer);
  const radius = outer - square / 2;
  const angleOf = (index: number) => (2 * Math.PI * index) / slotsOf(nodes, levels);
  const at = (index: number, distance: number): Point => ({
    x: width / 2 + distance * Math.sin(angleOf(index)),
    y: height / 2 - distance * Math.cos(angleOf(index)),
  });
  // A square reaches farther at its corners than at its sides.
  const numberAt = (index: number): Point => {
    const angle = angleOf(index);
    const corner = (square / 2 + 4) / Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle)));
    return at(index, radius + corner + 9);
  };
  const all = Array.from({ length: nodes }, (_, index) => index);
  return {
    points: all.map((index) => at(index, radius - (index % levels) * pitch)),
    square,
    numbers: hasNumbers ? all.map(numberAt) : [],
  };
}

interface Rings {
  readonly square: number;
  readonly levels: number;
  /** From one circle to the next one farther in. */
  readonly pitch: number;
}

/** One circle where its squares are large enough, else as many as make them largest. */
function bestRings(nodes: number, outer: number): Rings {
  const all = Array.from({ length: MAX_LEVELS }, (_, index) => rings(nodes, outer, index + 1));
  const [single] = all;
  if (single && single.square >= COMFORTABLE_SQUARE) return single;
  return all.reduce((best, each) => (each.square > best.square ? each : best));
}

function rings(nodes: number, outer: number, levels: number): Rings {
  // The chord between neighbors on the innermost circle must hold a square and the room beside it.
  const chord = 2 * Math.sin(Math.min(Math.PI / 2, (Math.PI * levels) / Math.max(slotsOf(nodes, levels), 2)));
  const share = chord * SQUARE_SHARE;
  const square = clampSquare((outer * share) / (1 + share / 2 + ((levels - 1) * share) / SQUARE_SHARE));
  return { square, levels, pitch: square / SQUARE_SHARE };
}

/** The last node must keep away from the first as from any other. */
function slotsOf(nodes: number, levels: number): number {
  return Math.ceil(nodes / levels) * levels;
}

const MAX_LEVELS = 6;
const COMFORTABLE_SQUARE = 12;

/** How much of the way from one node to the next its square takes. */
const SQUARE_SHARE = 0.56;

interface Cells {
  readonly columns: number;
  readonly rows: number;
  /** Column and row of each node. */
  readonly cells: readonly (readonly [number, number])[];
}

function rows({ width, height }: Size, { columns, rows, cells }: Cells): Layout {
  // The numbers stand to the right of their squares and below them.
  const [stepX, stepY] = [(width - NUMBER_ROOM) / columns, (height - NUMBER_ROOM) / rows];
  const step = Math.min(stepX, stepY);
  const square = clampSquare(step * SQUARE_SHARE);
  // Rows that lie too far apart would not look as if they belonged together.
  const pitchX = Math.min(stepX, square * MAX_PITCH);
  const pitchY = Math.min(stepY, square * MAX_PITCH);
  const points = cells.map(([column, row]) => ({
    x: (width - NUMBER_ROOM / 2) / 2 + (column - (columns - 1) / 2) * pitchX,
    y: (height - NUMBER_ROOM / 2) / 2 + (row - (rows - 1) / 2) * pitchY,
  }));
  const numbers = points.map(({ x, y }) => ({ x: x + square * 0.5 + 6, y: y + square * 0.5 + 6 }));
  return { points, square, numbers: square < MIN_NUMBERED ? [] : numbers };
}

/** How many squares wide the way from one node of a row to the next is at most. */
const MAX_PITCH = 2.75;

function columnsOfLine(nodes: number, { width, height }: Size): number {
  if (nodes * MIN_PITCH <= width) return nodes;
  const perRow = Math.max(2, Math.floor(width / MIN_PITCH));
  const balanced = Math.ceil(nodes / Math.ceil(nodes / perRow));
  const tooFlat = Math.ceil(Math.sqrt((nodes * width) / height));
  return Math.max(2, balanced, tooFlat);
}

/** The nodes of a line stand so far apart, or it goes on in another row. */
const MIN_PITCH = 40;

/** Row by row, every other one backwards, so that what is linked stands side by side. */
function snake(nodes: number, columns: number): Cells {
  const { rows, cells } = reading(nodes, columns);
  return { columns, rows, cells: cells.map(([column, row]) => [row % 2 === 0 ? column : columns - 1 - column, row]) };
}

function reading(nodes: number, columns: number): Cells {
  const cells = Array.from({ length: nodes }, (_, index) => [index % columns, Math.floor(index / columns)] as const);
  return { columns, rows: Math.ceil(nodes / columns), cells };
}

function clampSquare(side: number): number {
  return Math.floor(Math.min(MAX_SQUARE, Math.max(MIN_SQUARE, side)));
}
