import { expect, test, underPushAsWell } from "./room";

test("the status line is true while the server does not answer, alone, together, and alone again", async ({
  room,
  browser,
}) => {
  const context = await browser.newContext();
  // The connection opens, and then nobody says a word.
  await context.routeWebSocket(/socket\.io/, () => {});
  const waiting = await room.openIn(context, "", true);
  await expect(waiting.status).toHaveText("Connecting… What you write is kept in this browser, and nowhere else yet.");
  const ALONE =
    "Alone: connected to no other tab. What you write is kept in this browser, and nowhere else yet: share the link.";
  const first = await room.open("");
  await expect(first.status).toHaveText(ALONE);
  const second = await room.open("");
  for (const tab of [first, second]) await expect(tab.status).toHaveText("With 1 other.");
  await second.leave();
  await expect(first.status).toHaveText(ALONE);
  await room.server.kill();
  await expect(first.status).toContainText(
    "The introduction server is away, so nobody can come in. You can go on writing; this tab keeps trying.",
  );
});

underPushAsWell(() => {
  test("the line says on how many tabs what was written is, and nothing that is not known", async ({ room }) => {
    const [writer, near, far] = await room.openConnected(3, "");
    const line = writer!.page.locator("status-line");
    await expect(line).not.toContainText("What you wrote");
    await writer!.type("for all of you");
    await expect(line).toContainText("What you wrote is on all 3 tabs.");
    await expect(near!.page.locator("status-line")).not.toContainText("What you wrote");
    const peers = await Promise.all([near!, far!].map((tab) => tab.peer()));
    // Silent links: nobody is told, and nobody knows of the other yet.
    await writer!.setFaults({ loss: 1 });
    await writer!.type(", or not");
    await expect(line).toContainText("What you wrote is in this browser only, as far as known.");
    await writer!.setFaults({ loss: 0 });
    await expect(line).toContainText("What you wrote is on all 3 tabs.");
    await writer!.cut(peers);
    await room.expectNeighbors([writer!], 0);
    await expect(line).not.toContainText("What you wrote is on");
  });
});

test("strategy and Δ of one tab's address hold for the room, also for those who come when that tab has gone", async ({
  room,
}) => {
  const first = await room.open("");
  const setter = await room.open("?strategy=push&interval=1000");
  await room.expectNeighbors(room.tabs, 1);
  for (const tab of room.tabs) await expect(tab.page.getByText("Spread: push every 1000 ms")).toBeVisible();
  await setter.leave();
  const late = await room.open("");
  await expect(late.page.getByText("Spread: push every 1000 ms")).toBeVisible();
  const another = await room.open("?strategy=broadcast");
  for (const tab of [first, late, another]) await expect(tab.page.getByText("Spread: naive broadcast")).toBeVisible();
});

test("a tab that cannot connect to anyone says so, and so do the others", async ({ room, browser }) => {
  const context = await browser.newContext();
  await context.addInitScript(() => Reflect.deleteProperty(window, "RTCPeerConnection"));
  const cut = await room.openIn(context, "", true);
  const other = await room.open("");
  for (const tab of [cut, other]) {
    await expect(tab.status).toContainText("No route to 1 other tab", { timeout: 15_000 });
    await expect(tab.status).toContainText("Alone");
  }
});
