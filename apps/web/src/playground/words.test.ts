import { describe, expect, it } from "vitest";
import { logLines, MAX_LINES } from "./log-lines";
import { describeLatest, describeNode } from "./node-words";
import { Session } from "./session";
import { DEFAULT_SETTINGS } from "./settings";
import { View } from "./view";

const NAIVE = { ...DEFAULT_SETTINGS, strategy: "broadcast", nodes: 4, messagesPerSecond: undefined } as const;
const SECOND = 1_000_000;
const view = (session: Session) => new View(session.film, { seen: session.film.length, atUs: session.nowUs });
const words = (session: Session) => describeLatest(view(session), session.quiet);

describe("what the playground says", () => {
  it("names every node with its data and how it stands", () => {
    const session = new Session(NAIVE);
    expect(describeNode(view(session), 2)).toBe("Node 3 of 4, holds nothing");
    session.act({ type: "write", node: 2, crashes: false });
    expect(describeNode(view(session), 2)).toBe("Node 3 of 4, holds A, the newest data");
    expect(describeNode(view(session), 0)).toBe("Node 1 of 4, holds nothing, behind");
    session.act({ type: "crash", node: 1 });
    expect(describeNode(view(session), 1)).toBe("Node 2 of 4, crashed");
  });

  it("tells the fate of the latest write", () => {
    const session = new Session(NAIVE);
    expect(words(session)).toContain("Click a node");
    session.act({ type: "write", node: 0, crashes: false });
    expect(words(session)).toBe("A has reached 1 of 4 nodes.");
    session.runTo(SECOND);
    expect(words(session)).toBe("A was everywhere after 0.50 s and 3 messages.");
    session.act({ type: "write", node: 1, crashes: true });
    session.runTo(2 * SECOND);
    expect(words(session)).toBe(
      "B has reached 1 of 3 nodes. No message is on its way, and nobody is going to send one.",
    );
  });

  it("says when all who hold the latest data are crashed, but not while a message still has it", () => {
    const session = new Session({ ...NAIVE, strategy: "push" });
    session.act({ type: "write", node: 3, crashes: false });
    session.act({ type: "crash", node: 3 });
    expect(words(session)).toBe("A is gone: whoever has it is crashed.");
    session.act({ type: "revive", node: 3 });
    expect(words(session)).toBe("A has reached 1 of 4 nodes.");
    session.act({ type: "write", node: 3, crashes: true });
    while (view(session).nodes[3]?.alive) session.runToNextEvent();
    expect(words(session)).toBe("B has reached 0 of 3 nodes.");
    session.runTo(session.nowUs + SECOND / 2);
    expect(words(session)).toBe("B has reached 1 of 3 nodes.");
  });

  it("tells the last that happened only, newest first, and the same again when one looks back", () => {
    const session = new Session({ ...NAIVE, strategy: "push", nodes: 20 });
    session.act({ type: "write", node: 0, crashes: false });
    session.runTo(SECOND / 2);
    const early = view(session);
    const told = logLines(early);
    session.act({ type: "cut", links: [[0, 1]] });
    expect(logLines(view(session))[0]?.text).toBe("The link between node 1 and node 2 was cut.");
    session.runTo(60 * SECOND);
    expect(logLines(view(session))).toHaveLength(MAX_LINES);
    expect(logLines(new View(session.film, early.position))).toEqual(told);
  });
});
