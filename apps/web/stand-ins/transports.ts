import { WebSocket } from "engine.io-client";

/** How the server is reached: the note says web sockets only, and the other ways would have to be loaded by everyone. */
export const transports = {
  // Read late: this module and the library's import each other.
  get websocket() {
    return WebSocket;
  },
};
