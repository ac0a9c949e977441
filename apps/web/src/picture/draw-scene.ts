import { drawClock } from "./draw-clock";
import type { Point, Size } from "./layout";
import type { Palette } from "./palette";
import type { DotShape, LinkShape, NodeShape, PathShape, Scene, Tone, Way } from "./scene";

export interface DrawOptions {
  readonly palette: Palette;
  readonly font: string;
  readonly size: Size;
  /** Pixels of the screen for each CSS pixel. */
  readonly ratio: number;
}

/** What the reader's pointer is about to do. */
export interface Gesture {
  /** The link that a click would cut or mend. */
  readonly pointed: LinkShape | undefined;
  /** The line that is being drawn across links. */
  readonly line: Way | undefined;
}

type Brush = CanvasRenderingContext2D;

/** Draws the links anew. They are many and seldom change: they have a canvas of their own, below all else. */
export function drawLinks(brush: Brush, links: readonly LinkShape[], square: number, options: DrawOptions): void {
  const { palette } = options;
  clear(brush, options);
  const alpha = alphaOf(links.length);
  const isVeil = alpha < LEAST_ALPHA;
  brush.strokeStyle = isVeil ? veil(palette) : palette["field-line"];
  brush.lineWidth = 1;
  brush.globalAlpha = isVeil ? 1 : alpha;
  brush.beginPath();
  for (const { from, to, cut } of links) {
    if (cut) continue;
    brush.moveTo(from.x, from.y);
    brush.lineTo(to.x, to.y);
  }
  brush.stroke();
  const cuts = links.filter(({ cut }) => cut);
  brush.globalAlpha = Math.max(0.3, alphaOf(cuts.length));
  brush.strokeStyle = palette["ink-soft"];
  for (const link of cuts) drawStubs(brush, link, square);
  brush.globalAlpha = 1;
}

/** Draws all but the links anew. */
export function drawScene(brush: Brush, scene: Scene, gesture: Gesture, options: DrawOptions): void {
  const { palette } = options;
  clear(brush, options);
  for (const way of scene.tree) drawArrow(brush, way, scene.square, palette);
  if (gesture.pointed) drawPointed(brush, gesture.pointed, scene.square, palette);
  for (const path of scene.paths) drawPath(brush, path, palette);
  for (const node of scene.nodes) drawNode(brush, node, scene.square, options);
  drawClocks(brush, scene, options);
  for (const dot of scene.dots) drawDot(brush, dot, dotRadius(scene.square), palette);
  if (gesture.line) drawKnife(brush, gesture.line, palette);
}

function drawClocks(brush: Brush, { nodes, square }: Scene, { palette, font, size }: DrawOptions): void {
  const middle = { x: size.width / 2, y: size.height / 2 };
  for (const { clock, at } of nodes) if (clock) drawClock(brush, clock, at, { palette, font, square, middle });
}

function clear(brush: Brush, { size, ratio }: DrawOptions): void {
  brush.setTransform(ratio, 0, 0, ratio, 0, 0);
  brush.clearRect(0, 0, size.width, size.height);
  brush.lineCap = "round";
  brush.globalAlpha = 1;
}

/** The more links there are, the fainter each, or a complete graph would be a blot. */
function alphaOf(links: number): number {
  return 0.8 * Math.min(1, (20 / Math.max(1, links)) ** 0.55);
}

/** Fainter than this, a canvas rounds colors into others. */
const LEAST_ALPHA = 0.05;

/** So many links lie over each other that they are one surface: a light one, however often it is painted. */
function veil(palette: Palette): string {
  return `color-mix(in srgb, ${palette["field-line"]} 22%, ${palette.paper})`;
}

function drawPointed(brush: Brush, link: LinkShape, square: number, { accent }: Palette): void {
  if (!link.cut) return drawLine(brush, link, { color: accent, width: 2.5 });
  brush.strokeStyle = accent;
  brush.lineWidth = 2.5;
  drawStubs(brush, link, square);
}

/** What is left of a link that was cut: a stump at either end. */
function drawStubs(brush: Brush, { from, to }: LinkShape, square: number): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const stub = Math.min(square * 1.1, length * 0.38);
  brush.beginPath();
  for (const [end, sign] of [
    [from, 1],
    [to, -1],
  ] as const) {
    const tip = { x: end.x + sign * dx * stub, y: end.y + sign * dy * stub };
    brush.moveTo(end.x, end.y);
    brush.lineTo(tip.x, tip.y);
    brush.moveTo(tip.x - dy * 4, tip.y + dx * 4);
    brush.lineTo(tip.x + dy * 4, tip.y - dx * 4);
  }
  brush.stroke();
}

interface Stroke {
  readonly color: string;
  readonly width: number;
}

function drawLine(brush: Brush, { from, to }: Way, { color, width }: Stroke): void {
  brush.strokeStyle = color;
  brush.lineWidth = width;
  brush.beginPath();
  brush.moveTo(from.x, from.y);
  brush.lineTo(to.x, to.y);
  brush.stroke();
}

function drawPath(brush: Brush, path: PathShape, palette: Palette): void {
  brush.globalAlpha = path.tone === "answer" ? 0.3 : 0.5;
  drawLine(brush, path, { color: colorOf(path.tone, palette), width: 1.5 });
  brush.globalAlpha = 1;
}

