import { describe, expect, it } from "vitest";
import { chance, duration, latency, rate, size, topology } from "./quantities";

describe("how values are written", () => {
  it.each([
    ["50ms", 50_000],
    ["1.5s", 1_500_000],
    ["4.35s", 4_350_000],
    ["250us", 250],
    ["2min", 120_000_000],
    ["0ms", 0],
  ])("a time: %s", (text, us) => {
    expect(duration.parse(text)).toBe(us);
    expect(duration.parse(duration.print(us))).toBe(us);
  });

  it.each(["", "50", "ms", "-5ms", "5 ms", "1h", "0.5us", "1e400s", "5toString"])("no time: %j", (text) => {
    expect(() => duration.parse(text)).toThrow(`expected a time such as 50ms, got "${text}"`);
  });

  it.each([
    ["1Mbit", 125_000],
    ["8kbit", 1_000],
    ["10kB/s", 10_000],
    ["1B/s", 1],
    ["1bit", 0.125],
    ["none", undefined],
  ])("a throughput: %s", (text, bytesPerSecond) => {
    expect(rate.parse(text)).toBe(bytesPerSecond);
    expect(rate.parse(rate.print(bytesPerSecond))).toBe(bytesPerSecond);
  });

  it.each(["0Mbit", "fast", "1", "1Mbps"])("no throughput: %j", (text) => {
    expect(() => rate.parse(text)).toThrow("expected a throughput");
  });

  it("a size and a chance", () => {
    expect([size.parse("1kB"), size.parse("1.5kB"), size.parse("300B")]).toEqual([1_000, 1_500, 300]);
    expect([chance.parse("0.1"), chance.parse("10%"), chance.parse("1"), chance.parse("0")]).toEqual([0.1, 0.1, 1, 0]);
    for (const text of ["0B", "0.5B", "1"]) expect(() => size.parse(text)).toThrow("expected a size");
    for (const text of ["101%", "1.1", "-0.1", "all"]) expect(() => chance.parse(text)).toThrow("expected a chance");
  });

  it("a latency", () => {
    expect(latency.parse("50ms")).toEqual({ type: "fixed", us: 50_000 });
    expect(latency.parse("20ms-80ms")).toEqual({ type: "uniform", minUs: 20_000, maxUs: 80_000 });
    expect(latency.parse("exp:50ms")).toEqual({ type: "exponential", meanUs: 50_000 });
    for (const text of ["80ms-20ms", "1ms-2ms-3ms", "exp:", "-"]) expect(() => latency.parse(text)).toThrow("expected");
  });

  it("a topology", () => {
    expect(topology.parse("random:3")).toEqual({ type: "random", degree: 3 });
    const links = topology.parse("links:0-1,1-2");
    expect(links).toEqual({
      type: "links",
      links: [
        [0, 1],
        [1, 2],
      ],
    });
    expect(topology.print(links)).toBe("links:0-1,1-2");
    for (const text of ["random", "random:x", "links:0", "ring:3", ""]) {
      expect(() => topology.parse(text)).toThrow("expected");
    }
  });
});
