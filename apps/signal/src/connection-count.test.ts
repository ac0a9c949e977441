import { describe, expect, test } from "vitest";
import { ConnectionCount, originOf } from "./connection-count";

describe("counting", () => {
  test("one address cannot open more than its share, and may again when one of its connections is gone", () => {
    const count = new ConnectionCount({ maxConnections: 10, maxConnectionsPerAddress: 2 });
    const gone = count.add("10.0.0.1");
    count.add("::ffff:10.0.0.1");
    expect(count.objection("10.0.0.1")).toBe("Too many connections: 2 are open from this address.");
    expect(count.objection("10.0.0.2")).toBeUndefined();
    gone();
    expect(count.objection("10.0.0.1")).toBeUndefined();
  });

  test("all addresses together cannot open more than the server holds", () => {
    const count = new ConnectionCount({ maxConnections: 2, maxConnectionsPerAddress: 2 });
    count.add("10.0.0.1");
    count.add("10.0.0.2");
    expect(count.objection("10.0.0.3")).toBe("The server is full: it has 2 connections.");
  });
});

describe("the origin of an address", () => {
  test.each([
    ["192.168.1.5", "192.168.1.5"],
    ["::ffff:192.168.1.5", "192.168.1.5"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:db8::9", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    [undefined, "unknown"],
  ])("%s belongs to %s", (address, origin) => {
    expect(originOf(address)).toBe(origin);
  });
});
