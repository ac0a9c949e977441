import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { openDevApp } from "./dev-app";
import { createSignalServer } from "./signal-server";

test("Vite's pages, its hot reload and the introductions share one port", async () => {
  const root = await mkdtemp(join(tmpdir(), "hearsay-dev-app-"));
  await writeFile(join(root, "index.html"), "<!doctype html><title>note</title>");
  await writeFile(join(root, "vite.config.mjs"), "export default { logLevel: 'silent' };");
  const httpServer = createServer();
  const app = await openDevApp(root, httpServer);
  httpServer.on("request", app.handle);
  const signalServer = createSignalServer({ httpServer, iceServers: [], destroyUpgrade: false });
  onTestFinished(async () => {
    await Promise.all([app.close(), signalServer.close()]);
    await rm(root, { recursive: true });
  });
  await new Promise<void>((resolve) => httpServer.listen(0, "127.0.0.1", resolve));
  const { port } = httpServer.address() as AddressInfo;

  const page = await fetch(`http://127.0.0.1:${port}/`);
  expect(await page.text()).toContain("/@vite/client");

  const hotReload = await upgrade(port, "vite-hmr");
  expect(hotReload.statusCode).toBe(101);

  const client = io(`http://127.0.0.1:${port}`, { transports: ["polling", "websocket"], forceNew: true });
  await new Promise<void>((resolve) => client.once("connect", resolve));
  client.disconnect();
});

function upgrade(port: number, protocol: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
      "Sec-WebSocket-Protocol": protocol,
    };
    const sent = request({ host: "127.0.0.1", port, path: "/", headers });
    sent.once("upgrade", (response, socket) => {
      socket.destroy();
      resolve(response);
    });
    sent.once("response", resolve).once("error", reject).end();
  });
}
