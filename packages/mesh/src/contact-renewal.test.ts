import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Contact, DIAL_TIMEOUT_MS } from "./contact";
import type { Introduction } from "./introduction";
import { createPeerId } from "./room-key";
import { FakeLinks } from "./test-fixtures/fake-link";

let links: FakeLinks;
let introduced: Introduction[];
let failures: number;

beforeEach(() => {
  vi.useFakeTimers();
  links = new FakeLinks();
  introduced = [];
  failures = 0;
});

afterEach(() => vi.useRealTimers());

function createContact(initiates: boolean): Contact {
  return new Contact({
    peer: createPeerId(),
    initiates,
    createLink: (initiator, events) => links.factory({ initiator, iceServers: [], trickles: true }, events),
    createChannel: () => {
      throw new Error("Expected no channel");
    },
    mayDial: () => true,
    mayAnswer: () => true,
    createAttempt: () => String(introduced.length).padStart(16, "0"),
    introduce: async (introduction) => {
      introduced.push(introduction);
      return true;
    },
    onConnected: () => {},
    onDisconnected: () => {},
    onFailed: () => failures++,
  });
}

/** Asks for a channel to one who is known to be no invention, and a second later nothing has come of it. */
async function ask(contact: Contact): Promise<void> {
  contact.receive({ attempt: "f".repeat(16), signal: "of an attempt long ago" });
  contact.connect();
  if (links.made.length > 0) links.last.events.onSignal(OFFER);
  await run(1_000);
}

const OFFER = { type: "offer", sdp: "" };
const run = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("N41: once the peer or this tab has come into the room", () => {
  test("a dial that was not answered is made anew, once each time that a channel is asked for", async () => {
    const contact = createContact(true);
    await ask(contact);
    contact.list();
    contact.list();
    expect(links.made.map(({ closed }) => closed)).toEqual([true, false]);
    await run(DIAL_TIMEOUT_MS);
    expect(failures).toBe(1);
    contact.connect();
    contact.list();
    expect(links.made.length).toBe(4);
  });

  test("so is a knock", async () => {
    const contact = createContact(false);
    await ask(contact);
    contact.list();
    contact.list();
    expect(introduced.map(({ signal }) => signal)).toEqual(["knock", "knock"]);
    await run(DIAL_TIMEOUT_MS);
    expect(failures).toBe(1);
  });

  test("an answer that has come is gone by, and nobody is dialled who was not to be", async () => {
    const contact = createContact(true);
    contact.list();
    expect(links.made.length).toBe(0);
    await ask(contact);
    contact.receive({ attempt: introduced.at(-1)?.attempt ?? "", signal: { type: "answer", sdp: "" } });
    contact.list();
    expect(links.made.map(({ closed }) => closed)).toEqual([false]);
    await run(DIAL_TIMEOUT_MS);
    contact.list();
    expect(links.made.length).toBe(1);
  });

  test("one who may be the introducer's invention gains no time", () => {
    const contact = createContact(true);
    contact.connect();
    contact.list();
    expect(links.made.length).toBe(1);
  });
});