function drawNode(brush: Brush, node: NodeShape, square: number, { palette, font }: DrawOptions): void {
  const { at, state, label, chosen, doomed, name, nameAt } = node;
  const half = square / 2;
  const radius = Math.min(4, square * 0.11);
  const corners = (grow: number) => {
    brush.beginPath();
    brush.roundRect(at.x - half - grow, at.y - half - grow, square + 2 * grow, square + 2 * grow, radius + grow / 2);
  };
  corners(0);
  brush.fillStyle = state === "newest" ? palette.accent : palette.paper;
  brush.fill();
  if (state === "behind") tint(brush, palette["ink-soft"]);
  if (chosen && state !== "newest") tint(brush, palette.chosen);
  corners(-0.75);
  brush.lineWidth = 1.5;
  brush.strokeStyle = state === "newest" ? palette.accent : palette["field-line"];
  brush.stroke();
  if (state === "crashed") drawCross(brush, at, half * 0.98 - 1, palette["ink-soft"]);
  if (chosen) {
    corners(Math.max(2, square * 0.1));
    brush.lineWidth = square < 16 ? 1.5 : 2.25;
    brush.strokeStyle = palette.chosen;
    brush.stroke();
  }
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  if (label !== "" && square >= MIN_LETTERED) {
    const size = square * (label.length > 1 ? 0.42 : 0.54);
    brush.font = `${state === "newest" ? 700 : 500} ${size}px ${font}`;
    brush.fillStyle = state === "newest" ? palette["on-accent"] : palette.ink;
    brush.fillText(label, at.x, at.y + size * 0.06);
  }
  if (nameAt) {
    brush.font = `11px ${font}`;
    brush.fillStyle = palette["ink-soft"];
    drawName(brush, name, nameAt, nameAt.x - at.x, half);
  }
  if (doomed) drawDoom(brush, { x: at.x + half, y: at.y - half }, { palette, font });
}

/** A name beside its square grows away from it, however long it is. */
function drawName(brush: Brush, name: string, { x, y }: Point, aside: number, half: number): void {
  const width = brush.measureText(name).width;
  const beyond = Math.abs(aside) > half ? Math.max(0, width / 2 - NAME_REACH) * Math.sign(aside) : 0;
  brush.fillText(name, x + beyond, y);
}

/** So far from its middle a name may reach without touching its square. */
const NAME_REACH = 6;

/** Covers the shape lightly. */
function tint(brush: Brush, color: string): void {
  brush.globalAlpha = 0.24;
  brush.fillStyle = color;
  brush.fill();
  brush.globalAlpha = 1;
}

/** Smaller squares have no room for a letter. */
const MIN_LETTERED = 12;

function drawCross(brush: Brush, { x, y }: Point, reach: number, color: string): void {
  drawLine(brush, { from: { x: x - reach, y: y - reach }, to: { x: x + reach, y: y + reach } }, { color, width: 1.5 });
  drawLine(brush, { from: { x: x - reach, y: y + reach }, to: { x: x + reach, y: y - reach } }, { color, width: 1.5 });
}

function drawDoom(brush: Brush, at: Point, { palette, font }: Pick<DrawOptions, "palette" | "font">): void {
  brush.beginPath();
  brush.arc(at.x, at.y, 7, 0, 2 * Math.PI);
  brush.fillStyle = palette.alarm;
  brush.fill();
  brush.font = `700 10px ${font}`;
  brush.fillStyle = palette.paper;
  brush.fillText("!", at.x, at.y + 0.5);
}

function drawDot(brush: Brush, dot: DotShape, radius: number, palette: Palette): void {
  const { at, tone, filled, lost, marked } = dot;
  if (marked) drawMark(brush, at, radius + 5, palette);
  if (lost) return drawCross(brush, at, radius * 0.9, palette.alarm);
  const reach = tone === "answer" ? radius * 0.6 : radius;
  brush.beginPath();
  brush.arc(at.x, at.y, reach + 1.5, 0, 2 * Math.PI);
  brush.fillStyle = palette.paper;
  brush.fill();
  brush.beginPath();
  brush.arc(at.x, at.y, filled ? reach : reach - 0.75, 0, 2 * Math.PI);
  if (filled) {
    brush.fillStyle = colorOf(tone, palette);
    brush.fill();
    return;
  }
  brush.lineWidth = 1.75;
  brush.strokeStyle = colorOf(tone, palette);
  brush.stroke();
}

/** A ring around the message that is being looked at. */
function drawMark(brush: Brush, { x, y }: Point, radius: number, { ink }: Palette): void {
  brush.beginPath();
  brush.arc(x, y, radius, 0, 2 * Math.PI);
  brush.lineWidth = 1.5;
  brush.strokeStyle = ink;
  brush.stroke();
}

/** The way that the newest data took: a line with a head at its end. */
function drawArrow(brush: Brush, way: Way, square: number, { accent }: Palette): void {
  const { from, to } = way;
  drawLine(brush, way, { color: accent, width: square < 16 ? 1.25 : 2 });
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const head = Math.min(9, Math.max(4, square * 0.3));
  brush.beginPath();
  brush.moveTo(to.x, to.y);
  brush.lineTo(to.x - head * (dx - dy * 0.5), to.y - head * (dy + dx * 0.5));
  brush.lineTo(to.x - head * (dx + dy * 0.5), to.y - head * (dy - dx * 0.5));
  brush.closePath();
  brush.fillStyle = accent;
  brush.fill();
}

/** The line that is drawn across the links that are to be cut. */
function drawKnife(brush: Brush, line: Way, { alarm }: Palette): void {
  brush.setLineDash([6, 5]);
  drawLine(brush, line, { color: alarm, width: 2 });
  brush.setLineDash([]);
}

function dotRadius(square: number): number {
  return Math.min(6.5, Math.max(3.5, square * 0.19));
}

function colorOf(tone: Tone, palette: Palette): string {
  switch (tone) {
    case "newest":
      return palette.accent;
    case "chosen":
      return palette.chosen;
    case "answer":
      return palette["ink-soft"];
    default:
      return tone satisfies never;
  }
}
