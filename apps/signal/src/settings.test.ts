import { expect, test } from "vitest";
import { readSettings } from "./settings";

test("without any setting it listens on port 3000 of all addresses", () => {
  const settings = { dev: false, port: 3000, host: undefined, iceServers: [], turn: undefined };
  expect(readSettings([], {})).toEqual({ ok: true, settings });
  expect(readSettings([], { PORT: "", HOST: "", ICE_SERVERS: "" })).toEqual({ ok: true, settings });
});

test("every setting is read", () => {
  const environment = {
    PORT: "0",
    HOST: "127.0.0.1",
    ICE_SERVERS: '[{"urls":"stun:a"}]',
    TURN_URL: "turn:b:3478?transport=udp, turns:b",
    TURN_SECRET: "north",
  };
  const turn = { urls: ["turn:b:3478?transport=udp", "turns:b"], secret: "north" };
  const settings = { dev: true, port: 0, host: "127.0.0.1", iceServers: [{ urls: "stun:a" }], turn };
  expect(readSettings(["--dev"], environment)).toEqual({ ok: true, settings });
});

test.each(["http", "-1", "65536", "3000.5", "3e3", " 3000", "0x10"])("%j is not a port", (port) => {
  const message = `PORT: expected a whole number from 0 to 65535, got "${port}".`;
  expect(readSettings([], { PORT: port })).toEqual({ ok: false, message });
});

test.each([
  [{ TURN_URL: "turn:a" }, "TURN_URL and TURN_SECRET: expected both or neither, got one of them."],
  [{ TURN_SECRET: "north" }, "TURN_URL and TURN_SECRET: expected both or neither, got one of them."],
  [
    { TURN_URL: "stun:a", TURN_SECRET: "north" },
    "TURN_URL: expected 1 to 8 URLs that start with turn: or turns:, got something else.",
  ],
])("%j is no TURN server", (environment, message) => {
  expect(readSettings([], environment)).toEqual({ ok: false, message });
});

test("the last port is one", () => {
  expect(readSettings([], { PORT: "65535" })).toMatchObject({ ok: true, settings: { port: 65_535 } });
});

test("an option that does not exist is not passed over", () => {
  expect(readSettings(["--prod"], {})).toEqual({ ok: false, message: 'Expected no option but --dev, got "--prod".' });
});
