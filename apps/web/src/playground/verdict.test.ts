import { describe, expect, it } from "vitest";
import { Session } from "./session";
import { DEFAULT_SETTINGS, type PlaygroundSettings } from "./settings";
import { judge, stampWords } from "./verdict";
import { View } from "./view";

const SECOND = 1_000_000;
const start = (changes: Partial<PlaygroundSettings>) =>
  new Session({ ...DEFAULT_SETTINGS, strategy: "broadcast", nodes: 2, messagesPerSecond: undefined, ...changes });
const write = (session: Session, node: number) => session.act({ type: "write", node, crashes: false });
const view = (session: Session) => new View(session.film, { seen: session.film.length, atUs: session.nowUs });

/** The words for the first message that left, and why. */
function first(session: Session) {
  const [message] = session.film.messages;
  if (!message) throw new Error("Expected a message");
  return judge(message, view(session));
}

describe("the verdict on a message", () => {
  it("says that a message is on its way, then that it was accepted, and what it took the place of", () => {
    const session = start({});
    write(session, 0);
    expect(first(session)).toEqual({ word: "on its way", why: "It arrives at 0.50 s, if nothing comes between." });
    session.runTo(SECOND);
    expect(first(session)).toEqual({ word: "accepted", why: "Node 2 held nothing: its timestamp is later." });
    write(session, 1);
    session.runTo(2 * SECOND);
    const last = session.film.messages.at(-1);
    expect(last && judge(last, view(session)).why).toBe(
      "Node 1 held A, stamped 0.000 s, by node 1: its timestamp is later.",
    );
  });

  it("knows nothing of what comes later than the moment that is looked at", () => {
    const session = start({});
    write(session, 0);
    const early = view(session).position;
    session.runTo(SECOND);
    const [message] = session.film.messages;
    expect(message && judge(message, new View(session.film, early)).word).toBe("on its way");
    const before = new View(session.film, { seen: 0, atUs: 0 });
    expect(message && judge(message, before)).toEqual({ word: "not sent yet", why: "It leaves at 0.00 s." });
  });

  it("tells what is older than what the receiver holds from what is the very same", () => {
    const stale = start({});
    write(stale, 0);
    stale.runTo(SECOND / 4);
    write(stale, 1);
    stale.runTo(SECOND);
    expect(first(stale).word).toBe("stale");
    expect(first(stale).why).toBe("Node 2 held B, stamped 0.250 s, by node 2, and that is later.");
    const push = start({ strategy: "push", nodes: 3 });
    write(push, 0);
    push.runTo(30 * SECOND);
    const last = push.film.messages.filter(({ end }) => end !== undefined).at(-1);
    expect(last && judge(last, view(push)).word).toBe("duplicate");
  });

  it("says why what did not arrive was lost", () => {
    const cut = start({});
    write(cut, 0);
    cut.act({ type: "cut", links: [[0, 1]] });
    expect(first(cut)).toEqual({ word: "lost", why: "The link was cut while it was on its way." });
    const dead = start({});
    write(dead, 0);
    dead.act({ type: "crash", node: 1 });
    dead.runTo(SECOND);
    expect(first(dead)).toEqual({ word: "lost", why: "Node 2 had crashed before it came." });
    const lossy = start({ lossPercent: 50, nodes: 20 });
    write(lossy, 0);
    const fates = lossy.film.messages.map((message) => judge(message, view(lossy)));
    expect(fates.some(({ why }) => why === "It vanished on its way, and nobody is told.")).toBe(true);
  });

  it("names the clock and the tie of a timestamp", () => {
    const session = start({});
    write(session, 0);
    write(session, 0);
    const stamps = view(session).nodes.map(({ timestamp }) => timestamp && stampWords(timestamp));
    expect(stamps[0]).toBe("0.000 s, by node 1, number 2 of that ms");
  });
});
