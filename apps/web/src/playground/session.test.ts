import { describe, expect, it } from "vitest";
import { linksAcrossHalves } from "./links";
import { logLines } from "./log-lines";
import type { Move } from "./move";
import { replay } from "./replay";
import { Session } from "./session";
import { DEFAULT_SETTINGS, type PlaygroundSettings, UPLINKS } from "./settings";
import { View } from "./view";

const SECOND = 1_000_000;
const start = (changes: Partial<PlaygroundSettings>) => new Session({ ...DEFAULT_SETTINGS, ...changes });
const view = (session: Session) => new View(session.film, { seen: session.film.length, atUs: session.nowUs });
const labels = (session: Session) => view(session).nodes.map(({ label }) => label);
const standing = (session: Session) => ({ living: view(session).living, differing: view(session).differing });
const act = (session: Session, move: Move) => expect(session.act(move)).toBe(true);
const write = (session: Session, node: number) => act(session, { type: "write", node, crashes: false });
const writeAndCrash = (session: Session, node: number) => act(session, { type: "write", node, crashes: true });
const change = (session: Session, changes: Partial<PlaygroundSettings>) =>
  act(session, { type: "change", settings: { ...session.settings, ...changes } });
const split = (session: Session) =>
  act(session, { type: "cut", links: linksAcrossHalves(view(session).links, session.settings.nodes) });
const mendAll = (session: Session) =>
  act(session, { type: "mend", links: view(session).links.map(({ ends }) => ends) });

