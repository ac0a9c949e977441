import { expect, test } from "vitest";
import { MAX_SHUN_MS, MAX_SHUNNED, MIN_SHUN_MS, Quarantine } from "./quarantine";
import { createPeerId } from "./room-key";

const [ANNA, BERT] = [createPeerId(), createPeerId()];

test("B6: who broke its budget is shunned for a while, and longer each time again, up to the maximum", () => {
  const quarantine = new Quarantine();
  let now = 0;
  let shunMs = MIN_SHUN_MS;
  for (let i = 0; i < 12; i++) {
    quarantine.add(ANNA, now);
    expect(quarantine.has(ANNA, now + shunMs - 1)).toBe(true);
    expect(quarantine.has(ANNA, now + shunMs)).toBe(false);
    expect(quarantine.has(BERT, now)).toBe(false);
    now += shunMs;
    shunMs = Math.min(2 * shunMs, MAX_SHUN_MS);
  }
  expect(shunMs).toBe(MAX_SHUN_MS);
});

test("B7: of ever so many no more are remembered than the limit, the latest", () => {
  const quarantine = new Quarantine();
  quarantine.add(ANNA, 0);
  quarantine.add(BERT, 0);
  for (let i = 1; i < MAX_SHUNNED; i++) quarantine.add(createPeerId(), 0);
  expect([quarantine.has(ANNA, 0), quarantine.has(BERT, 0)]).toEqual([false, true]);
});
