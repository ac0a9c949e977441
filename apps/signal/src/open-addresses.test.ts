import { expect, test } from "vitest";
import { openAddresses } from "./open-addresses";

const INTERFACES = {
  lo: [{ address: "127.0.0.1", family: "IPv4", internal: true }],
  wlan0: [
    { address: "192.168.1.5", family: "IPv4", internal: false },
    { address: "fe80::1", family: "IPv6", internal: false },
  ],
  eth0: [{ address: "10.0.0.7", family: "IPv4", internal: false }],
  gone: undefined,
} as const;

test("this device has localhost, the network every outward IPv4 address", () => {
  expect(openAddresses(3000, undefined, INTERFACES)).toEqual([
    { url: "http://localhost:3000", audience: "this device" },
    { url: "http://192.168.1.5:3000", audience: "this network" },
    { url: "http://10.0.0.7:3000", audience: "this network" },
  ]);
  expect(openAddresses(3000, "0.0.0.0", INTERFACES)).toHaveLength(3);
});

test("a server that listens on one host is open there only", () => {
  expect(openAddresses(80, "127.0.0.1", INTERFACES)).toEqual([{ url: "http://127.0.0.1:80", audience: "this device" }]);
  expect(openAddresses(80, "::1", INTERFACES)).toEqual([{ url: "http://[::1]:80", audience: "this device" }]);
});
