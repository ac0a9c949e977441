import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Channel } from "./channel";
import {
  Contact,
  DIAL_TIMEOUT_MS,
  KNOCK_PAUSE_MS,
  LINKS_PER_PEER,
  MAX_REDIAL_MS,
  MIN_REDIAL_MS,
  STEADY_MS,
} from "./contact";
import type { Introduction } from "./introduction";
import { createPeerId } from "./room-key";
import { FakeLinks } from "./test-fixtures/fake-link";

const OFFER = { type: "offer", sdp: "" };
const NO_CHANNEL_EVENTS = {
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
    createLink: (initiator, events) => links.factory({ initiator, iceServers: [] }, events),
    createChannel: (link) => new Channel(link, NO_CHANNEL_EVENTS, { wall: () => 0, monotonic: () => 0 }),
    mayDial: () => true,
    createAttempt: () => (++attempts).toString(16).padStart(16, "0"),
    introduce: async (introduction) => {
      introduced.push(introduction);
      return handedOn;
    },
    onConnected: () => told.push("connected"),
    onDisconnected: () => told.push("disconnected"),
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
  test("N1: a peer that is listed is dialled once, by the one whose part that is", () => {
    contact.list();
    contact.list();
    expect(links.made.map(({ options }) => options.initiator)).toEqual([true]);
    contact = createContact(false);
    contact.list();
    expect(links.made.length).toBe(1);
  });

  test("N2: the link's signals go out under the id of the attempt, and those of another attempt are void", () => {
    contact.list();
    links.last.events.onSignal(OFFER);
    expect(introduced).toEqual([{ attempt: "0000000000000001", signal: OFFER }]);
    contact.receive({ attempt: "0000000000000002", signal: { type: "answer", sdp: "" } });
    expect(links.last.signals).toEqual([]);
    contact.receive({ attempt: "0000000000000001", signal: { type: "answer", sdp: "" } });
    expect(links.last.signals).toEqual([{ type: "answer", sdp: "" }]);
  });

  test("N3: after each failure in a row the wait doubles, up to its maximum", async () => {
    contact.list();
    for (let failures = 1; failures < 12; failures++) {
      const made = links.made.length;
      links.last.events.onClose();
      const waitMs = Math.min(MAX_REDIAL_MS, MIN_REDIAL_MS * 2 ** failures);
      await run(waitMs - 1);
      expect(links.made.length).toBe(made);
      await run(1);
      expect(links.made.length).toBe(made + 1);
    }
  });

  test("N4: an attempt ends when it takes too long, and when its introduction is not handed on", async () => {
    contact.list();
    const [slow] = links.made;
    await run(DIAL_TIMEOUT_MS);
    expect(slow?.closed).toBe(true);
    await run(MIN_REDIAL_MS * 2);
    expect(links.made.length).toBe(2);
    handedOn = false;
    links.last.events.onSignal(OFFER);
    await run(0);
    expect(links.last.closed).toBe(true);
  });

  test("N5: a peer that opens and closes again and again is dialled ever more seldom", async () => {
    contact.list();
    for (let i = 0; i < 600; i++) {
      await run(100);
      if (links.last.closed) continue;
      links.last.events.onOpen();
      links.last.events.onClose();
      links.last.close();
    }
    expect(links.made.length).toBeLessThan(12);
  });

  test("N6: a channel that lasted was no failure: its peer is dialled again at once", async () => {
    contact.list();
    for (let i = 0; i < 5; i++) links.last.events.onClose();
    links.last.events.onOpen();
    expect(told).toEqual([]);
    await run(MAX_REDIAL_MS);
    links.last.events.onOpen();
    await run(STEADY_MS);
    const made = links.made.length;
    contact.drop();
    await run(MIN_REDIAL_MS);
    expect(links.made.length).toBe(made + 1);
    expect(told).toEqual(["connected", "disconnected"]);
  });

  test("N7: who is not in the room any more is not dialled, nor who is blocked", async () => {
    contact.list();
    links.last.events.onClose();
    contact.listed = false;
    await run(60_000);
    expect(links.made.length).toBe(1);
    contact.blocked = true;
    contact.list();
    await run(60_000);
    expect(links.made.length).toBe(1);
    contact.blocked = false;
    contact.dialOrKnock();
    expect(links.made.length).toBe(2);
  });

  test("N8: a link that was given up is closed, and nothing that it says counts any more", async () => {
    contact.list();
    const old = links.last;
    contact.listed = false;
    contact.drop();
    expect(old.closed).toBe(true);
    old.events.onSignal(OFFER);
    old.events.onOpen();
    old.events.onFrame(Uint8Array.of(3));
    old.events.onClose();
    await run(60_000);
    expect([introduced, told, contact.isIdle, vi.getTimerCount()]).toEqual([[], [], true, 0]);
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

  test("N12: it never dials, but can knock, where nothing leads to the peer", async () => {
    contact.list();
    contact.dialOrKnock();
    expect(introduced.map(({ signal }) => signal)).toEqual(["knock"]);
    contact.receive({ attempt: "a".repeat(16), signal: OFFER });
    contact.dialOrKnock();
    expect(introduced.length).toBe(1);
    links.last.events.onClose();
    await run(60_000);
    expect(links.made.length).toBe(1);
  });

  test("N34: who is to be dialled and is not, knocks now and then, as long as the peer is in the room", async () => {
    contact.list();
    await run(3.5 * MAX_REDIAL_MS);
    expect(introduced.map(({ signal }) => signal)).toEqual(["knock", "knock", "knock"]);
    contact.listed = false;
    await run(60_000);
    expect(introduced.length).toBe(3);
    contact.list();
    contact.receive({ attempt: "a".repeat(16), signal: OFFER });
    links.last.events.onOpen();
    await run(60_000);
    expect(introduced.length).toBe(3);
  });
});

describe("knocks", () => {
  test("N13: a knock ends the wait, and takes the place of what leads nowhere", async () => {
    contact.list();
    for (let i = 0; i < 8; i++) {
      links.last.events.onClose();
      await run(MAX_REDIAL_MS);
    }
    links.last.events.onClose();
    await run(KNOCK_PAUSE_MS);
    const made = links.made.length;
    knock();
    expect(links.made.length).toBe(made + 1);
    links.last.events.onOpen();
    await run(KNOCK_PAUSE_MS);
    knock();
    expect(links.made.length).toBe(made + 2);
    expect([links.made.at(-2)?.closed, told]).toEqual([false, ["connected"]]);
    links.last.events.onOpen();
    expect([links.made.at(-2)?.closed, told]).toEqual([true, ["connected", "disconnected", "connected"]]);
  });

  test("N14: a knock that crosses our dial waits a moment, and lets the dial be where it comes to something", async () => {
    contact.list();
    knock();
    expect(links.made.length).toBe(1);
    links.last.events.onOpen();
    await run(2 * KNOCK_PAUSE_MS);
    expect(links.made.length).toBe(1);
    expect(told).toEqual(["connected"]);
  });

  test("N15: a knock soon after a dial that came to nothing is answered long before that dial times out", async () => {
    contact.list();
    await run(50);
    knock();
    contact.list();
    await run(KNOCK_PAUSE_MS - 50);
    expect(links.made.length).toBe(2);
    expect(links.made[0]?.closed).toBe(true);
  });

  test("N16: a flood of knocks leads to no more than one dial in each pause", async () => {
    for (let i = 0; i < 100; i++) {
      knock();
      await run(100);
    }
    expect(links.made.length).toBeLessThanOrEqual(11);
    expect(links.made.slice(0, -1).every(({ closed }) => closed)).toBe(true);
  });

  test("N17: who only answers takes no knock", () => {
    contact = createContact(false);
    knock();
    expect(links.made).toEqual([]);
  });
});

describe("goodbyes", () => {
  test("N18: who said goodbye is not dialled again", async () => {
    contact.list();
    links.last.events.onOpen();
    contact.depart();
    await run(60_000);
    expect([links.made.length, contact.isIdle, contact.listed]).toEqual([1, true, false]);
  });

  test("N19: a goodbye that comes later than the return of the one who said it does not keep us apart", async () => {
    contact.list();
    links.last.events.onOpen();
    contact.list();
    contact.depart();
    await run(2 * MIN_REDIAL_MS);
    expect(links.made.length).toBe(2);
  });
});
