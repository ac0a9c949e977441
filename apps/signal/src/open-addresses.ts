import type { NetworkInterfaceInfo } from "node:os";

/** An address of the app to open in a browser, and for whom it is. */
export interface OpenAddress {
  readonly url: string;
  readonly audience: "this device" | "this network";
}

type Interfaces = Readonly<
  Record<string, readonly Pick<NetworkInterfaceInfo, "address" | "family" | "internal">[] | undefined>
>;

/** Where a server that listens on `port` can be reached; `host` is what it was told to listen on, if anything. */
export function openAddresses(port: number, host: string | undefined, interfaces: Interfaces): readonly OpenAddress[] {
  if (host !== undefined && host !== "0.0.0.0" && host !== "::") {
    return [{ url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`, audience: "this device" }];
  }
  const lan = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === "IPv4" && !address.internal)
    .map(({ address }): OpenAddress => ({ url: `http://${address}:${port}`, audience: "this network" }));
  return [{ url: `http://localhost:${port}`, audience: "this device" }, ...lan];
}
