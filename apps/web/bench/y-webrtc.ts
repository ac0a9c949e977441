import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { build, type InlineConfig, preview } from "vite";
import type { Contender } from "./contender";
import { ensureRival, pinnedVersion, RIVAL } from "./rival-folder";

/** Yjs with y-webrtc and CodeMirror on a page of its own, introduced by the server that y-webrtc brings along. */
export const yWebrtc: Contender = {
  name: "y-webrtc",
  title: `y-webrtc ${pinnedVersion("y-webrtc")}`,
  async start(host) {
    ensureRival();
    await build(PAGE);
    const pages = await preview({ ...PAGE, preview: { host, port: 0 } });
    const { port } = pages.httpServer.address() as AddressInfo;
    const signaling = await SignalingServer.start();
    return {
      newRoom: () => `http://${host}:${port}/?room=${randomUUID()}&signaling=ws://${host}:${signaling.port}`,
      async stop() {
        await signaling.stop();
        await pages.close();
      },
    };
  },
  others: (page) => page.evaluate(() => window.rival.others()),
};

const PAGE: InlineConfig = { root: fileURLToPath(RIVAL), configFile: false, logLevel: "warn" };

class SignalingServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(): Promise<SignalingServer> {
    const port = await freePort();
    const program = fileURLToPath(new URL("node_modules/y-webrtc/bin/server.js", RIVAL));
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, PORT: String(port) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    // It prints one line, once it listens.
    await Promise.race([once(child.stdout, "data"), once(child, "exit").then(([code]) => fail(code))]);
    return new SignalingServer(child, port);
  }

  async stop(): Promise<void> {
    const exited = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await exited;
  }
}

/** The server tells which port it was asked for and not which it got, so it cannot choose one itself. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function fail(code: unknown): never {
  throw new Error(`Expected the signaling server to listen, got exit code ${code}`);
}
