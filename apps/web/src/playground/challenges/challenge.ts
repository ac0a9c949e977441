import type { LatestWrite } from "../film";
import { Session } from "../session";
import type { PlaygroundSettings } from "../settings";
import type { View } from "../view";

/** Something to be brought about in the sandbox. */
export interface Challenge {
  readonly name: string;
  readonly title: string;
  readonly task: string;
  /** Whether the run shows at this moment that it is done, and if not, what stands in the way. */
  readonly check: (view: View) => Outcome;
}

export type Outcome =
  | { readonly type: "done"; readonly how: string }
  | { readonly type: "open"; readonly lacks: string };

/** Like the broadcast workload of Gossip Glomers (Maelstrom), but for one write at a time. */
const FEW_NODES = 25;
const FAR_MS = 100;
const SOON_MS = 600;
const FEW_MESSAGES = 30;
const CRASHED_SHARE = 0.4;
/** With fewer nodes or less loss the naive way would manage by luck. */
const LOSSY_PERCENT = 30;
/** For so long a partition must keep the news out before it is healed. */
const PARTED_US = 5_000_000;
const LEAST_NODES = 20;
/** In messages a second. */
const SLOW_UPLINK = 10;

export const CHALLENGES: readonly Challenge[] = [
  {
    name: "sparse",
    title: "Soon, and with few words",
    task: `${FEW_NODES} nodes or more, not all linked with all, every message ${FAR_MS} ms or more on its way: bring a write to everyone in less than ${SOON_MS} ms and with fewer than ${FEW_MESSAGES} messages.`,
    check: checkSparse,
  },
  {
    name: "crashes",
    title: "Four in ten are gone",
    task: `${LEAST_NODES} nodes or more, ${LOSSY_PERCENT} % loss or more: after the write, 40 % of the nodes crash, the writer among them, before everyone has the news. Those who live must all get it.`,
    check: checkCrashes,
  },
  {
    name: "interval",
    title: "The Δ that beats naive",
    task: `${FEW_NODES} nodes or more, all linked with all, an uplink of at most ${SLOW_UPLINK} messages a second, and no change of settings on the way: bring a write to everyone by push, sooner than the naive way would have on the same network.`,
    check: checkInterval,
  },
  {
    name: "heal",
    title: "Apart and together",
    task: "Cut the network in two, write on one side, let five seconds pass in which the other hears nothing, and bring the write to everyone.",
    check: checkHeal,
  },
];

function checkSparse({ settings, latestWrite }: View): Outcome {
  const { nodes, shape, latencyMs } = settings;
  if (nodes < FEW_NODES) return open(`There are ${nodes} nodes.`);
  if (shape === "complete") return open("All nodes are linked with all.");
  if (latencyMs < FAR_MS) return open(`A message is on its way for ${latencyMs} ms only.`);
  if (!latestWrite) return open("Nothing was written yet.");
  if (!latestWrite.everywhere) return open("The write is not everywhere yet.");
  const { tookUs, messages } = latestWrite.everywhere;
  const came = `${Math.round(tookUs / 1_000)} ms and ${messages} messages`;
  return tookUs < SOON_MS * 1_000 && messages < FEW_MESSAGES ? done(came) : open(`It took ${came}.`);
}

function checkCrashes({ settings, latestWrite, nodes, film }: View): Outcome {
  if (settings.nodes < LEAST_NODES) return open(`There are ${settings.nodes} nodes.`);
  if (settings.lossPercent < LOSSY_PERCENT) return open(`The loss is ${settings.lossPercent} %.`);
  if (!latestWrite) return open("Nothing was written yet.");
  const crashed = nodes.filter(({ alive }) => !alive).length;
  const needed = Math.ceil(CRASHED_SHARE * settings.nodes);
  if (crashed < needed) return open(`${crashed} of ${needed} are crashed.`);
  if (nodes[latestWrite.node]?.alive) return open("The writer lives.");
  const { everywhere } = latestWrite;
  if (!everywhere) return open("The living do not all have the write yet.");
  const between = film.entries
    .slice(latestWrite.at, everywhere.at)
    .filter(({ what }) => what.type === "crashed").length;
  if (between < needed) return open(`Only ${between} crashed after the write and before everyone had it.`);
  return done(`${crashed} of ${settings.nodes} crashed`);
}

function checkInterval(view: View): Outcome {
  const { settings, latestWrite, film } = view;
  const { nodes, shape, strategy, messagesPerSecond } = settings;
  if (nodes < FEW_NODES) return open(`There are ${nodes} nodes.`);
  if (shape !== "complete") return open("Not all nodes are linked with all.");
  if (messagesPerSecond === undefined || messagesPerSecond > SLOW_UPLINK) return open("The uplinks are too fast.");
  if (strategy !== "push") return open("The nodes do not push.");
  if (film.settings.length > 1) return open("The settings were changed on the way: restart the run.");
  if (!latestWrite?.everywhere) return open("No write is everywhere yet.");
  const tookUs = latestWrite.everywhere.tookUs;
  const naiveUs = naiveTookUs(settings, latestWrite);
  const words = `${seconds(tookUs)} by push, ${seconds(naiveUs)} the naive way`;
  return tookUs < naiveUs ? done(words) : open(`${words}.`);
}

function checkHeal({ latestWrite, film, position }: View): Outcome {
  if (!latestWrite) return open("Nothing was written yet.");
  const moves = film.acted.slice(0, film.entries[position.seen - 1]?.acts ?? 0);
  const madeOf = (type: "cut" | "mend") => moves.filter(({ what }) => what.type === "acted" && what.move.type === type);
  if (!madeOf("cut").some(({ atUs }) => atUs <= latestWrite.atUs)) return open("No link was cut before the write.");
  const mended = madeOf("mend").find(({ atUs }) => atUs >= latestWrite.atUs + PARTED_US);
  if (!latestWrite.everywhere)
    return open(mended ? "The write is not everywhere yet." : "The network is not whole yet.");
  const wholeUs = latestWrite.atUs + latestWrite.everywhere.tookUs;
  if (!mended || mended.atUs > wholeUs) return open("The cut did not keep the news out for five seconds.");
  return done(`everywhere ${seconds(wholeUs - mended.atUs)} after it was mended`);
}

/** What the naive way takes for the same write on the same network. No chance has a part in it but loss, which is not its friend. */
function naiveTookUs(settings: PlaygroundSettings, write: LatestWrite): number {
  const known = NAIVE_TIMES.get(write);
  if (known !== undefined) return known;
  const session = new Session({ ...settings, strategy: "broadcast", lossPercent: 0 });
  session.act({ type: "write", node: write.node, crashes: false });
  session.runTo(NAIVE_LIMIT_US);
  const tookUs = session.film.latestWrite.latest?.everywhere?.tookUs ?? NAIVE_LIMIT_US;
  NAIVE_TIMES.set(write, tookUs);
  return tookUs;
}

/** A moment is asked about again and again. */
const NAIVE_TIMES = new WeakMap<LatestWrite, number>();

/** As long as the naive way takes with 200 nodes and one message a second, and more. */
const NAIVE_LIMIT_US = 300_000_000;

function done(how: string): Outcome {
  return { type: "done", how };
}

function open(lacks: string): Outcome {
  return { type: "open", lacks };
}

function seconds(us: number): string {
  return `${(us / 1_000_000).toFixed(2)} s`;
}
