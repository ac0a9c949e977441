import { encodeMessage, PROTOCOL_VERSION } from "@hearsay/gossip";
import { MAX_NOTE_BYTES, type ReplicaId, Text } from "@hearsay/merge";
import { emptyNote } from "../src/empty-note";
import type { Rule } from "../src/rule";
import { expect, inEveryRoom, type Tab, type TestRoom, test } from "./room";

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

inEveryRoom(() => {
  test("a tab whose clock is an hour behind and one a year ahead take part, and say whose time is used", async ({
    room,
  }) => {
    const right = await room.open("");
    const behind = await room.open(`?skew=${-HOUR_MS}`);
    const ahead = await room.open(`?skew=${YEAR_MS}`);
    await room.expectNeighbors(room.tabs, 2);
    for (const tab of [behind, ahead]) await expect(tab.status).toContainText(/room's time is used/i);
    await expect(behind.status).toContainText(/1 hour behind/i);
    await expect(ahead.status).toContainText(/1 year ahead/i);
    await expect(right.status).not.toContainText(/clock/i);
    let text = "";
    for (const [index, tab] of [ahead, behind, right, behind, ahead].entries()) {
      text += `${index} `;
      await tab.type(`${index} `);
      await room.expectText(room.tabs, text);
    }
    for (const tab of room.tabs) expect((await tab.state()).counts.ahead).toBe(0);
  });

  test("a hostile tab that really stamps a year ahead is refused by all, and their clocks stay", async ({
    room,
    rule,
  }) => {
    const honest = await room.openConnected(2, "");
    const hostile = await openHostile(room);
    await honest[0]?.type("before");
    await room.expectText(honest, "before");
    await sendRaw(hostile, forgedPush(rule, (await hostile.peer()) as ReplicaId));
    for (const tab of honest) {
      await expect.poll(async () => (await tab.state()).counts.ahead).toBeGreaterThan(0);
      await expect(tab.status).toContainText(/future/i);
      expect(await tab.text()).toBe("before");
      expect((await tab.state()).roomTime.offsetMs).toBe(0);
    }
    await honest[1]?.type(" and after");
    await room.expectText(room.tabs, "before and after");
    const writtenAt = await honest[0]?.page.evaluate(
      () => document.querySelector("note-page")?.note.body.timestamp?.timeMs,
    );
    expect(Math.abs((writtenAt ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test("tabs of different versions say so on the page", async ({ room }) => {
    const honest = await room.openConnected(2, "");
    const other = await openHostile(room);
    const hello = encodeMessage({ type: "ahead" });
    hello[0] = PROTOCOL_VERSION + 1;
    await sendRaw(other, hello);
    for (const tab of honest) await expect(tab.status).toContainText(/another version/i);
  });

  test("frames and messages that are none are dropped, and the note goes on", async ({ room }) => {
    const honest = await room.openConnected(2, "");
    const hostile = await openHostile(room);
    for (let length = 0; length < 40; length++) {
      await sendRaw(
        hostile,
        Uint8Array.from({ length: length + 1 }, (_, index) => (index * 37 + length) % 256).with(0, PROTOCOL_VERSION),
      );
    }
    for (const tab of honest) await expect.poll(async () => (await tab.state()).counts.malformed).toBeGreaterThan(20);
    await honest[0]?.type("unimpressed");
    await room.expectText(honest, "unimpressed");
  });
});

/** What a tab would push that had written something a year from now. */
function forgedPush(rule: Rule, replica: ReplicaId): Uint8Array {
  const { body, replica: note } = emptyNote(rule, replica);
  const now = Date.now() + YEAR_MS;
  if (body instanceof Text) {
    body.edit({ type: "edit", edits: [{ from: 0, to: 0, insert: "from next year" }], joinsUndo: false }, now);
  } else body.edit({ text: "from next year" }, now);
  const delta = note.since(undefined, MAX_NOTE_BYTES) ?? new Uint8Array(0);
  if (note.pushes === "whole") return encodeMessage({ type: "push", delta });
  return encodeMessage({ type: "delta", isRumor: false, version: note.version(), delta });
}

/** A real tab with the key, whose data channels can be given any bytes. */
async function openHostile(room: TestRoom): Promise<Tab> {
  const tab = await room.open("");
  await tab.page.evaluate(() => {
    const channels = new Set<RTCDataChannel>();
    const send = RTCDataChannel.prototype.send;
    RTCDataChannel.prototype.send = function (this: RTCDataChannel, ...data: unknown[]) {
      channels.add(this);
      return Reflect.apply(send, this, data);
    };
    Object.assign(window, {
      sendToAll: (bytes: number[]) => {
        for (const channel of channels) if (channel.readyState === "open") channel.send(Uint8Array.from(bytes));
        return channels.size;
      },
    });
  });
  await room.expectNeighbors(room.tabs, room.tabs.length - 1);
  return tab;
}

/** Sends one message in one frame over every channel of `tab`, past the node and the driver. */
async function sendRaw(tab: Tab, message: Uint8Array): Promise<void> {
  const LAST_PART = 1;
  const send = (bytes: number[]) => (window as unknown as { sendToAll(bytes: number[]): number }).sendToAll(bytes);
  // A beat passes every second, and with it each channel becomes known.
  await expect.poll(() => tab.page.evaluate(send, [LAST_PART, ...message])).toBeGreaterThanOrEqual(2);
}
