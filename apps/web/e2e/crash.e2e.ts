import { randomBytes } from "node:crypto";
import { expect, inEveryRoom, type Tab, type TestRoom, test } from "./room";

/** A crash may be noticed this late, a polite departure this late. */
const CRASH_NOTICED_MS = 5_500;
const DEPARTURE_NOTICED_MS = 1_000;

const departures = [
  { how: "killed in its renderer", go: (tab: Tab) => tab.crash(), silent: true, withinMs: CRASH_NOTICED_MS },
  { how: "closed without unload handlers", go: (tab: Tab) => tab.close(), silent: false, withinMs: CRASH_NOTICED_MS },
  { how: "closed politely", go: (tab: Tab) => tab.leave(), silent: false, withinMs: DEPARTURE_NOTICED_MS },
];

inEveryRoom(() => {
  for (const { how, go, silent, withinMs } of departures) {
    test(`a tab ${how}: the others keep the note and notice within ${withinMs / 1_000} s`, async ({ room }) => {
      const [writer, ...others] = (await room.openConnected(3, "")) as [Tab, Tab, Tab];
      await writer.type("it outlives its writer");
      await room.expectText(others, "it outlives its writer");
      await go(writer);
      const gone = Date.now();
      if (silent) await expect(others[0].status).toContainText("With 2 others, 1 of them silent.");
      for (const tab of others) {
        const timeout = Math.max(1, withinMs - (Date.now() - gone));
        await expect.poll(() => tab.neighborCount(), { timeout, intervals: [50] }).toBe(1);
      }
      await room.expectText(others, "it outlives its writer");
      await others[0]?.type(", and goes on");
      await room.expectText(others, "it outlives its writer, and goes on");
    });
  }

  test("the writer killed amid a naive broadcast leaves the others different for good", async ({ room }) => {
    const { others, text } = await killWriterAmid(room, "broadcast");
    // By now the survivors have found out that the writer is dead, which takes many times Δ.
    await room.expectNeighbors(others, others.length - 1);
    const texts = await Promise.all(others.map((tab) => tab.text()));
    expect(texts.filter((each) => each === text)).toHaveLength(1);
    expect(texts.filter((each) => each === "")).toHaveLength(others.length - 1);
    for (const tab of others) await expect(tab.page.getByText(/sync|up to date|online|saved/i)).toHaveCount(0);
  });

  test("the writer killed amid push gossip, after one message got out: the others converge", async ({ room }) => {
    const { others, text } = await killWriterAmid(room, "push");
    await room.expectText(others, text);
  });
});

/** Opens four tabs, lets one write over a link of two seconds a message, and kills it once one other has the text. */
async function killWriterAmid(room: TestRoom, strategy: string) {
  const others = await room.openConnected(3, "");
  const writer = await room.open(`?strategy=${strategy}&rate=2000`);
  await room.expectNeighbors(room.tabs, 3);
  for (const tab of others) await expect.poll(async () => (await tab.state()).spread.strategy).toBe(strategy);
  const text = randomBytes(2_000).toString("hex");
  await writer.replace(text);
  const reached = async () =>
    (await Promise.all(others.map((tab) => tab.text()))).filter((each) => each === text).length;
  await expect.poll(reached, { intervals: [50] }).toBeGreaterThan(0);
  await writer.crash();
  return { others, text };
}
