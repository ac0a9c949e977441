import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";

const PACKAGE = fileURLToPath(new URL("../", import.meta.url));

/** Starts the server as `npm start` does, with this environment and nothing of ours that would change it. */
function start(environment: Readonly<Record<string, string>>): ChildProcess {
  const inherited = { ...process.env };
  for (const name of ["PORT", "HOST", "ICE_SERVERS", "TURN_URL", "TURN_SECRET"]) delete inherited[name];
  const child = spawn(process.execPath, ["--import", "tsx", "src/main.ts"], {
    cwd: PACKAGE,
    env: { ...inherited, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

/** Resolves when what the child says matches. */
async function said(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let text = "";
  for await (const chunk of child.stdout ?? []) {
    text += chunk;
    const match = pattern.exec(text);
    if (match !== null) return match;
  }
  throw new Error(`Expected ${pattern}, got ${JSON.stringify(text)}`);
}

/** Resolves with what a child complained of when it has ended. */
async function ended(child: ChildProcess): Promise<{ readonly code: unknown; readonly complaint: string }> {
  let complaint = "";
  child.stderr?.on("data", (chunk) => {
    complaint += chunk;
  });
  const [code] = await once(child, "close");
  return { code, complaint };
}

test("it prints the true address, introduces peers there, and goes quietly when asked to", async () => {
  const iceServers = '[{"urls":"stun:stun.example.org"}]';
  const turn = { TURN_URL: "turn:turn.example.org", TURN_SECRET: "north" };
  const child = start({ PORT: "0", ICE_SERVERS: iceServers, ...turn });
  const [, url = ""] = await said(child, /^ {2}(http:\/\/localhost:[1-9]\d*)$/m);
  const client = io(url, { transports: ["websocket"], forceNew: true, reconnection: false });
  const joined = await client.emitWithAck("join", { room: "roomroomroomroomroom-1", peer: "aaaaaaaaaaaaaaaa" });
  expect(joined).toMatchObject({
    ok: true,
    iceServers: [
      { urls: "stun:stun.example.org" },
      { urls: ["turn:turn.example.org"], username: expect.stringMatching(/^\d+$/), credential: expect.any(String) },
    ],
  });
  expect(await (await fetch(`${url}/healthz`)).text()).toBe("ok\n");
  expect(await (await fetch(`${url}/metrics`)).text()).toContain("hearsay_rooms 1\n");
  const disconnected = new Promise((resolve) => client.once("disconnect", resolve));
  const end = ended(child);
  child.kill("SIGTERM");
  expect(await end).toEqual({ code: 0, complaint: "" });
  await disconnected;
});

test("Ctrl+C ends it as well", async () => {
  const child = start({ PORT: "0", HOST: "127.0.0.1" });
  await said(child, /^ {2}http:\/\/127\.0\.0\.1:[1-9]\d*$/m);
  const end = ended(child);
  child.kill("SIGINT");
  child.kill("SIGINT");
  expect(await end).toEqual({ code: 0, complaint: "" });
});

test("a taken port is said plainly, with a way out", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, resolve));
  onTestFinished(() => {
    other.close();
  });
  const { port } = other.address() as AddressInfo;
  expect(await ended(start({ PORT: String(port) }))).toEqual({
    code: 1,
    complaint: `Port ${port} is taken. Choose another one: PORT=${port + 1} npm start\n`,
  });
});

test("bad ICE servers are said plainly", async () => {
  expect(await ended(start({ PORT: "0", ICE_SERVERS: '{"urls":"stun:a"}' }))).toEqual({
    code: 1,
    complaint: "ICE_SERVERS: expected a JSON array of {urls, username?, credential?}, got an object.\n",
  });
});

test("a bad port is said plainly", async () => {
  expect(await ended(start({ PORT: "http" }))).toEqual({
    code: 1,
    complaint: 'PORT: expected a whole number from 0 to 65535, got "http".\n',
  });
});
