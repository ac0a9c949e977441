import type { Limits } from "./limits";

/** Counts the open connections, in all and by where they come from. */
export class ConnectionCount {
  readonly #limits: Pick<Limits, "maxConnections" | "maxConnectionsPerAddress">;
  readonly #byOrigin = new Map<string, number>();
  #total = 0;

  constructor(limits: Pick<Limits, "maxConnections" | "maxConnectionsPerAddress">) {
    this.#limits = limits;
  }

  get total(): number {
    return this.#total;
  }

  /** Says why one more connection from this address would be too many, or `undefined` if it would not. */
  objection(address: string | undefined): string | undefined {
    if (this.#total >= this.#limits.maxConnections) {
      return `The server is full: it has ${this.#limits.maxConnections} connections.`;
    }
    if ((this.#byOrigin.get(originOf(address)) ?? 0) >= this.#limits.maxConnectionsPerAddress) {
      return `Too many connections: ${this.#limits.maxConnectionsPerAddress} are open from this address.`;
    }
    return undefined;
  }

  /** Counts a connection that has opened, until the returned function is called. */
  add(address: string | undefined): () => void {
    const origin = originOf(address);
    this.#total += 1;
    this.#byOrigin.set(origin, (this.#byOrigin.get(origin) ?? 0) + 1);
    return () => {
      this.#total -= 1;
      const left = (this.#byOrigin.get(origin) ?? 0) - 1;
      if (left > 0) this.#byOrigin.set(origin, left);
      else this.#byOrigin.delete(origin);
    };
  }
}

/**
 * Where an address belongs for counting: an IPv4 address to itself, however it is written, and an IPv6 address to its
 * /64, because one subscriber has all of that.
 */
export function originOf(address: string | undefined): string {
  if (address === undefined) return "unknown";
  const ipv4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (ipv4 !== undefined) return ipv4;
  const [head = "", tail] = address.toLowerCase().split("%", 1).join("").split("::");
  const leading = head === "" ? [] : head.split(":");
  const trailing = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - leading.length - trailing.length)).fill("0");
  return `${[...leading, ...zeros, ...trailing].slice(0, 4).join(":")}::/64`;
}
