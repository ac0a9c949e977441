import { expect, test } from "vitest";
import { readSettings } from "./settings";

test("without any setting it listens on port 3000 of all addresses", () => {
  const settings = { dev: false, port: 3000, host: undefined, iceServers: [] };
  expect(readSettings([], {})).toEqual({ ok: true, settings });
  expect(readSettings([], { PORT: "", HOST: "", ICE_SERVERS: "" })).toEqual({ ok: true, settings });
});

test("every setting is read", () => {
  const environment = { PORT: "0", HOST: "127.0.0.1", ICE_SERVERS: '[{"urls":"stun:a"}]' };
  const settings = { dev: true, port: 0, host: "127.0.0.1", iceServers: [{ urls: "stun:a" }] };
  expect(readSettings(["--dev"], environment)).toEqual({ ok: true, settings });
});

test.each(["http", "-1", "65536", "3000.5", "3e3", " 3000", "0x10"])("%j is not a port", (port) => {
  const message = `PORT: expected a whole number from 0 to 65535, got "${port}".`;
  expect(readSettings([], { PORT: port })).toEqual({ ok: false, message });
});

test("the last port is one", () => {
  expect(readSettings([], { PORT: "65535" })).toMatchObject({ ok: true, settings: { port: 65_535 } });
});

test("an option that does not exist is not passed over", () => {
  expect(readSettings(["--prod"], {})).toEqual({ ok: false, message: 'Expected no option but --dev, got "--prod".' });
});
