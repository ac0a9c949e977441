import { correction, generate } from "lean-qr/nano";

/** A QR code to be drawn: dark squares of 1 × 1 on a light ground. */
export interface QrCode {
  /** How many squares wide and high it is, the quiet zone included. */
  readonly size: number;
  /** The dark squares, as the `d` of an SVG path. */
  readonly path: string;
}

/** The code of `text`, as small as medium error correction allows. Undefined where the text is too long for one. */
export function qrCodeOf(text: string): QrCode | undefined {
  try {
    const modules = generate(text, { minCorrectionLevel: correction.M });
    return { size: modules.size + 2 * QUIET_MODULES, path: pathOf(modules) };
  } catch {
    return undefined;
  }
}

/** How much light there has to be around a code (ISO/IEC 18004). */
const QUIET_MODULES = 4;

/** Row by row, what is dark in a row as one rectangle: squares side by side would show seams. */
function pathOf({ size, get }: Pick<ReturnType<typeof generate>, "get" | "size">): string {
  let path = "";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const start = x;
      while (x < size && get(x, y)) x++;
      if (x > start) path += `M${start + QUIET_MODULES} ${y + QUIET_MODULES}h${x - start}v1H${start + QUIET_MODULES}z`;
    }
  }
  return path;
}
