import type { GossipPlayground } from "../src/playground/gossip-playground";
import { test } from "./playground-page";
import { expect } from "./room";

/** A frame that takes longer than two of sixty in a second is seen to stutter. */
const MAX_FRAME_MS = 2_000 / 60;
const SHOWN_MS = 4_000;
const LOOKS = 60;

test("two hundred nodes: frames while they play, and how long it takes to look back", async ({ playground }) => {
  test.setTimeout(120_000);
  for (const shape of ["random", "complete"] as const) {
    await playground.slide("Nodes", 200);
    await playground.select("Links", shape);
    await playground.node(1).press("w");
    await playground.pass(10);
    await playground.button("Play").click();
    const frames = await playground.page.evaluate(async (shownMs) => {
      const times: number[] = [];
      const look = (time: number) => {
        times.push(time);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      await new Promise((resolve) => setTimeout(resolve, shownMs));
      return times.slice(1).map((time, i) => time - (times[i] ?? 0));
    }, SHOWN_MS);
    await playground.button("Pause").click();
    const looks = await playground.root.evaluate(async (element: GossipPlayground, count) => {
      const times: number[] = [];
      const slider = element.shadowRoot?.querySelector("run-controls")?.shadowRoot?.querySelector("input");
      for (let i = 0; slider && i < count; i++) {
        const started = performance.now();
        slider.value = String((i * 377) % 1_000);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await element.updateComplete;
        times.push(performance.now() - started);
      }
      return times;
    }, LOOKS);
    process.stdout.write(`  200 nodes, ${shape}: frames ${words(frames)}; a look back ${words(looks)}\n`);
    expect(frames.length).toBeGreaterThan(10);
    expect(looks).toHaveLength(LOOKS);
    expect(at(frames, 0.95)).toBeLessThan(MAX_FRAME_MS);
    expect(at(looks, 0.95)).toBeLessThan(2 * MAX_FRAME_MS);
  }
});

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((left, right) => left - right);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

function words(times: readonly number[]): string {
  return `${at(times, 0.5).toFixed(1)} ms (95 %: ${at(times, 0.95).toFixed(1)}, most: ${at(times, 1).toFixed(1)})`;
}
