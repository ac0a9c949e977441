import { describe, expect, it } from "vitest";
import { linksAcrossHalves } from "../links";
import { Session } from "../session";
import { DEFAULT_SETTINGS, type PlaygroundSettings } from "../settings";
import { View } from "../view";
import { CHALLENGES, type Outcome } from "./challenge";

const SECOND = 1_000_000;
const start = (changes: Partial<PlaygroundSettings>) => new Session({ ...DEFAULT_SETTINGS, ...changes });
const write = (session: Session, node: number) => session.act({ type: "write", node, crashes: false });
const view = (session: Session) => new View(session.film, { seen: session.film.length, atUs: session.nowUs });

function outcome(name: string, session: Session): Outcome {
  const challenge = CHALLENGES.find((each) => each.name === name);
  if (!challenge) throw new Error(`Expected a challenge, got ${name}`);
  return challenge.check(view(session));
}

describe("the challenges", () => {
  it("soon, and with few words: a tree that has grown does it, push and the naive way do not", () => {
    const network = { nodes: 25, shape: "random", degree: 8, latencyMs: 100, messagesPerSecond: undefined } as const;
    const outcomes = (["broadcast", "push", "plumtree"] as const).map((strategy) => {
      const session = start({ ...network, strategy, intervalMs: 50 });
      for (let i = 0; i < 12; i++) {
        write(session, 0);
        session.runTo(session.nowUs + 5 * SECOND);
        if (outcome("sparse", session).type === "done") return "done";
      }
      return "open";
    });
    expect(outcomes).toEqual(["open", "open", "done"]);
    expect(outcome("sparse", start({ ...network, shape: "complete" }))).toMatchObject({ type: "open" });
  });

  it("four in ten are gone: gossip brings the news to the rest, the naive way does not, and cheating does not count", () => {
    const play = (strategy: "push" | "broadcast", crashFirst: boolean) => {
      const session = start({ strategy, lossPercent: 30, nodes: 20 });
      const crash = () => {
        for (let node = 0; node < 8; node++) session.act({ type: "crash", node });
      };
      if (crashFirst) crash();
      write(session, crashFirst ? 12 : 0);
      session.runTo(strategy === "push" ? 3 * SECOND : SECOND);
      if (!crashFirst) crash();
      session.runTo(120 * SECOND);
      if (crashFirst) session.act({ type: "crash", node: 12 });
      return outcome("crashes", session).type;
    };
    expect([play("push", false), play("broadcast", false), play("push", true)]).toEqual(["done", "open", "open"]);
  });

  it("the Δ that beats naive: a middling one does, a long one does not, and with the settings changed none counts", () => {
    const play = (intervalMs: number, changed: boolean) => {
      const session = start({ nodes: 25, messagesPerSecond: 2, latencyMs: 50, intervalMs });
      write(session, 0);
      if (changed) session.act({ type: "change", settings: { ...session.settings, lossPercent: 5 } });
      session.runTo(100 * SECOND);
      return outcome("interval", session);
    };
    expect(play(500, false)).toMatchObject({ type: "done" });
    expect(play(500, true).type).toBe("open");
    expect(play(3_000, false)).toMatchObject({ type: "open", lacks: expect.stringContaining("the naive way") });
  });

  it("apart and together: a partition that is healed after five seconds, and no other", () => {
    const play = (cut: boolean, waitSeconds: number) => {
      const session = start({});
      const links = linksAcrossHalves(view(session).links, session.settings.nodes);
      if (cut) session.act({ type: "cut", links });
      write(session, 0);
      session.runTo(waitSeconds * SECOND);
      session.act({ type: "mend", links });
      session.runTo(100 * SECOND);
      return outcome("heal", session).type;
    };
    expect([play(true, 6), play(true, 1), play(false, 6)]).toEqual(["done", "open", "open"]);
  });
});
