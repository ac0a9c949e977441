import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const PROGRAM = fileURLToPath(new URL("./simulate.ts", import.meta.url));

function simulate(line: string) {
  const args = line.split(" ").filter((word) => word !== "");
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--import", "tsx", PROGRAM, ...args], {
    encoding: "utf8",
  });
  return { stdout, stderr, status };
}

describe("npm run simulate", { timeout: 60_000 }, () => {
  it("prints a table of what the run took", () => {
    const { stdout, status } = simulate(
      "--nodes 100 --strategy push --latency 50ms --throughput 1Mbit --loss 10% --seed 7",
    );
    expect(status).toBe(0);
    expect(stdout).toContain("100 nodes, complete, push, Δ 200 ms, latency 50ms");
    expect(stdout).toMatch(/^rounds .+ \d+\.\d+$/m);
    expect(stdout).toMatch(/^living nodes that know +100 of 100$/m);
    expect(stdout).toMatch(/^trace hash +[0-9a-f]{16}$/m);
  });

  it("prints one object and nothing else with --json, the same for the same seed", () => {
    const line = "--nodes 50 --lockstep --topology random:4 --seed 3 --json";
    const { stdout, stderr } = simulate(line);
    expect(stderr).toBe("");
    const figures: Record<string, unknown> = JSON.parse(stdout);
    expect(figures).toMatchObject({ covered: 50, nodes: 50, seed: 3, topology: "random:4" });
    expect(Number.isInteger(figures.rounds)).toBe(true);
    // Lockstep: the last news arrives one latency after the last round began.
    expect(figures.coveredMs).toBe(Number(figures.rounds) * 200 + 50);
    expect(figures.messages).toBeGreaterThan(50);
    expect(figures.traceHash).toMatch(/^[0-9a-f]{16}$/);
    expect(simulate(line).stdout).toBe(stdout);
  });

  it("shows with --crash that the naive way stays half done: rounds and coveredMs are null", () => {
    const { stdout } = simulate("--nodes 10 --strategy broadcast --crash 0@after:3 --json");
    expect(JSON.parse(stdout)).toMatchObject({ alive: 9, covered: 3, messages: 3, rounds: null, coveredMs: null });
  });

  it("lets a share of the nodes crash", () => {
    const { stdout } = simulate("--nodes 40 --crash 25%@0ms --crash 0@3s --json");
    expect(JSON.parse(stdout)).toMatchObject({ alive: 29, covered: 29 });
  });

  it("tells means and standard errors with --seeds", () => {
    const line = "--nodes 30 --seeds 20 --size 1kB";
    expect(simulate(line).stdout).toMatch(/^rounds .+ \d+\.\d+ ± 0\.\d+$/m);
    expect(JSON.parse(simulate(`${line} --json`).stdout)).toMatchObject({
      seeds: 20,
      covered: 30,
      rounds: expect.any(Number),
      standardErrors: { covered: 0, rounds: expect.any(Number) },
    });
  });

  it("prints what happens, line by line, with --trace", () => {
    const { stdout } = simulate("--nodes 2 --strategy broadcast --trace");
    expect(stdout.split("\n").slice(0, 4)).toEqual([
      "       0.0 ms  n0 wrote",
      "       0.0 ms  n0 → n1 push",
      "      50.0 ms  n1 ← n0 push accepted",
      "",
    ]);
  });

  it("writes the boundary as CSV and SVG with --sweep, and names the files", () => {
    const folder = mkdtempSync(join(tmpdir(), "hearsay-sweep-"));
    try {
      const { stdout, status } = simulate(`--sweep latency,throughput --nodes 10 --seeds 8 --out ${folder}`);
      expect(status).toBe(0);
      expect(stdout).toBe(`${join(folder, "sweep.csv")}\n${join(folder, "sweep.svg")}\n`);
      const [header, ...rows] = readFileSync(join(folder, "sweep.csv"), "utf8").trimEnd().split("\n");
      expect(header).toBe("latencyMs,throughputKbit,naiveMs,gossipMs,faster,boundaryKbit,formulaKbit");
      expect(new Set(rows.map((row) => row.split(",")[4]))).toEqual(new Set(["naive", "gossip"]));
      const svg = readFileSync(join(folder, "sweep.svg"), "utf8");
      expect(svg).toContain("<title>Naive or gossip: 10 nodes");
      expect(svg).not.toContain("NaN");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("explains itself with --help", () => {
    const { stdout, status } = simulate("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("npm run simulate -- --nodes 1000");
  });
});

describe("a command line that makes no sense", { timeout: 60_000 }, () => {
  it.each([
    ["--latency abc", '--latency: expected a time such as 50ms, got "abc"'],
    ["--topology random:7 --nodes 4", "Expected a degree below 4"],
  ])("%s: is told in one line, with exit code 2 and nothing on stdout", (line, message) => {
    const { stdout, stderr, status } = simulate(line);
    expect(stderr).toContain(message);
    expect([stdout, status]).toEqual(["", 2]);
  });
});
