import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Channel } from "./channel";
import { Contact, DIAL_TIMEOUT_MS, KNOCK_PAUSE_MS, LINKS_PER_PEER, MAX_BACKOFF_MS, MAX_UNANSWERED } from "./contact";
import type { Introduction } from "./introduction";
import { createPeerId } from "./room-key";
import { FakeLinks } from "./test-fixtures/fake-link";

const OFFER = { type: "offer", sdp: "" };
const NO_CHANNEL_EVENTS = {
  onCarried: () => {},
  onIdle: () => {},
  onMessage: () => {},
  onClockDifference: () => {},
  onGoodbye: () => {},
  onMalformed: () => {},
  onOverBudget: () => {},
};

let links: FakeLinks;
let introduced: Introduction[];
/** What the introducer answers. */
let handedOn: boolean;
let told: string[];
let contact: Contact;

function createContact(initiates: boolean): Contact {
  let attempts = 0;
  return new Contact({
    peer: createPeerId(),
    initiates,
    createLink: (initiator, events) => links.factory({ initiator, iceServers: [], trickles: true }, events),
    createChannel: (link) => new Channel(link, NO_CHANNEL_EVENTS, { wall: () => 0, monotonic: () => 0 }),
    mayDial: () => true,
    mayAnswer: () => true,
    createAttempt: () => (++attempts).toString(16).padStart(16, "0"),
    introduce: async (introduction) => {
      introduced.push(introduction);
      return handedOn;
    },
    onConnected: () => told.push("connected"),
    onDisconnected: () => told.push("disconnected"),
    onFailed: () => told.push("failed"),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  links = new FakeLinks();
  introduced = [];
  handedOn = true;
  told = [];
  contact = createContact(true);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const run = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const knock = () => contact.receive({ attempt: "f".repeat(16), signal: "knock" });

describe("dialling", () => {
  test("N1: who is to be connected to is dialled once, by the one whose part that is", () => {
    contact.connect();
    contact.connect();
    expect(links.made.map(({ options }) => options.initiator)).toEqual([true]);
    contact = createContact(false);
    contact.connect();
    expect(links.made.length).toBe(1);
  });

  test("N2: the link's signals go out under the id of the attempt, and those of another attempt are void", () => {
    contact.connect();
    links.last.events.onSignal(OFFER);
    expect(introduced).toEqual([{ attempt: "0000000000000001", signal: OFFER }]);
    contact.receive({ attempt: "0000000000000002", signal: { type: "answer", sdp: "" } });
    expect(links.last.signals).toEqual([]);
    contact.receive({ attempt: "0000000000000001", signal: { type: "answer", sdp: "" } });
    expect(links.last.signals).toEqual([{ type: "answer", sdp: "" }]);
  });

  test("N3: what has failed is told once, never before connect has returned, and nothing is tried again by itself", async () => {
    for (let tries = 1; tries < 5; tries++) {
      contact.connect();
      links.last.events.onClose();
      links.last.events.onClose();
      expect(told.length).toBe(tries - 1);
      await run(60_000);
      expect([links.made.length, told.length]).toEqual([tries, tries]);
    }
    expect(new Set(told)).toEqual(new Set(["failed"]));
  });

  test("N4: an attempt ends when it takes too long, and when its introduction is not handed on", async () => {
    contact.connect();
    await run(DIAL_TIMEOUT_MS);
    expect([links.last.closed, told]).toEqual([true, ["failed"]]);
    contact.connect();
    handedOn = false;
    links.last.events.onSignal(OFFER);
    await run(0);
    expect([links.last.closed, told]).toEqual([true, ["failed", "failed"]]);
  });

  test("N37: whose link comes to nothing before it has said anything knocks, so that the peer knows of it", () => {
    contact.connect();
    links.last.events.onClose();
    expect(introduced.map(({ signal }) => signal)).toEqual(["knock"]);
    contact.connect();
    links.last.events.onSignal(OFFER);
    links.last.events.onClose();
    expect(introduced.map(({ signal }) => signal)).toEqual(["knock", OFFER]);
  });

  test("N5: a peer that opens and closes again and again costs no more links than a peer may", async () => {
    for (let i = 0; i < 600; i++) {
      await run(10);
      contact.connect();
      if (links.last.closed) continue;
      links.last.events.onOpen();
      links.last.events.onClose();
      links.last.close();
    }
    expect(links.made.length).toBeLessThanOrEqual(LINKS_PER_PEER.burst + 6 * LINKS_PER_PEER.perSecond);
  });

  test("N6: what came about is told, and a channel that is open is enough", async () => {
    contact.connect();
    links.last.events.onOpen();
    contact.connect();
    await run(60_000);
    expect([links.made.length, told]).toEqual([1, ["connected"]]);
    contact.drop();
    await run(60_000);
    expect([links.made.length, told]).toEqual([1, ["connected", "disconnected"]]);
  });

  test("N7: who is blocked is neither dialled nor knocked at", async () => {
    for (const initiates of [true, false]) {
      contact = createContact(initiates);
      contact.blocked = true;
      contact.connect();
      await run(60_000);
    }
    expect([links.made.length, introduced.length, told]).toEqual([0, 0, ["failed", "failed"]]);
    contact = createContact(true);
    contact.connect();
    expect(links.made.length).toBe(1);
  });

  test("N8: a link that was given up is closed, and nothing that it says counts any more", async () => {
    contact.connect();
    const old = links.last;
    contact.drop();
    expect(old.closed).toBe(true);
    old.events.onSignal(OFFER);
    old.events.onOpen();
    old.events.onFrame(Uint8Array.of(3));
    old.events.onClose();
    await run(60_000);
    expect([introduced, told, contact.isIdle, vi.getTimerCount()]).toEqual([[], ["failed"], true, 0]);
  });
});

describe("being dialled", () => {
  beforeEach(() => {
    contact = createContact(false);
  });

  test("N9: an offer makes a link that answers under the same attempt", () => {
    contact.receive({ attempt: "a".repeat(16), signal: OFFER });
    expect(links.last.options.initiator).toBe(false);
    expect(links.last.signals).toEqual([OFFER]);
    links.last.events.onSignal({ type: "answer", sdp: "" });
    expect(introduced).toEqual([{ attempt: "a".repeat(16), signal: { type: "answer", sdp: "" } }]);
  });

  test("N10: an offer of another attempt takes the place of the last, and of an open channel once it has opened too", () => {
    contact.receive({ attempt: "a".repeat(16), signal: OFFER });
    contact.receive({ attempt: "b".repeat(16), signal: OFFER });
    const [first, second] = links.made;
    expect([first?.closed, second?.closed]).toEqual([true, false]);
    second?.events.onOpen();
    contact.receive({ attempt: "c".repeat(16), signal: OFFER });
    expect([second?.closed, told]).toEqual([false, ["connected"]]);
    links.last.events.onOpen();
    expect([second?.closed, told]).toEqual([true, ["connected", "disconnected", "connected"]]);
    second?.events.onClose();
    links.last.events.onClose();
    expect(told.at(-1)).toBe("disconnected");
  });

  test("N31: an old offer, played to an open channel, does nothing to it, and comes to nothing", async () => {
    contact.receive({ attempt: "a".repeat(16), signal: OFFER });
    const [first] = links.made;
    first?.events.onOpen();
    contact.receive({ attempt: "b".repeat(16), signal: OFFER });
    await run(DIAL_TIMEOUT_MS);
    expect([first?.closed, links.last.closed, told]).toEqual([false, true, ["connected"]]);
    first?.events.onFrame(Uint8Array.of(3));
    expect(contact.channel?.isClosed).toBe(false);
  });

  test("N32: a channel that ends while another is on its way leaves that one be", () => {
    contact.receive({ attempt: "a".repeat(16), signal: OFFER });
    const [first] = links.made;
    first?.events.onOpen();
    contact.receive({ attempt: "b".repeat(16), signal: OFFER });
    first?.events.onClose();
    expect([links.last.closed, told]).toEqual([false, ["connected", "disconnected"]]);
    links.last.events.onOpen();
    expect(told.at(-1)).toBe("connected");
  });

  test("N33: a flood of offers costs no more links than a peer may", async () => {
    for (let i = 0; i < 1_000; i++) {
      contact.receive({ attempt: i.toString(16).padStart(16, "0"), signal: OFFER });
      await run(10);
    }
    expect(links.made.length).toBe(LINKS_PER_PEER.burst + 9 * LINKS_PER_PEER.perSecond);
    expect(links.made.filter(({ closed }) => !closed).length).toBe(1);
  });

  test("N11: an offer is nothing to the one who dials, and a candidate nothing without its offer", () => {
    contact.receive({ attempt: "a".repeat(16), signal: { type: "candidate", candidate: {} } });
    for (const signal of [undefined, null, 7, "offer", [], {}, { type: 7 }]) {
      contact.receive({ attempt: "a".repeat(16), signal });
    }
    contact = createContact(true);
    contact.receive({ attempt: "a".repeat(16), signal: OFFER });
    expect(links.made).toEqual([]);
  });

  test("N12: it never dials, but knocks, where nothing leads to the peer", async () => {
    contact.connect();
    expect(introduced.map(({ signal }) => signal)).toEqual(["knock"]);
    contact.receive({ attempt: "a".repeat(16), signal: OFFER });
    contact.connect();
    expect(introduced.length).toBe(1);
    links.last.events.onClose();
    await run(60_000);
    expect([links.made.length, told]).toEqual([1, ["failed"]]);
  });

  test("N38: a knock that is not handed on leaves no timer behind", async () => {
    handedOn = false;
    contact.connect();
    await run(0);
    expect([told, contact.isIdle, vi.getTimerCount()]).toEqual([["failed"], true, 0]);
  });

  test("N34: a knock that is not answered, or not handed on, has failed", async () => {
    contact.connect();
    await run(DIAL_TIMEOUT_MS - 1);
    expect(told).toEqual([]);
    await run(1);
    expect(told).toEqual(["failed"]);
    handedOn = false;
    contact.connect();
    await run(0);
    expect(told).toEqual(["failed", "failed"]);
    handedOn = true;
    contact.connect();
    contact.receive({ attempt: "a".repeat(16), signal: OFFER });
    links.last.events.onOpen();
    await run(60_000);
    expect(told).toEqual(["failed", "failed", "connected"]);
  });
});

describe("knocks", () => {
  test("N13: a knock takes the place of what leads nowhere, once the new channel has opened", async () => {
    contact.connect();
    links.last.events.onOpen();
    await run(KNOCK_PAUSE_MS);
    knock();
    expect(links.made.length).toBe(2);
    expect([links.made.at(-2)?.closed, told]).toEqual([false, ["connected"]]);
    links.last.events.onOpen();
    expect([links.made.at(-2)?.closed, told]).toEqual([true, ["connected", "disconnected", "connected"]]);
  });

  test("N14: a knock that crosses our dial waits a moment, and lets the dial be where it comes to something", async () => {
    contact.connect();
    knock();
    expect(links.made.length).toBe(1);
    links.last.events.onOpen();
    await run(2 * KNOCK_PAUSE_MS);
    expect(links.made.length).toBe(1);
    expect(told).toEqual(["connected"]);
  });

  test("N15: a knock soon after a dial that came to nothing is answered long before that dial times out", async () => {
    contact.connect();
    await run(50);
    knock();
    await run(KNOCK_PAUSE_MS - 50);
    expect(links.made.length).toBe(2);
    expect([links.made[0]?.closed, told]).toEqual([true, []]);
  });

  test("N16: a flood of knocks leads to no more than one dial in each pause", async () => {
    for (let i = 0; i < 100; i++) {
      knock();
      await run(100);
    }
    expect(links.made.length).toBeLessThanOrEqual(11);
    expect(links.made.slice(0, -1).every(({ closed }) => closed)).toBe(true);
  });

  test("N40: who knocks again and again and answers nothing is dialled ever more seldom, until it shows life or comes anew", async () => {
    const dialsIn = async (ms: number) => {
      const before = links.made.length;
      for (let passed = 0; passed < ms; passed += 500) {
        knock();
        contact.connect();
        if (!links.last.closed) links.last.events.onSignal(OFFER);
        await run(500);
      }
      return links.made.length - before;
    };
    expect(await dialsIn(600_000)).toBeLessThan(MAX_UNANSWERED + 6 + 600_000 / MAX_BACKOFF_MS);
    expect(await dialsIn(600_000)).toBeLessThanOrEqual(600_000 / MAX_BACKOFF_MS);
    contact.list();
    expect(await dialsIn(5_000)).toBeGreaterThanOrEqual(MAX_UNANSWERED);
    await dialsIn(600_000);
    contact.receive({ attempt: "f".repeat(16), signal: { type: "answer", sdp: "" } });
    expect(await dialsIn(5_000)).toBeGreaterThanOrEqual(MAX_UNANSWERED);
  });

  test("N40: who was silent for as long as a dial may take, and knocks again, is dialled at once", async () => {
    for (let i = 0; i < 300; i++, await run(1_000)) {
      contact.connect();
      if (!links.last.closed) links.last.events.onSignal(OFFER);
    }
    for (let i = 1; i < 4; i++) {
      const before = links.made.length;
      knock();
      expect(links.made.length).toBe(before + 1);
      for (let j = 0; j < 15; j++, await run(1_000)) knock();
      expect(links.made.length).toBe(before + 1);
      await run(DIAL_TIMEOUT_MS);
    }
  });

  test("N40: so is one whose own links close at once, and who is knocked at in vain", async () => {
    let tries = 0;
    for (let passed = 0; passed < 600_000; passed += 500, await run(500)) {
      contact.connect();
      if (!links.last.closed) tries++;
      links.last.events.onClose();
      links.last.close();
    }
    expect(tries).toBeLessThan(MAX_UNANSWERED + 7 + 600_000 / MAX_BACKOFF_MS);
    contact = createContact(false);
    introduced = [];
    for (let passed = 0; passed < 600_000; passed += DIAL_TIMEOUT_MS, await run(DIAL_TIMEOUT_MS)) contact.connect();
    expect(introduced.length).toBeLessThan(MAX_UNANSWERED + 7 + 600_000 / MAX_BACKOFF_MS);
  });

  test("N40: where the introductions come nowhere, it is not the peer that is to blame", async () => {
    handedOn = false;
    for (let i = 0; i < 20; i++) {
      contact.connect();
      links.last.events.onSignal(OFFER);
      await run(1_000);
    }
    expect(links.made.length).toBe(20);
  });

  test("N17: who only answers takes no knock", () => {
    contact = createContact(false);
    knock();
    expect(links.made).toEqual([]);
  });
});

describe("goodbyes", () => {
  test("N18: who said goodbye is in the room no more", async () => {
    contact.list();
    contact.connect();
    links.last.events.onOpen();
    contact.depart();
    await run(60_000);
    expect([links.made.length, contact.isIdle, contact.listed]).toEqual([1, true, false]);
  });

  test("N19: a goodbye that comes later than the return of the one who said it does not keep us apart", () => {
    contact.list();
    contact.connect();
    links.last.events.onOpen();
    contact.list();
    contact.depart();
    expect([contact.isIdle, contact.listed]).toEqual([true, true]);
  });
});
