import { spawnSync } from "node:child_process";

/** How host B is cut off: its packets vanish and no device notices, or its interface loses its carrier, as by a pulled plug. */
export type CutKind = "silent" | "carrier";

/** The network namespaces: two hosts with a browser each, and between them a switch, on which the servers run. */
export interface Namespaces {
  readonly hub: string;
  readonly hosts: readonly [a: string, b: string];
}

/** Under this address the two hosts reach the servers. It is known in these namespaces alone. */
export const HUB_ADDRESS = "10.77.0.1";

/** Names that no other run uses at the same time; `tag` is the run's own. */
export function namespacesOf(tag: string): Namespaces {
  return { hub: `hearsay-${tag}-hub`, hosts: [`hearsay-${tag}-a`, `hearsay-${tag}-b`] };
}

/** What to give `ip`, call by call, to make two hosts with a network between them. */
export function setUpSteps({ hub, hosts }: Namespaces): readonly string[] {
  const steps = [hub, ...hosts].flatMap((name) => [`netns add ${name}`, `-n ${name} link set lo up`]);
  // The switch is in a namespace too, so that no firewall of this machine has a say in what crosses it.
  steps.push(
    `-n ${hub} link add ${SWITCH} type bridge`,
    `-n ${hub} address add ${HUB_ADDRESS}/24 dev ${SWITCH}`,
    `-n ${hub} link set ${SWITCH} up`,
  );
  for (const [i, host] of hosts.entries()) {
    const port = PORTS[i];
    steps.push(
      `-n ${hub} link add ${port} type veth peer name eth0 netns ${host}`,
      `-n ${hub} link set ${port} master ${SWITCH} up`,
      `-n ${host} address add 10.77.0.${2 + i}/24 dev eth0`,
      `-n ${host} link set eth0 up`,
      // Chromium offers as its own the address by which the world would be reached.
      `-n ${host} route add default via ${HUB_ADDRESS}`,
    );
  }
  return steps;
}

/** What to give `ip` to cut host B off from the other host and from the servers. */
export function cutStep({ hub }: Namespaces, kind: CutKind): string {
  return kind === "silent" ? `-n ${hub} link set ${PORTS[1]} nomaster` : `-n ${hub} link set ${PORTS[1]} down`;
}

/** What to give `ip` to undo `cutStep`. */
export function mendStep({ hub }: Namespaces, kind: CutKind): string {
  return kind === "silent" ? `-n ${hub} link set ${PORTS[1]} master ${SWITCH}` : `-n ${hub} link set ${PORTS[1]} up`;
}

/** Why there can be no two hosts on this machine; undefined where there can. */
export function obstacle(): string | undefined {
  if (process.platform !== "linux") return "network namespaces are Linux's";
  if (process.getuid?.() !== 0) return "making network namespaces takes root";
  if (spawnSync("ip", ["-V"]).error) return "iproute2 (the command `ip`) is not installed";
  const probe = namespacesOf(`${process.pid}-probe`);
  const failure = setUpSteps(probe).map(tryIp).find(Boolean);
  remove(probe);
  return failure && `this machine does not permit it: ${failure}`;
}

/** Throws where it fails. */
export function setUp(namespaces: Namespaces): void {
  for (const step of setUpSteps(namespaces)) ip(step);
}

/** Removes what was made, as far as it was. */
export function remove({ hub, hosts }: Namespaces): void {
  for (const name of [hub, ...hosts]) tryIp(`netns delete ${name}`);
}

/** Throws where `ip` refuses. */
export function ip(step: string): void {
  const failure = tryIp(step);
  if (failure) throw new Error(`Expected ip to do "${step}", got: ${failure}`);
}

/** Resolves to why it failed. */
function tryIp(step: string): string | undefined {
  const { status, stderr, error } = spawnSync("ip", step.split(" "), { encoding: "utf8" });
  return status === 0 ? undefined : stderr?.trim() || error?.message || `exit code ${status}`;
}

const SWITCH = "switch";
const PORTS = ["to-a", "to-b"] as const;