describe("a session", () => {
  it("tells with the naive way and a crash half way, at any throughput, half of the nodes, and no more for ever", () => {
    for (const messagesPerSecond of UPLINKS) {
      const session = start({ strategy: "broadcast", nodes: 12, messagesPerSecond });
      writeAndCrash(session, 2);
      session.runTo(1_000 * SECOND);
      expect(standing(session), String(messagesPerSecond)).toMatchObject({ living: 11, differing: 6 });
      expect(session.quiet).toBe(true);
    }
  });

  it("reaches everyone with gossip, though the writer crashed after one message", () => {
    for (const messagesPerSecond of UPLINKS) {
      const session = start({ strategy: "push", nodes: 12, messagesPerSecond });
      writeAndCrash(session, 2);
      session.runTo(60 * SECOND);
      expect(view(session).nodes[2]?.alive).toBe(false);
      expect(standing(session), String(messagesPerSecond)).toMatchObject({ living: 11, differing: 0 });
      expect(view(session).latestWrite?.everywhere).toBeDefined();
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
        if (told === 0) split(session);
        writeAndCrash(session, 0);
        session.runTo(10 * SECOND);
        const title = `${nodes} nodes, ${told} told, at ${messagesPerSecond}`;
        expect([view(session).nodes[0]?.alive, view(session).doomed, view(session).traffic.sent], title).toEqual([
          false,
          undefined,
          told,
        ]);
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
    writeAndCrash(session, 0);
    session.runTo(10 * SECOND);
    expect(standing(session).differing).toBe(6);
    change(session, { strategy: "push" });
    session.runTo(60 * SECOND);
    expect(standing(session).differing).toBe(0);
  });

  it("brings nothing across a cut until it is mended", () => {
    const session = start({ shape: "line", nodes: 10 });
    act(session, { type: "cut", links: [[4, 5]] });
    write(session, 0);
    session.runTo(200 * SECOND);
    expect(standing(session).differing).toBe(5);
    expect(labels(session).slice(5)).toEqual(Array(5).fill(undefined));
    act(session, { type: "mend", links: [[4, 5]] });
    session.runTo(400 * SECOND);
    expect(standing(session).differing).toBe(0);
  });

  it("splits every shape in two, and makes it whole again", () => {
    for (const shape of ["complete", "ring", "line", "grid", "random"] as const) {
      const session = start({ shape, nodes: 12 });
      split(session);
      write(session, 0);
      session.runTo(200 * SECOND);
      expect(labels(session).slice(6), shape).toEqual(Array(6).fill(undefined));
      mendAll(session);
      session.runTo(400 * SECOND);
      expect(standing(session).differing, shape).toBe(0);
    }
  });

  it("brings a crashed node back with its old copy, and with the setting of the day", () => {
    const session = start({ strategy: "broadcast", nodes: 5 });
    write(session, 0);
    session.runTo(5 * SECOND);
    act(session, { type: "crash", node: 4 });
    write(session, 0);
    change(session, { strategy: "push" });
    session.runTo(20 * SECOND);
    act(session, { type: "revive", node: 4 });
    expect(labels(session)).toEqual(["B", "B", "B", "B", "A"]);
    session.runTo(60 * SECOND);
    expect(labels(session)).toEqual(Array(5).fill("B"));
    expect(logLines(view(session)).filter(({ text }) => text === "Node 5 wrote A.")).toEqual([]);
  });

  it("sends n - 1 messages with the naive way, and one for each node and Δ with push", () => {
    const naive = start({ strategy: "broadcast", nodes: 12 });
    write(naive, 3);
    naive.runTo(60 * SECOND);
    expect(view(naive).traffic.sent).toBe(11);
    expect(view(naive).latestWrite?.everywhere).toMatchObject({ messages: 11 });
    const push = start({ strategy: "push", nodes: 12 });
    write(push, 3);
    push.runTo(30 * SECOND);
    const before = view(push).traffic.sent;
    push.runTo(40 * SECOND);
    expect(view(push).traffic.sent - before).toBe(120);
  });

  it("shows what the article says: a narrow uplink favors gossip, a wide one the naive way", () => {
    const tookSeconds = (changes: Partial<PlaygroundSettings>) => {
      const session = start(changes);
      write(session, 0);
      session.runTo(120 * SECOND);
      return (view(session).latestWrite?.everywhere?.tookUs ?? Number.POSITIVE_INFINITY) / SECOND;
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
    write(session, 0);
    let events = 0;
    while (session.runToNextEvent()) events++;
    // Two messages, each sent and received.
    expect(events).toBe(4);
    expect(logLines(view(session)).map(({ text }) => text)).toEqual([
      "Node 3 took A from node 1.",
      "Node 2 took A from node 1.",
      "Node 1 sent A to node 3.",
      "Node 1 sent A to node 2.",
      "Node 1 wrote A.",
    ]);
  });

  it("ends what was on its way on a link that is cut", () => {
    const session = start({ strategy: "broadcast", nodes: 2, latencyMs: 1_000 });
    write(session, 0);
    session.runTo(SECOND / 2);
    act(session, { type: "cut", links: [[0, 1]] });
    session.runTo(5 * SECOND);
    expect(standing(session).differing).toBe(1);
    expect(view(session).messages).toEqual([]);
  });

  it("can be played again from its record, to the same hash", () => {
    const session = start({ seed: 7, shape: "random", lossPercent: 20 });
    write(session, 0);
    session.runTo(1_234_567);
    act(session, { type: "cut", links: [view(session).links[3]?.ends ?? [0, 1]] });
    writeAndCrash(session, 5);
    for (let i = 0; i < 25; i++) session.runToNextEvent();
    act(session, { type: "crash", node: 1 });
    change(session, { strategy: "rumor", latencyMs: 100 });
    session.runTo(15 * SECOND + 1);
    act(session, { type: "revive", node: 1 });
    act(session, { type: "revive", node: 5 });
    write(session, 6);
    mendAll(session);
    session.runToNextEvent();
    session.runTo(20 * SECOND);
    const replayed = replay(JSON.parse(JSON.stringify(session.record)));
    expect([replayed.traceHash, replayed.nowUs]).toEqual([session.traceHash, session.nowUs]);
  });

  it("lets a rumor run after the way of spreading was changed", () => {
    const session = start({ strategy: "push" });
    change(session, { strategy: "rumor" });
    write(session, 2);
    session.runTo(8 * SECOND);
    expect(standing(session).differing).toBeLessThan(session.settings.nodes / 2);
  });
});
