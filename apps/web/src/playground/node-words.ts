import { secondsOf } from "./log-lines";
import type { Session } from "./session";

/** A node in words, as its button says it: "Node 3 of 12, holds B, the newest data". */
export function describeNode(session: Session, index: number): string {
  const { state, label } = session.standing.nodes[index] ?? EMPTY;
  const name = `Node ${index + 1} of ${session.settings.nodes}`;
  const doom = session.doomed === index ? ", about to crash" : "";
  switch (state) {
    case "empty":
      return `${name}, holds nothing${doom}`;
    case "newest":
      return `${name}, holds ${label}, the newest data${doom}`;
    case "behind":
      return `${name}, holds ${label ?? "nothing"}, behind${doom}`;
    case "crashed":
      return `${name}, crashed`;
    default:
      return state satisfies never;
  }
}

/** How the latest write fares, in a sentence or two. */
export function describeLatest({ standing, traffic, latestWrite, settings, quiet }: Session): string {
  if (!latestWrite) return "Nobody holds anything yet. Click a node to give it new data.";
  const { label, everywhere } = latestWrite;
  if (everywhere) {
    const { tookUs, messages } = everywhere;
    return `${label} was everywhere after ${secondsOf(tookUs)} and ${messages} ${messages === 1 ? "message" : "messages"}.`;
  }
  const holders = standing.nodes.filter((each) => each.state !== "crashed" && each.label === label).length;
  const travels = traffic.all.some(
    ({ content, vanishedUs }) => content.type === "data" && content.label === label && vanishedUs === undefined,
  );
  if (holders === 0 && !travels) return `${label} is gone: whoever has it is crashed.`;
  const reached = `${label} has reached ${holders} of ${standing.living} nodes.`;
  if (!quiet || settings.strategy !== "broadcast") return reached;
  return `${reached} No message is on its way, and nobody is going to send one.`;
}

const EMPTY = { state: "empty", label: undefined } as const;
