import type { Point } from "./layout";
import type { Palette } from "./palette";
import type { PicturedClock } from "./scene";

export interface ClockOptions {
  readonly palette: Palette;
  readonly font: string;
  /** The side of the square that it belongs to. */
  readonly square: number;
  /** The middle of the picture: a clock hangs at the corner that looks away from it. */
  readonly middle: Point;
}

/** Draws the clock of the node at `at`. A wrong one has a thick rim, and says what is wrong with it. */
export function drawClock(
  brush: CanvasRenderingContext2D,
  clock: PicturedClock,
  at: Point,
  { palette, font, square, middle }: ClockOptions,
): void {
  const [right, down] = [at.x < middle.x - 1 ? -1 : 1, at.y > middle.y + 1 ? 1 : -1];
  const reach = square / 2 + RADIUS * 0.8;
  const center = { x: at.x + right * reach, y: at.y + down * reach };
  const isWrong = clock.mark !== "";
  const color = isWrong ? palette.alarm : palette["ink-soft"];
  brush.beginPath();
  brush.arc(center.x, center.y, RADIUS, 0, 2 * Math.PI);
  brush.fillStyle = palette.paper;
  brush.fill();
  brush.lineWidth = isWrong ? 2.5 : 1.25;
  brush.strokeStyle = color;
  brush.stroke();
  drawHand(brush, center, { turns: clock.hour, length: RADIUS * 0.5, width: 2.25, color });
  drawHand(brush, center, { turns: clock.minute, length: RADIUS * 0.75, width: 1.25, color });
  if (!isWrong) return;
  brush.font = `600 12px ${font}`;
  brush.fillStyle = color;
  brush.textAlign = right > 0 ? "left" : "right";
  brush.textBaseline = "middle";
  brush.fillText(clock.mark, center.x + right * (RADIUS + 6), center.y);
}

interface Hand {
  readonly turns: number;
  readonly length: number;
  readonly width: number;
  readonly color: string;
}

function drawHand(brush: CanvasRenderingContext2D, center: Point, { turns, length, width, color }: Hand): void {
  const angle = 2 * Math.PI * turns;
  brush.lineWidth = width;
  brush.strokeStyle = color;
  brush.beginPath();
  brush.moveTo(center.x, center.y);
  brush.lineTo(center.x + length * Math.sin(angle), center.y - length * Math.cos(angle));
  brush.stroke();
}

const RADIUS = 13;
