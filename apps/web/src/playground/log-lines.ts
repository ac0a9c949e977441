import type { TraceEvent } from "@hearsay/simulator";
import type { Content } from "./data";

/** What happened, for people who do not see the picture; undefined where it does not matter to them. */
export function describeEvent(event: TraceEvent, content: Content | undefined): string | undefined {
  switch (event.type) {
    case "sent":
      return describeSent(event, content);
    case "dropped":
      return describeDropped(event, content);
    case "received":
      return describeReceived(event, content);
    case "wrote":
    case "restamped":
      return content?.type === "data" ? `${capital(event.node)} wrote ${content.label}.` : undefined;
    case "crashed":
      return `${capital(event.node)} crashed.`;
    case "restarted":
      return `${capital(event.node)} is back, with the copy it had stored.`;
    case "lost":
    case "froze":
    case "thawed":
      return undefined;
    default:
      return event satisfies never;
  }
}

/** The name of a node, by its index. */
export function nodeName(index: number): string {
  return `node ${index + 1}`;
}

/** A virtual time for people: "3.42 s". */
export function secondsOf(us: number): string {
  return `${(us / 1_000_000).toFixed(2)} s`;
}

function describeSent({ from, to }: Of<"sent">, content: Content | undefined): string | undefined {
  if (content?.type === "data") return `${capital(from)} sent ${content.label} to ${nodeName(to)}.`;
  if (content?.type !== "feedback") return undefined;
  return `${capital(from)} tells ${nodeName(to)} that it ${content.knew ? "knew that already" : "did not know that"}.`;
}

function describeDropped({ from, to, reason }: Of<"dropped">, content: Content | undefined): string | undefined {
  if (content === undefined || content.type === "other") return undefined;
  const message = content.type === "data" ? `${content.label} from` : "The answer of";
  const what = `${message} ${nodeName(from)} to ${nodeName(to)}`;
  switch (reason) {
    case "lost":
    case "blocked":
      return `${what} was lost on its way.`;
    case "dead":
      return `${what} came too late: ${nodeName(to)} had crashed.`;
    case "crashed":
      return `${what} never left: ${nodeName(from)} had crashed.`;
    case "disconnected":
      return `${what} was lost with its link.`;
    default:
      return reason satisfies never;
  }
}

function describeReceived(event: Of<"received">, content: Content | undefined): string | undefined {
  if (content?.type !== "data") return undefined;
  const { from, to, verdict } = event;
  if (verdict === "accepted") return `${capital(to)} took ${content.label} from ${nodeName(from)}.`;
  return `${capital(to)} discarded ${content.label} from ${nodeName(from)}: not newer.`;
}

type Of<Type extends TraceEvent["type"]> = Extract<TraceEvent, { readonly type: Type }>;

function capital(index: number): string {
  return `Node ${index + 1}`;
}
