import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openBuiltApp } from "./built-app";
import { openDevApp } from "./dev-app";
import { openAddresses } from "./open-addresses";
import { readSettings, type Settings } from "./settings";
import { createSignalServer } from "./signal-server";
import { withStatusPages } from "./status-pages";

const WEB_APP = fileURLToPath(new URL("../../web/", import.meta.url));

/** After this the process ends even if something has not closed yet. */
const STOP_TIMEOUT_MS = 2000;

const read = readSettings(process.argv.slice(2), process.env);
if (read.ok) await start(read.settings);
else fail(read.message);

async function start(settings: Settings): Promise<void> {
  const httpServer = createServer();
  httpServer.once("error", (error) => fail(explainListenError(error, settings)));
  const app = settings.dev ? await openDevApp(WEB_APP, httpServer) : openBuiltApp(join(WEB_APP, "dist"));
  httpServer.on(
    "request",
    withStatusPages(app.handle, () => signalServer.counts()),
  );
  const signalServer = createSignalServer({
    httpServer,
    iceServers: settings.iceServers,
    turn: settings.turn,
    // In development Vite's hot reload takes upgrades on the same server.
    destroyUpgrade: !settings.dev,
  });
  httpServer.listen({ port: settings.port, host: settings.host }, () => {
    const { port } = httpServer.address() as AddressInfo;
    console.log(greeting(port, settings.host, app.warning));
  });

  let closing = false;
  const stop = async () => {
    // Ctrl+C under npm arrives twice: from the terminal and passed on by npm.
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(0), STOP_TIMEOUT_MS);
    await Promise.all([signalServer.close(), app.close()]);
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

function greeting(port: number, host: string | undefined, warning: string | undefined): string {
  const lines = openAddresses(port, host, networkInterfaces()).map(({ url, audience }) =>
    audience === "this network" ? `  ${url}  (for a phone in this network)` : `  ${url}`,
  );
  return ["Hearsay is running. Open", "", ...lines, "", ...(warning === undefined ? [] : [warning, ""])].join("\n");
}

function explainListenError(error: NodeJS.ErrnoException, { port, dev }: Settings): string {
  switch (error.code) {
    case "EADDRINUSE": {
      const other = port < 65_535 ? port + 1 : 3000;
      return `Port ${port} is taken. Choose another one: PORT=${other} ${dev ? "npm run dev" : "npm start"}`;
    }
    case "EACCES":
      return `Port ${port} needs more rights than this user has. Choose one above 1023: PORT=3000 npm start`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return "HOST: expected an address or name of this machine, got another one.";
    default:
      return `The server cannot listen: ${error.message}`;
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
