import { createRoomKey } from "@hearsay/mesh";
import buildApp from "../e2e/build-app";
import { SignalProcess } from "../e2e/signal-process";
import type { Contender } from "./contender";

/** The note as people get it: built, and served by its own server. */
export const hearsay: Contender = {
  name: "hearsay",
  title: "Hearsay",
  async start(host) {
    await buildApp();
    const server = await SignalProcess.start(0, {});
    return {
      newRoom: () => `http://${host}:${server.port}/#${createRoomKey()}`,
      stop: () => server.kill(),
    };
  },
  others: (page) => page.evaluate(() => document.querySelector("note-page")?.mesh.state.members.length ?? 0),
};
