import { correction, generate } from "lean-qr/nano";
import { expect, test } from "vitest";
import { qrCodeOf } from "./qr-code";

const LINK = "https://hearsay.example/?strategy=rumor&interval=500#AbCdEfGhIjKlMnOpQrStUv";

test("the path covers the dark squares and nothing else, within four light ones all around", () => {
  const code = qrCodeOf(LINK);
  const modules = generate(LINK, { minCorrectionLevel: correction.M });
  expect(code?.size).toBe(modules.size + 8);
  const dark = new Set<string>();
  for (const [, x, y, width] of (code?.path ?? "").matchAll(/M(\d+) (\d+)h(\d+)v1H\1z/g)) {
    for (let i = 0; i < Number(width); i++) dark.add(`${Number(x) + i - 4} ${Number(y) - 4}`);
  }
  const expected = new Set<string>();
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) if (modules.get(x, y)) expected.add(`${x} ${y}`);
  }
  expect(dark).toEqual(expected);
});

test("a link that is too long has no code", () => {
  expect(qrCodeOf(`https://hearsay.example/${"x".repeat(10_000)}`)).toBeUndefined();
});
