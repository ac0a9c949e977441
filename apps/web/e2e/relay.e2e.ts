import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import type { Page } from "playwright/test";
import { test } from "./room";
import { SignalProcess } from "./signal-process";

const SECRET = "north";
const isInstalled = spawnSync("turnserver", ["--help"]).error === undefined;

// biome-ignore lint/suspicious/noSkippedTests: it says so, and what it takes.
test.skip(!isInstalled, "NOT TESTED: the way over a TURN server, for lack of coturn. Debian has it as `coturn`.");

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

/** Starts a coturn on this machine alone, and resolves once it listens. */
async function startCoturn(port: number): Promise<ChildProcess> {
  const options = [
    "-n",
    "--use-auth-secret",
    `--static-auth-secret=${SECRET}`,
    "--realm=hearsay",
    "--no-tls",
    "--no-dtls",
  ];
  const addresses = [`--listening-port=${port}`, "-L", "127.0.0.1", "-E", "127.0.0.1", "--allow-loopback-peers"];
  const child = spawn("turnserver", [...options, ...addresses, "--no-cli", "--log-file=stdout", "--pidfile=/dev/null"]);
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`Expected coturn to run, it ended with ${code}`)));
    child.stdout.on("data", (text: Buffer) => {
      if (LISTENS.test(text.toString())) resolve();
    });
  });
  return child;
}

/** What coturn prints once it takes packets. */
const LISTENS = /Total General servers/;

/** Lets a page connect over relays only. */
async function relayOnly(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Direct = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Direct {
      constructor(configuration?: RTCConfiguration) {
        super({ ...configuration, iceTransportPolicy: "relay" });
      }
    };
  });
}

test("two tabs that reach each other over a TURN server only write together, with the credentials that the server mints", async ({
  room,
}) => {
  const port = await freePort();
  const coturn = await startCoturn(port);
  try {
    await room.server.kill();
    room.server = await SignalProcess.start(0, {
      TURN_URL: `turn:127.0.0.1:${port}?transport=udp`,
      TURN_SECRET: SECRET,
    });
    const [left, right] = [await room.openPrepared(relayOnly), await room.openPrepared(relayOnly)];
    await room.expectNeighbors([left, right], 1);
    await left.type("by way of a relay");
    await room.expectText([right], "by way of a relay");
  } finally {
    coturn.kill();
  }
});
