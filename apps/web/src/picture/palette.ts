/** The colors of the picture, as the page's tokens stand now. */
export type Palette = Readonly<Record<ColorName, string>>;

/** The tokens that the picture uses, without their leading hyphens. */
export const COLOR_NAMES = [
  "paper",
  "ink",
  "ink-soft",
  "field-line",
  "accent",
  "on-accent",
  "chosen",
  "alarm",
] as const;

/** Reads the colors off an element: a token is light or dark only where something is painted with it. */
export function readPalette(probe: HTMLElement): Palette {
  const style = getComputedStyle(probe);
  const read = (name: ColorName): [ColorName, string] => {
    probe.style.color = `var(--${name})`;
    return [name, style.color];
  };
  return Object.fromEntries(COLOR_NAMES.map(read)) as Record<ColorName, string>;
}

type ColorName = (typeof COLOR_NAMES)[number];
