import type { Coverage } from "./coverage";
import type { SimulatedNode } from "./simulated-node";
import { isBlank } from "./simulated-replica";

/** That of replicas which merge: a living node holds the newest data where it lacks nothing that any living node has. */
export class VersionCoverage implements Coverage {
  /** By node, what it has seen; undefined where it has seen nothing, or is dead. */
  private readonly versions: (Seen | undefined)[];
  private readonly living: Set<number>;
  private holders: ReadonlySet<number> = new Set();
  private coveredAt: number | undefined;

  constructor(nodes: number) {
    this.versions = Array.from({ length: nodes });
    this.living = new Set(this.versions.keys());
  }

  get covered(): number {
    return this.holders.size;
  }

  get alive(): number {
    return this.living.size;
  }

  get coveredUs(): number | undefined {
    return this.coveredAt;
  }

  has(node: number): boolean {
    return this.holders.has(node);
  }

  changed(node: SimulatedNode, nowUs: number): void {
    const version = node.replica.version();
    this.versions[node.index] = isBlank(node.replica) ? undefined : { node, version, key: version.join() };
    this.count(nowUs);
  }

  died(node: number, nowUs: number): void {
    this.living.delete(node);
    this.versions[node] = undefined;
    this.count(nowUs);
  }

  cameBack(node: number, nowUs: number): void {
    this.living.add(node);
    this.count(nowUs);
  }

  /** Many nodes have seen the same: one of them stands for all. */
  private count(nowUs: number): void {
    const different = new Map<string, Seen>();
    for (const seen of this.versions) if (seen) different.set(seen.key, seen);
    const newest = [...different.values()].find(({ node }) =>
      [...different.values()].every(({ version }) => node.replica.shareOf(version) === 1),
    );
    const holders = [...this.living].filter((node) => newest && this.versions[node]?.key === newest.key);
    this.holders = new Set(holders);
    if (holders.length === 0 || holders.length < this.living.size) this.coveredAt = undefined;
    else this.coveredAt ??= nowUs;
  }
}

interface Seen {
  readonly node: SimulatedNode;
  readonly version: Uint8Array;
  /** The version as something that can be compared. */
  readonly key: string;
}
