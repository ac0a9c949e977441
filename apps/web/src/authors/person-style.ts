import { COLOR_COUNT } from "../palette";

/**
 * The custom properties by which a person's text is told apart: `--person`, a color, and `--person-line`, a style of
 * underline, for whoever does not see the color. `color` is any integer from 0 on.
 */
export function personStyle(color: number): string {
  const index = color % COLOR_COUNT;
  return `--person: var(--person-${index}); --person-line: ${LINES[index % LINES.length]}`;
}

const LINES = ["solid", "dashed", "dotted", "double"] as const;
