import { secondsOf } from "./log-lines";
import { endSeen, type View } from "./view";

/** A node in words, as its button says it: "Node 3 of 12, holds B, the newest data". */
export function describeNode(view: View, index: number): string {
  const { state, label } = view.nodes[index] ?? EMPTY;
  const name = `Node ${index + 1} of ${view.settings.nodes}`;
  const doom = view.doomed === index ? ", about to crash" : "";
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

/**
 * How the latest write fares, in a sentence or two. `quiet`: nothing is on its way, nor waiting for its turn at an
 * uplink.
 */
export function describeLatest(view: View, quiet: boolean): string {
  const { latestWrite } = view;
  if (!latestWrite) return "Nobody holds anything yet. Click a node to give it new data.";
  const { label, everywhere } = latestWrite;
  if (everywhere) {
    const { tookUs, messages } = everywhere;
    return `${label} was everywhere after ${secondsOf(tookUs)} and ${messages} ${messages === 1 ? "message" : "messages"}.`;
  }
  const holders = view.nodes.filter((each) => each.alive && each.label === label).length;
  const travels = view.messages.some(
    (message) => message.content.type === "data" && message.content.label === label && !endSeen(message, view.position),
  );
  if (holders === 0 && !travels) return `${label} is gone: whoever has it is crashed.`;
  const reached = `${label} has reached ${holders} of ${view.living} nodes.`;
  if (!quiet || view.settings.strategy !== "broadcast") return reached;
  return `${reached} No message is on its way, and nobody is going to send one.`;
}

const EMPTY = { state: "empty", label: undefined } as const;
