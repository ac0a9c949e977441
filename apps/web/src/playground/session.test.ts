import { describe, expect, it } from "vitest";
import { replay } from "./record";
import { Session } from "./session";
import { DEFAULT_SETTINGS, type PlaygroundSettings, UPLINKS } from "./settings";

const SECOND = 1_000_000;
const start = (changes: Partial<PlaygroundSettings>) => new Session({ ...DEFAULT_SETTINGS, ...changes });
const labels = (session: Session) => session.standing.nodes.map(({ label }) => label);

describe("a session", () => {
  it("tells with the naive way and a crash half way, at any throughput, half of the nodes, and no more for ever", () => {
    for (const messagesPerSecond of UPLINKS) {
      const session = start({ strategy: "broadcast", nodes: 12, messagesPerSecond });
      session.arm(true);
      session.write(2);
      session.runTo(1_000 * SECOND);
      expect(session.standing, String(messagesPerSecond)).toMatchObject({ living: 11, differing: 6 });
      expect(session.quiet).toBe(true);
    }
  });

  it("reaches everyone with gossip, though the writer crashed after one message", () => {
    for (const messagesPerSecond of UPLINKS) {
      const session = start({ strategy: "push", nodes: 12, messagesPerSecond });
      session.arm(true);
      session.write(2);
      session.runTo(60 * SECOND);
      expect(session.isAlive(2)).toBe(false);
      expect(session.standing, String(messagesPerSecond)).toMatchObject({ living: 11, differing: 0 });
      expect(session.latestWrite?.everywhere).toBeDefined();
    }
  });

  it("crashes the writer after one message where it has two neighbors or one, and at once where it has none", () => {
    for (const messagesPerSecond of UPLINKS) {
      for (const [nodes, told] of [
        [3, 1],
        [2, 1],
        [2, 0],
      ] as const) {
        const session = start({ strategy: "broadcast", nodes, messagesPerSecond });
        if (told === 0) session.split();
        session.arm(true);
        session.write(0);
        session.runTo(10 * SECOND);
        const title = `${nodes} nodes, ${told} told, at ${messagesPerSecond}`;
        expect([session.isAlive(0), session.doomed, session.messages], title).toEqual([false, undefined, told]);
        expect(
          labels(session)
            .slice(1)
            .filter((label) => label === "A"),
          title,
        ).toHaveLength(told);
      }
    }
  });

  it("mends with gossip what the naive way left different", () => {
    const session = start({ strategy: "broadcast" });
    session.arm(true);
    session.write(0);
    session.runTo(10 * SECOND);
    expect(session.standing.differing).toBe(6);
    session.change({ ...session.settings, strategy: "push" });
    session.runTo(60 * SECOND);
    expect(session.standing.differing).toBe(0);
  });

  it("brings nothing across a cut until it is mended", () => {
    const session = start({ shape: "line", nodes: 10 });
    session.cut(4, 5);
    session.write(0);
    session.runTo(200 * SECOND);
    expect(session.standing.differing).toBe(5);
    expect(labels(session).slice(5)).toEqual(Array(5).fill(undefined));
    session.mend(5, 4);
    session.runTo(400 * SECOND);
    expect(session.standing.differing).toBe(0);
  });

  it("splits every shape in two, and makes it whole again", () => {
    for (const shape of ["complete", "ring", "line", "grid", "random"] as const) {
      const session = start({ shape, nodes: 12 });
      session.split();
      session.write(0);
      session.runTo(200 * SECOND);
      expect(labels(session).slice(6), shape).toEqual(Array(6).fill(undefined));
      session.mendAll();
      session.runTo(400 * SECOND);
      expect(session.standing.differing, shape).toBe(0);
    }
  });

  it("brings a crashed node back with its old copy, and with the setting of the day", () => {
    const session = start({ strategy: "broadcast", nodes: 5 });
    session.write(0);
    session.runTo(5 * SECOND);
    session.crash(4);
    session.write(0);
    session.change({ ...session.settings, strategy: "push" });
    session.runTo(20 * SECOND);
    session.revive(4);
    expect(labels(session)).toEqual(["B", "B", "B", "B", "A"]);
    session.runTo(60 * SECOND);
    expect(labels(session)).toEqual(Array(5).fill("B"));
    expect(session.log.newestFirst.filter(({ text }) => text === "Node 5 wrote A.")).toEqual([]);
  });

  it("sends n - 1 messages with the naive way, and one for each node and Δ with push", () => {
    const naive = start({ strategy: "broadcast", nodes: 12 });
    naive.write(3);
    naive.runTo(60 * SECOND);
    expect(naive.messages).toBe(11);
    expect(naive.latestWrite?.everywhere).toMatchObject({ messages: 11 });
    const push = start({ strategy: "push", nodes: 12 });
    push.write(3);
    push.runTo(30 * SECOND);
    const before = push.messages;
    push.runTo(40 * SECOND);
    expect(push.messages - before).toBe(120);
  });

  it("shows what the article says: a narrow uplink favors gossip, a wide one the naive way", () => {
    const tookSeconds = (changes: Partial<PlaygroundSettings>) => {
      const session = start(changes);
      session.write(0);
      session.runTo(120 * SECOND);
      return (session.latestWrite?.everywhere?.tookUs ?? Number.POSITIVE_INFINITY) / SECOND;
    };
    const narrow = { nodes: 25, latencyMs: 50, messagesPerSecond: 1 };
    expect(tookSeconds({ ...narrow, strategy: "broadcast" })).toBeGreaterThan(20);
    expect(tookSeconds({ ...narrow, strategy: "push" })).toBeLessThan(18);
    const wide = { nodes: 25, messagesPerSecond: undefined };
    expect(tookSeconds({ ...wide, strategy: "broadcast" })).toBe(0.5);
    expect(tookSeconds({ ...wide, strategy: "push" })).toBeGreaterThan(3);
  });

  it("moves by single events that can be seen, and says when none comes", () => {
    const session = start({ strategy: "broadcast", nodes: 3 });
    expect(session.runToNextEvent()).toBe(false);
    session.write(0);
    let events = 0;
    while (session.runToNextEvent()) events++;
    // Two messages, each sent and received.
    expect(events).toBe(4);
    expect(session.log.newestFirst.map(({ text }) => text)).toEqual([
      "Node 3 took A from node 1.",
      "Node 2 took A from node 1.",
      "Node 1 sent A to node 3.",
      "Node 1 sent A to node 2.",
      "Node 1 wrote A.",
    ]);
  });

  it("ends what was on its way on a link that is cut", () => {
    const session = start({ strategy: "broadcast", nodes: 2, latencyMs: 1_000 });
    session.write(0);
    session.runTo(SECOND / 2);
    session.cut(0, 1);
    session.runTo(5 * SECOND);
    expect(session.standing.differing).toBe(1);
    expect(session.traffic.all).toEqual([]);
  });

  it("can be played again from its record, to the same hash", () => {
    const session = start({ seed: 7, shape: "random", lossPercent: 20 });
    session.write(0);
    session.runTo(1_234_567);
    session.cut(...(session.links.all[3]?.ends ?? [0, 1]));
    session.arm(true);
    session.write(5);
    for (let i = 0; i < 25; i++) session.runToNextEvent();
    session.crash(1);
    session.change({ ...session.settings, strategy: "rumor", latencyMs: 100 });
    session.runTo(15 * SECOND + 1);
    session.revive(1);
    session.revive(5);
    session.write(6);
    session.mendAll();
    session.runToNextEvent();
    session.runTo(20 * SECOND);
    const replayed = replay(JSON.parse(JSON.stringify(session.record)));
    expect([replayed.traceHash, replayed.now]).toEqual([session.traceHash, session.nowUs]);
  });

  it("lets a rumor run after the way of spreading was changed", () => {
    const session = start({ strategy: "push" });
    session.change({ ...session.settings, strategy: "rumor" });
    session.write(2);
    session.runTo(8 * SECOND);
    expect(session.standing.differing).toBeLessThan(session.settings.nodes / 2);
  });
});
