import { expect, type Tab, type TestRoom, test, underBothRules, underPushAsWell } from "./room";

const inEveryPairing = (define: () => void) => underBothRules(() => underPushAsWell(define));

inEveryPairing(() => {
  for (const count of [3, 8]) {
    test(`${count} tabs: an edit in any reaches all`, async ({ room, strategy }) => {
      const tabs = await room.openConnected(count, "");
      let text = "";
      for (const [index, tab] of tabs.entries()) {
        const word = `word${index} `;
        text += word;
        await tab.type(word);
        await room.expectText(tabs, text);
      }
      for (const tab of tabs) await expect(tab.status).toContainText(`${count - 1} others`);
      for (const tab of tabs) expect((await tab.state()).spread.strategy).toBe(strategy);
    });
  }

  test("tabs of one window and one context share a note just so", async ({ room, browser }) => {
    const context = await browser.newContext();
    const tabs: Tab[] = [];
    for (let i = 0; i < 3; i++) tabs.push(await room.openIn(context, "", i === 0));
    await room.expectNeighbors(tabs, 2);
    await tabs[1]?.type("one window");
    await room.expectText(tabs, "one window");
  });

  test("a late joiner gets the note, and a reload gets it back from the others", async ({ room }) => {
    const [first, second] = await room.openConnected(2, "");
    await first?.type("here before you");
    await room.expectText(room.tabs, "here before you");
    const late = await room.open("");
    await room.expectText([late], "here before you");
    await second?.page.reload();
    await room.expectText(room.tabs, "here before you");
    await room.expectNeighbors(room.tabs, 2);
  });

  test("links cut to a ring: the note still reaches all", async ({ room }) => {
    const tabs = await room.openConnected(5, "");
    const peers = await Promise.all(tabs.map((tab) => tab.peer()));
    for (const [index, tab] of tabs.entries()) {
      const apart = (other: number) => [0, 1, 4].indexOf((index - other + 5) % 5) < 0;
      await tab.cut(peers.filter((_, other) => apart(other)));
    }
    await room.expectNeighbors(tabs, 2);
    await tabs[0]?.type("all the way round");
    await room.expectText(tabs, "all the way round");
  });
});

async function cutInTwo(room: TestRoom) {
  const tabs = await room.openConnected(5, "");
  const [left, right] = [tabs.slice(0, 2), tabs.slice(2)];
  const peersOf = (half: typeof tabs) => Promise.all(half.map((tab) => tab.peer()));
  const [leftPeers, rightPeers] = [await peersOf(left), await peersOf(right)];
  for (const tab of left) await tab.cut(rightPeers);
  for (const tab of right) await tab.cut(leftPeers);
  await room.expectNeighbors(left, 1);
  await room.expectNeighbors(right, 2);
  await left[0]?.type("left");
  await room.expectText(left, "left");
  await right[0]?.type("right");
  await room.expectText(right, "right");
  // A round of the right half has passed since, and the left half knows nothing of it.
  await room.expectText(left, "left");
  for (const tab of tabs) await tab.cut([]);
  await room.expectNeighbors(tabs, 4);
  return { tabs, left };
}

underPushAsWell(() => {
  test("cut in two the halves go their own ways; mended both texts are whole, side by side", async ({ room }) => {
    const { tabs } = await cutInTwo(room);
    // Which comes first is decided by the seconds in which they were typed, and within one by their authors' ids.
    await expect.poll(() => tabs[0]?.text()).toMatch(/^(leftright|rightleft)$/);
    await room.expectText(tabs, (await tabs[0]?.text()) ?? "");
  });

  test.describe("rule latest", () => {
    test.use({ rule: "latest" });

    test("cut in two the halves go their own ways; mended they agree, and what lost is offered back", async ({
      room,
    }) => {
      const { tabs, left } = await cutInTwo(room);
      await room.expectText(tabs, "right");
      for (const tab of left)
        await expect(tab.page.getByRole("region", { name: "Texts that gave way" })).toContainText("left");
    });
  });
});
