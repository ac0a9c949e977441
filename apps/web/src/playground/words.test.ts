import { describe, expect, it } from "vitest";
import { describeEvent } from "./log-lines";
import { describeLatest, describeNode } from "./node-words";
import { MAX_LINES, PlayLog } from "./play-log";
import { Session } from "./session";
import { DEFAULT_SETTINGS } from "./settings";

const NAIVE = { ...DEFAULT_SETTINGS, strategy: "broadcast", nodes: 4, messagesPerSecond: undefined } as const;
const SECOND = 1_000_000;

describe("what the playground says", () => {
  it("names every node with its data and how it stands", () => {
    const session = new Session(NAIVE);
    expect(describeNode(session, 2)).toBe("Node 3 of 4, holds nothing");
    session.write(2);
    expect(describeNode(session, 2)).toBe("Node 3 of 4, holds A, the newest data");
    expect(describeNode(session, 0)).toBe("Node 1 of 4, holds nothing, behind");
    session.crash(1);
    expect(describeNode(session, 1)).toBe("Node 2 of 4, crashed");
  });

  it("tells the fate of the latest write", () => {
    const session = new Session(NAIVE);
    expect(describeLatest(session)).toContain("Click a node");
    session.write(0);
    expect(describeLatest(session)).toBe("A has reached 1 of 4 nodes.");
    session.runTo(SECOND);
    expect(describeLatest(session)).toBe("A was everywhere after 0.50 s and 3 messages.");
    session.arm(true);
    session.write(1);
    session.runTo(2 * SECOND);
    expect(describeLatest(session)).toBe(
      "B has reached 1 of 3 nodes. No message is on its way, and nobody is going to send one.",
    );
  });

  it("says when all who hold the latest data are crashed, but not while a message still has it", () => {
    const session = new Session({ ...NAIVE, strategy: "push" });
    session.write(3);
    session.crash(3);
    expect(describeLatest(session)).toBe("A is gone: whoever has it is crashed.");
    session.revive(3);
    expect(describeLatest(session)).toBe("A has reached 1 of 4 nodes.");
    session.arm(true);
    session.write(3);
    while (session.isAlive(3)) session.runToNextEvent();
    expect(describeLatest(session)).toBe("B has reached 0 of 3 nodes.");
    session.runTo(session.nowUs + SECOND / 2);
    expect(describeLatest(session)).toBe("B has reached 1 of 3 nodes.");
  });

  it("says nothing of what does not matter to a reader", () => {
    expect(describeEvent({ type: "thawed", atUs: 0, node: 1 }, undefined)).toBeUndefined();
    const hello = { type: "received", atUs: 0, from: 0, to: 1, kind: "hello", verdict: "noted" } as const;
    expect(describeEvent(hello, undefined)).toBeUndefined();
  });

  it("keeps the last lines only, newest first", () => {
    const log = new PlayLog();
    for (let i = 1; i <= 5 * MAX_LINES; i++) log.add(i, `line ${i}`);
    expect(log.newestFirst).toHaveLength(MAX_LINES);
    expect(log.newestFirst[0]).toEqual({ number: 5 * MAX_LINES, atUs: 5 * MAX_LINES, text: `line ${5 * MAX_LINES}` });
  });
});
