import { expect, inEveryRoom, test } from "./room";
import { SignalProcess } from "./signal-process";

inEveryRoom(() => {
  test("the signaling server killed: the tabs go on; started again on its port, newcomers join", async ({ room }) => {
    const [first] = await room.openConnected(2, "");
    const { port } = room.server;
    await room.server.kill();
    for (const tab of room.tabs) await expect(tab.status).toContainText(/introduction server/i);
    await first?.type("without a server");
    await room.expectText(room.tabs, "without a server");
    room.server = await SignalProcess.start(port, {});
    const newcomer = await room.open("");
    await room.expectNeighbors(room.tabs, 2);
    await room.expectText([newcomer], "without a server");
    for (const tab of room.tabs) await expect(tab.status).not.toContainText(/introduction server/i);
  });

  test("not one byte of the note and not the key crosses the wire to the server", async ({ room, browser }) => {
    const crossed: string[] = [];
    const record = (payload: string | Buffer) => crossed.push(Buffer.from(payload).toString("latin1"));
    for (let i = 0; i < 2; i++) {
      const context = await browser.newContext();
      context.on("request", (request) => record(`${request.url()} ${request.postData() ?? ""}`));
      context.on("page", (page) =>
        page.on("websocket", (socket) => {
          socket.on("framesent", ({ payload }) => record(payload));
          socket.on("framereceived", ({ payload }) => record(payload));
        }),
      );
      await room.openIn(context, "", true);
    }
    await room.expectNeighbors(room.tabs, 1);
    await room.tabs[0]?.type("a most secret sentence");
    await room.expectText(room.tabs, "a most secret sentence");
    const all = crossed.join("\n");
    // The record is real: the frames that introduce are in it, and they are sealed.
    expect(all).toContain("introduce");
    expect(all).not.toMatch(/candidate|a=fingerprint/);
    expect(all).not.toContain("secret");
    const key = Buffer.from(room.key, "base64url");
    for (const form of [room.key, key.toString("latin1"), key.toString("hex"), key.toString("base64")]) {
      expect(all).not.toContain(form);
    }
  });
});
