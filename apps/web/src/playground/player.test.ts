import { describe, expect, it } from "vitest";
import { MAX_FRAME_MS, Player, STEP_MS } from "./player";

describe("the player", () => {
  it("lets virtual time pass as the speed says", () => {
    const player = new Player();
    expect(player.advance(16)).toBe(16_000);
    player.speed = 0.1;
    expect(player.advance(16)).toBe(1_600);
    player.speed = 20;
    expect(player.advance(16)).toBe(320_000);
  });

  it("stands still while paused", () => {
    const player = new Player();
    player.playing = false;
    expect(player.advance(16)).toBe(0);
  });

  it("does not make up for a time in which the page was asleep", () => {
    expect(new Player().advance(60_000)).toBe(MAX_FRAME_MS * 1_000);
  });

  it("passes whole µs and loses none", () => {
    const player = new Player();
    player.speed = 0.25;
    const passed = Array.from({ length: 1_000 }, () => player.advance(0.0166));
    expect(passed.every(Number.isInteger)).toBe(true);
    const sum = passed.reduce((total, us) => total + us, 0);
    expect(Math.abs(sum - 0.25 * 16_600)).toBeLessThanOrEqual(1);
  });

  it("moves by whole steps for those who prefer less motion", () => {
    const player = new Player();
    player.stepping = true;
    player.speed = 0.5;
    const passed = Array.from({ length: 100 }, () => player.advance(10)).filter((us) => us > 0);
    expect(new Set(passed)).toEqual(new Set([STEP_MS * 500]));
    expect(passed.length).toBe(Math.floor(1_000 / STEP_MS));
  });
});
